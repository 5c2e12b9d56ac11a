import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/types.ts';
import { DIAGNOSIS } from '#test/samples.ts';
import { postgresOfFile } from './stores.ts';

const ANN = { chat: 'slack', tenant: 'T1', id: 'U1', name: 'Ann' };
const HELP = { chat: 'slack', tenant: 'T1', channel: 'C1', thread: '1.1', direct: false };
const TENANT = { chat: 'slack', tenant: 'T1' };
const OPENED = { type: 'opened', by: ANN } as const;

const postgres = postgresOfFile();

/** Two processes that share a database, and a connection that holds what one of them is about to do. */
describe.runIf(postgres !== null)('two processes on one PostgreSQL', () => {
  let one: Store;
  let two: Store;
  let held: pg.Client;
  beforeEach(async () => {
    const url = postgres?.url() ?? '';
    one = await openStore({ type: 'postgres', url });
    two = await openStore({ type: 'postgres', url });
    held = new pg.Client(url);
    await held.connect();
  });
  afterEach(async () => {
    await held.end();
    await Promise.all([one.close(), two.close()]);
    await postgres?.empty();
  });

  const open = () =>
    one.write((trx) => trx.openCase({ person: ANN, place: HELP, paste: 'x', diagnosis: DIAGNOSIS }, OPENED));

  test('who reads a case to change it waits for the other who does, and sees what they made of it', async () => {
    const { id } = await open();
    /** Adds to what the case holds, as `claim` does only where nobody has claimed before. */
    const add = (store: Store, secrets: number) =>
      store.write(async (trx) => {
        const it = await trx.case(id);
        if (it === null) throw new Error('no case');
        await new Promise((resolve) => setTimeout(resolve, 50));
        const diagnosis = { ...it.diagnosis, secrets: it.diagnosis.secrets + secrets };
        await trx.changeCase(id, { diagnosis }, { type: 'nudged', by: null });
      });
    await Promise.all([add(one, 1), add(two, 10)]);
    expect((await one.write((trx) => trx.case(id)))?.diagnosis.secrets).toBe(11);
  });

  test('messages that another process is leasing are neither waited for nor taken', async () => {
    await one.write(async (trx) => {
      for (const id of ['U1', 'U2'])
        await trx.send({
          type: 'post',
          caseId: null,
          role: 'answer',
          to: { ...TENANT, id },
          reply: { tone: 'neutral', title: 'T', text: id },
        });
    });
    await held.query('begin');
    await held.query('select id from outbox order by id limit 1 for update');
    const leasing = two.lease(10);
    const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), 1500));
    const leased = await Promise.race([leasing, late]);
    await held.query('rollback');
    await leasing;
    expect(leased).toMatchObject([{ outgoing: { reply: { text: 'U2' } } }]);
  });

  test('no message is leased twice, however many ask at once', async () => {
    const COUNT = 40;
    await one.write(async (trx) => {
      for (let at = 0; at < COUNT; at += 1)
        await trx.send({
          type: 'post',
          caseId: null,
          role: 'answer',
          to: { ...TENANT, id: `U${at}` },
          reply: { tone: 'neutral', title: 'T', text: '' },
        });
    });
    const rounds = await Promise.all(Array.from({ length: 8 }, (_, at) => (at % 2 === 0 ? one : two).lease(5)));
    const ids = rounds.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(0);
  });

  test('a case is not opened for a workspace that is just being left', async () => {
    await one.installations.keep(TENANT, 'sealed');
    await held.query('begin');
    await held.query("delete from installations where tenant = 'T1'");
    const opening = two
      .within(TENANT)
      .write((trx) => trx.openCase({ person: ANN, place: HELP, paste: 'x', diagnosis: DIAGNOSIS }, OPENED))
      .then(
        () => 'opened',
        () => 'refused',
      );
    await new Promise((resolve) => setTimeout(resolve, 200));
    await held.query('commit');
    expect(await opening).toBe('refused');
    expect(await one.caseCounts()).toEqual({});
  });

  test('a case is opened for a workspace that stays', async () => {
    await one.installations.keep(TENANT, 'sealed');
    await two
      .within(TENANT)
      .write((trx) => trx.openCase({ person: ANN, place: HELP, paste: 'x', diagnosis: DIAGNOSIS }, OPENED));
    expect(await one.caseCounts()).toEqual({ open: 1 });
  });
});

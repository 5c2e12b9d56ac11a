import { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Tables } from '#store/database/tables.ts';
import { dialectOf, openStore, type StoreAddress } from '#store/open.ts';
import type { Store } from '#store/types.ts';
import { DIAGNOSIS } from '#test/samples.ts';
import { fileIn, postgresOfFile, temporaryFolder } from './stores.ts';

const ANN = { chat: 'slack', tenant: 'T1', id: 'U1', name: 'Ann' };
const HELP = { chat: 'slack', tenant: 'T1', channel: 'C1', thread: '1.1', direct: false };
const REPLY = { tone: 'neutral', title: 'T', text: 'x' } as const;
const AT_ONCE = 500;

const postgres = postgresOfFile();
const STORES: readonly (readonly [string, (folder: string) => StoreAddress])[] = [
  ['SQLite', fileIn],
  ...(postgres === null
    ? []
    : ([['PostgreSQL', () => ({ type: 'postgres', url: postgres.url() })]] satisfies [string, () => StoreAddress][])),
];

describe.for(STORES)('%s', ([, addressIn]) => {
  let store: Store;
  let db: Kysely<Tables>;
  let now = 1_000_000;
  let remove: () => void;
  beforeEach(async () => {
    now = 1_000_000;
    const made = temporaryFolder();
    ({ remove } = made);
    store = await openStore(addressIn(made.folder), () => now);
    db = new Kysely<Tables>({ dialect: dialectOf(addressIn(made.folder)) });
  });
  afterEach(async () => {
    await db.destroy();
    await store.close();
    await postgres?.empty();
    remove();
  });

  const open = (person = ANN) =>
    store.write((trx) =>
      trx.openCase({ person, place: HELP, paste: 'pasted', diagnosis: DIAGNOSIS }, { type: 'opened', by: person }),
    );

  test('where the texts of one case cannot be removed, those of none are removed by half', async () => {
    const first = await open();
    const broken = await open();
    const noted = { type: 'resolved', by: ANN, data: { cause: null, note: 'a word' } } as const;
    await store.write((trx) => trx.changeCase(first.id, {}, noted));
    await db.updateTable('cases').set({ diagnosis_json: 'no JSON' }).where('id', '=', broken.id).execute();
    now += 100;
    await expect(store.purge(now)).rejects.toThrow(/JSON/);
    expect((await store.write((trx) => trx.case(first.id)))?.paste).toBe('pasted');

    await db.updateTable('cases').set({ diagnosis_json: '{}' }).where('id', '=', broken.id).execute();
    await store.purge(now);
    expect((await store.write((trx) => trx.case(first.id)))?.paste).toBe('');
    expect((await store.write((trx) => trx.events(first.id))).map(({ data }) => data)).toEqual([{}, { cause: null }]);
  });

  test('a person is forgotten wholly or not at all', async () => {
    const first = await open();
    const broken = await open();
    await db.updateTable('cases').set({ diagnosis_json: 'no JSON' }).where('id', '=', broken.id).execute();
    await expect(store.write((trx) => trx.forget(ANN))).rejects.toThrow(/JSON/);
    expect(await store.write((trx) => trx.case(first.id))).toMatchObject({ person: ANN, paste: 'pasted' });
  });

  test('what is exactly as old as the limit stays, what is older goes', async () => {
    const kept = await open();
    await store.write((trx) => trx.firstSeen('slack:kept'));
    await store.write((trx) => trx.audit({ verdict: 'works' }));
    await store.purge(now);
    expect((await store.write((trx) => trx.case(kept.id)))?.paste).toBe('pasted');
    expect(await store.write((trx) => trx.firstSeen('slack:kept'))).toBe(false);
    expect(await db.selectFrom('key_checks').select('id').execute()).toHaveLength(1);

    now += 1;
    await store.purge(now);
    expect((await store.write((trx) => trx.case(kept.id)))?.paste).toBe('');
    expect(await store.write((trx) => trx.firstSeen('slack:kept'))).toBe(true);
    expect(await db.selectFrom('key_checks').select('id').execute()).toEqual([]);
  });

  test('a mark goes when its time is over; a message only when it has been dealt with', async () => {
    await store.write(async (trx) => {
      await trx.mark('said:now', now);
      await trx.mark('said:before', now - 1);
      for (const role of ['paste', 'answer'] as const)
        await trx.send({ type: 'post', caseId: null, role, to: { ...HELP, channel: role }, reply: REPLY });
    });
    const [sent] = await store.lease(1);
    if (sent === undefined) throw new Error('nothing leased');
    await store.finish(sent, { type: 'sent', message: { place: HELP, id: '1' } });
    now += 1;
    await store.purge(now);
    expect((await db.selectFrom('outbox').select('role').execute()).map(({ role }) => role)).toEqual(['answer']);
    now -= 1;
    await store.write((trx) => trx.mark(['said:now', 'said:before'], now - 1));
    await store.write((trx) => trx.mark('said:now', now));
    await store.purge(0);
    expect((await db.selectFrom('marks').select('key').execute()).map(({ key }) => key)).toEqual(['said:now']);
  });

  test('more cases than are taken at once are all purged, and all forgotten', async () => {
    const values = { ...(await rowOfCase()), person: 'U1' };
    const rows = Array.from({ length: AT_ONCE + 1 }, () => values);
    for (let from = 0; from < rows.length; from += 100)
      await db
        .insertInto('cases')
        .values(rows.slice(from, from + 100))
        .execute();
    expect(await store.write((trx) => trx.forget({ ...ANN, id: 'U1' }))).toBe(AT_ONCE + 2);
    expect(await withTexts()).toBe(0);
    await db.updateTable('cases').set({ purged: 0, paste: 'pasted' }).execute();
    now += 10;
    await store.purge(now);
    expect(await withTexts()).toBe(0);
  });

  const withTexts = async () => (await db.selectFrom('cases').select('id').where('paste', '!=', '').execute()).length;

  async function rowOfCase() {
    const { id } = await open();
    const { id: _id, ...row } = await db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    return row;
  }

  test('of a person who is forgotten nothing waits to be sent, and what others wait for stays', async () => {
    const ben = { ...ANN, id: 'U2', name: 'Ben' };
    const [anns, bens] = [await open(), await open(ben)];
    await store.write(async (trx) => {
      for (const { id } of [anns, bens]) {
        await trx.link(id, 'paste', { place: HELP, id: `${id}` });
        await trx.send({ type: 'post', caseId: id, role: 'answer', to: HELP, reply: REPLY });
      }
    });
    expect(await store.write((trx) => trx.forget(ANN))).toBe(1);
    expect((await store.lease(10)).map(({ outgoing }) => outgoing.caseId)).toEqual([bens.id]);
    expect(await store.write((trx) => trx.caseOf({ place: HELP, id: `${bens.id}` }))).not.toBeNull();
    expect((await store.write((trx) => trx.events(bens.id))).map(({ by }) => by)).toEqual([ben]);
    for (const other of [
      { ...ben, chat: 'discord' },
      { ...ben, tenant: 'T2' },
    ])
      expect(await store.write((trx) => trx.forget(other))).toBe(0);
  });
});

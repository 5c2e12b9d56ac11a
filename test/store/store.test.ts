import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '#chat/port.ts';
import { openStore, type StoreAddress } from '#store/open.ts';
import {
  type Case,
  type CaseQuery,
  type KeptReply,
  LEASE_MS,
  type Leased,
  type Outgoing,
  type Role,
  type Store,
} from '#store/types.ts';
import { postgresPrograms, type RunningPostgres, startPostgres } from '#test/fakes/postgres.ts';
import { DIAGNOSIS } from '#test/samples.ts';

const ANN = { chat: 'slack', tenant: 'T1', id: 'U1', name: 'Ann' };
const HELP: Place = { chat: 'slack', tenant: 'T1', channel: 'C1', thread: '1.1', direct: false };
const REPLY: KeptReply = { tone: 'neutral', title: 'T', text: 'x' };
const OPENED = { type: 'opened', by: ANN } as const;

const PROGRAMS = postgresPrograms();
let postgres: RunningPostgres | null = null;
beforeAll(async () => {
  if (PROGRAMS !== null) postgres = await startPostgres(PROGRAMS);
}, 60_000);
afterAll(() => postgres?.stop());

const STORES: readonly { readonly name: string; readonly address: (folder: string) => StoreAddress }[] = [
  { name: 'SQLite in memory', address: () => ({ type: 'memory' }) },
  { name: 'SQLite in a file', address: (folder) => ({ type: 'file', folder }) },
  // Where PostgreSQL is installed; the same tests, the same code.
  ...(PROGRAMS === null
    ? []
    : [{ name: 'PostgreSQL', address: (): StoreAddress => ({ type: 'postgres', url: postgres?.url ?? '' }) }]),
];

describe.for(STORES)('$name', ({ address }) => {
  let folder: string;
  let store: Store;
  let now = 1_000_000;
  beforeEach(async () => {
    now = 1_000_000;
    folder = mkdtempSync(join(tmpdir(), 'keymedic-store-'));
    store = await openStore(address(folder), () => now);
  });
  afterEach(async () => {
    await store.close();
    await postgres?.empty();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = () =>
    store.write((trx) => trx.openCase({ person: ANN, place: HELP, paste: 'x', diagnosis: DIAGNOSIS }, OPENED));
  const post = (caseId: number | null, role: Role = 'answer'): Outgoing => ({
    type: 'post',
    caseId,
    role,
    to: HELP,
    reply: REPLY,
  });

  test('a turn is seen first once, also where that need not last', async () => {
    expect(await store.write((trx) => trx.relaxDurability().then(() => trx.firstSeen('slack:1')))).toBe(true);
    expect(await store.write((trx) => trx.firstSeen('slack:1'))).toBe(false);
  });

  test('what a transaction did is undone where it throws', async () => {
    const failing = store.write(async (trx) => {
      await trx.firstSeen('slack:1');
      await trx.openCase({ person: ANN, place: HELP, paste: 'x', diagnosis: DIAGNOSIS }, OPENED);
      await trx.send(post(null));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await store.write((trx) => trx.firstSeen('slack:1'))).toBe(true);
    expect((await store.pending()).count).toBe(0);
  });

  test('a case comes back as it was stored, changed by its events', async () => {
    const { id } = await open();
    const changed = await store.write((trx) =>
      trx.changeCase(
        id,
        { state: 'waiting_for_staff', owner: 'human' },
        { type: 'handed_off', by: ANN, data: { urgency: 'today' } },
      ),
    );
    expect(changed).toMatchObject({ id, state: 'waiting_for_staff', person: ANN, place: HELP, diagnosis: DIAGNOSIS });
    expect(await store.write((trx) => trx.case(id))).toEqual(changed);
    const events = await store.write((trx) => trx.events(id));
    expect(events.map(({ type, data }) => [type, data])).toEqual([
      ['opened', {}],
      ['handed_off', { urgency: 'today' }],
    ]);
  });

  test('cases are found by person, place and message', async () => {
    const { id } = await open();
    const message = { place: HELP, id: '1.1' };
    await store.write((trx) => trx.link(id, 'paste', message));
    await store.write(async (trx) => {
      expect((await trx.caseOf(message))?.role).toBe('paste');
      expect((await trx.latestCase(ANN, HELP, now))?.id).toBe(id);
      expect(await trx.latestCase(ANN, HELP, now + 1)).toBeNull();
      expect(await trx.latestCase({ ...ANN, id: 'U2' }, HELP, now)).toBeNull();
      expect((await trx.casesOf(ANN, ['open'])).length).toBe(1);
      expect((await trx.caseIn(HELP))?.id).toBe(id);
      expect(await trx.messageOf(id, 'paste')).toEqual(message);
      expect(await trx.messageOf(id, 'answer')).toBeNull();
    });
  });

  test('marks last until their time', async () => {
    await store.write((trx) => trx.mark('in:C1:1', now + 10));
    await store.write((trx) => trx.mark('in:C1:2', Number.POSITIVE_INFINITY));
    expect(await store.write((trx) => trx.countMarks(['in:C1:', 'in:C2:']))).toEqual([2, 0]);
    now += 10;
    expect(await store.write((trx) => trx.marked('in:C1:1'))).toBe(false);
    expect(await store.write((trx) => trx.countMarks(['in:C1:']))).toEqual([1]);
  });

  test('messages of a case go out one after the other, those of others at the same time', async () => {
    const first = await open();
    const second = await open();
    await store.write(async (trx) => {
      await trx.send(post(first.id));
      await trx.send({ type: 'edit', caseId: first.id, role: 'answer', reply: REPLY });
      await trx.send(post(second.id));
    });
    const leased = await store.lease(10);
    expect(leased.map(({ outgoing }) => [outgoing.type, outgoing.caseId])).toEqual([
      ['post', first.id],
      ['post', second.id],
    ]);
    expect(await store.lease(10)).toEqual([]);
    const [one] = leased;
    if (one === undefined) throw new Error('nothing leased');
    await store.finish(one, { type: 'sent', message: { place: HELP, id: '2.2' } });
    const [edit] = await store.lease(10);
    expect(edit).toMatchObject({ outgoing: { type: 'edit' }, message: { place: HELP, id: '2.2' } });
  });

  test('a lease that ran out is given again, and says so', async () => {
    await store.write((trx) => trx.send(post(null)));
    const [first] = await store.lease(10);
    expect(first?.attempts).toBe(0);
    now += LEASE_MS;
    const [again] = await store.lease(10);
    expect(again).toMatchObject({ key: first?.key, attempts: 1 });
  });

  test('who delivers gets its own messages without looking, and nobody else gets them meanwhile', async () => {
    const sent: Leased[] = [];
    store.onSent((leased) => void sent.push(...leased));
    await store.write(async (trx) => {
      await trx.send(post(null));
      await trx.send(post(null));
    });
    // The second stands in the same lane and waits for the first.
    expect(sent).toMatchObject([{ attempts: 0, outgoing: { type: 'post' } }]);
    expect(await store.lease(10)).toEqual([]);
    const [one] = sent;
    if (one === undefined) throw new Error('nothing sent');
    await store.finish(one, { type: 'sent', message: { place: HELP, id: '2.2' } });
    expect(await store.lease(10)).toHaveLength(1);
  });

  test('a message that is put off comes when it is due', async () => {
    await store.write((trx) => trx.send(post(null)));
    const [leased] = await store.lease(10);
    if (leased === undefined) throw new Error('nothing leased');
    await store.finish(leased, { type: 'later', afterMs: 500 });
    expect(await store.pending()).toEqual({ count: 1, nextAt: now + 500, oldestAt: now });
    expect(await store.lease(10)).toEqual([]);
    now += 500;
    expect(await store.lease(10)).toHaveLength(1);
  });

  test('cases are counted by their state', async () => {
    expect(await store.caseCounts()).toEqual({});
    const { id } = await open();
    await open();
    await store.write((trx) => trx.changeCase(id, { state: 'resolved' }, { type: 'resolved', by: null }));
    expect(await store.caseCounts()).toEqual({ open: 1, resolved: 1 });
  });

  test('a person who is forgotten leaves counts and kinds, nothing else', async () => {
    const { id } = await open();
    await store.write((trx) => trx.link(id, 'paste', { place: HELP, id: '1.1' }));
    expect(await store.write((trx) => trx.forget(ANN))).toBe(1);
    const left = await store.write((trx) => trx.case(id));
    expect(left).toMatchObject({
      paste: '',
      person: { id: 'forgotten', name: '' },
      diagnosis: { kind: 'key_invalid', quotes: [] },
    });
    expect(JSON.stringify(await store.write((trx) => trx.events(id)))).not.toContain('U1');
    expect(await store.write((trx) => trx.caseOf({ place: HELP, id: '1.1' }))).toBeNull();
  });

  test('a workspace that is left leaves nothing, others all', async () => {
    const gone = await open();
    const other = { ...HELP, tenant: 'T2' };
    const elsewhere = { ...ANN, tenant: 'T2' };
    const kept = await store.write((trx) =>
      trx.openCase({ person: elsewhere, place: other, paste: 'x', diagnosis: DIAGNOSIS }, OPENED),
    );
    const everywhere = { ...ANN, tenant: '' };
    const inIt = await store.write((trx) =>
      trx.openCase({ person: everywhere, place: HELP, paste: 'x', diagnosis: DIAGNOSIS }, OPENED),
    );
    await store.write((trx) => trx.forgetTenant('slack', 'T1'));
    const left = await store.write((trx) => Promise.all([gone, kept, inIt].map(({ id }) => trx.case(id))));
    expect(left.map((it) => it?.id ?? null)).toEqual([null, kept.id, null]);
  });

  test('what is over is purged', async () => {
    const { id } = await open();
    await store.write((trx) => trx.firstSeen('slack:1'));
    now += 100;
    await store.purge(now);
    expect(await store.write((trx) => trx.firstSeen('slack:1'))).toBe(true);
    expect((await store.write((trx) => trx.case(id)))?.paste).toBe('');
  });

  const handed = async (person = ANN, note = 'curl 8.5 on relay.acme.example') => {
    const it = await store.write((trx) =>
      trx.openCase({ person, place: HELP, paste: 'HTTP 401 from api.openai.com', diagnosis: DIAGNOSIS }, OPENED),
    );
    const change = { state: 'waiting_for_staff', owner: 'human', handedAt: now, handoff: { tool: note } } as const;
    return store.write((trx) => trx.changeCase(it.id, change, { type: 'handed_off', by: person }));
  };
  const SUE = { chat: 'slack', tenant: 'T1', id: 'U9', name: 'Sue' };

  test('the staff finds cases by state, owner, person and words', async () => {
    await open();
    const first = await handed();
    const second = await handed({ ...ANN, id: 'U2', name: 'Ben' }, 'Roo Code');
    const claimed = { state: 'claimed', claimedBy: SUE } as const;
    await store.write((trx) => trx.changeCase(second.id, claimed, { type: 'claimed', by: SUE }));
    const find = async (query: Omit<CaseQuery, 'limit'>) =>
      (await store.write((trx) => trx.findCases({ ...query, limit: 10 }))).map(({ id }) => id);
    expect(await find({})).toEqual([second.id, first.id]);
    expect(await find({ before: second.id })).toEqual([first.id]);
    expect(await find({ states: ['waiting_for_staff'] })).toEqual([first.id]);
    expect(await find({ claimedBy: SUE })).toEqual([second.id]);
    expect(await find({ person: ANN })).toEqual([first.id]);
    expect(await find({ words: ['openai', 'CURL'] })).toEqual([first.id]);
    expect(await find({ words: ['relay.acme.example'] })).toEqual([first.id]);
    expect(await find({ words: ['ben'] })).toEqual([second.id]);
    expect(await find({ words: ['rela*'] })).toEqual([first.id]);
    expect(await find({ words: ['nowhere'] })).toEqual([]);
    expect(await find({ words: ['?'] })).toEqual([]);
    expect(await store.write((trx) => trx.claimers(0, 5))).toEqual([SUE]);
  });

  test('what is due comes when it is, the longest due first', async () => {
    const first = await handed();
    const second = await handed();
    const due = (it: Case, at: number) =>
      store.write((trx) => trx.changeCase(it.id, { due: { what: 'nudge', at } }, { type: 'nudged', by: null }));
    await due(first, now + 20);
    await due(second, now + 10);
    expect(await store.write((trx) => trx.dueCases(10))).toEqual([]);
    now += 20;
    expect((await store.write((trx) => trx.dueCases(10))).map(({ id }) => id)).toEqual([second.id, first.id]);
    await store.write((trx) => trx.changeCase(first.id, { due: null }, { type: 'nudged', by: null }));
    expect(await store.write((trx) => trx.dueCases(10))).toHaveLength(1);
  });

  test('texts of old cases go, with the words that they are found by; counts stay', async () => {
    const it = await handed();
    const noted = { type: 'resolved', by: SUE, data: { cause: 'key_revoked', note: 'Ann had it wrong' } } as const;
    await store.write((trx) => trx.changeCase(it.id, {}, noted));
    now += 100;
    await store.purge(now);
    await store.write(async (trx) => {
      expect(await trx.case(it.id)).toMatchObject({ paste: '', handoff: null, person: { id: 'U1', name: '' } });
      expect(await trx.findCases({ words: ['curl'], limit: 10 })).toEqual([]);
      const events = await trx.events(it.id);
      expect(events.at(-1)?.data).toEqual({ cause: 'key_revoked' });
    });
  });
});

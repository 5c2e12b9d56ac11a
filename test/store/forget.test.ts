import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type StoreAddress } from '#store/open.ts';
import { postgresPrograms, type RunningPostgres, startPostgres } from '#test/fakes/postgres.ts';

const PROGRAMS = postgresPrograms();
let postgres: RunningPostgres | null = null;
beforeAll(async () => {
  if (PROGRAMS !== null) postgres = await startPostgres(PROGRAMS);
}, 60_000);
afterAll(() => postgres?.stop());

const ADDRESSES: readonly [string, () => StoreAddress][] = [
  ['SQLite', () => ({ type: 'memory' })],
  ...(PROGRAMS === null
    ? []
    : [['PostgreSQL', () => ({ type: 'postgres', url: postgres?.url ?? '' })] satisfies [string, () => StoreAddress]]),
];

const NOTHING = { kind: null, provider: null, tool: null, status: null, requestId: null, signature: null };
const DIAGNOSIS = { ...NOTHING, confidence: 0, alternatives: [], facts: [], quotes: [], secrets: 0 };
const ANN = { chat: 'slack', tenant: 'T1', id: 'U1', name: 'Ann' };
const HELP = { chat: 'slack', tenant: 'T1', channel: 'C1', thread: null, direct: false };

test.for(ADDRESSES)('a case whose person is forgotten is over; one that was over stays so: %s', async ([, address]) => {
  const store = await openStore(address());
  const changes = [
    { state: 'waiting_for_staff', owner: 'human', handedAt: 1, due: { what: 'nudge', at: 2 } },
    { state: 'resolved', handedAt: 1 },
  ] as const;
  const left = await store.write(async (trx) => {
    const ids: number[] = [];
    for (const change of changes) {
      const it = await trx.openCase(
        { person: ANN, place: HELP, paste: 'x', diagnosis: DIAGNOSIS },
        { type: 'opened', by: ANN },
      );
      ids.push((await trx.changeCase(it.id, change, { type: 'handed_off', by: ANN })).id);
    }
    expect(await trx.forget(ANN)).toBe(2);
    return Promise.all(ids.map((id) => trx.case(id)));
  });
  expect(left.map((it) => [it?.state, it?.owner, it?.due])).toEqual([
    ['withdrawn', 'bot', null],
    ['resolved', 'bot', null],
  ]);
  await store.close();
});

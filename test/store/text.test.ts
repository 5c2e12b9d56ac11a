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

const NOTHING = { kind: null, provider: null, tool: null, status: null, requestId: 'req\u00001', signature: null };
const DIAGNOSIS = { ...NOTHING, confidence: 0, alternatives: [], facts: [], quotes: ['\u0000'], secrets: 0 };

test.for(ADDRESSES)('a paste with a zero byte and half a character is kept: %s', async ([, address]) => {
  const store = await openStore(address());
  const person = { chat: 'slack', tenant: 'T1', id: 'U1', name: 'A\u0000nn' };
  const place = { chat: 'slack', tenant: 'T1', channel: 'C1', thread: null, direct: false };
  const it = await store.write(async (trx) => {
    const { id } = await trx.openCase(
      { person, place, paste: '401\u0000 \ud83d', diagnosis: DIAGNOSIS },
      { type: 'opened', by: null },
    );
    return trx.changeCase(id, { paste: 'then\u0000', personName: '\u0000' }, { type: 'rediagnosed', by: person });
  });
  expect(it).toMatchObject({ paste: 'then\ufffd', person: { name: '\ufffd' }, diagnosis: DIAGNOSIS });
  await store.close();
});

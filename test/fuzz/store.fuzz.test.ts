import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Place } from '#chat/port.ts';
import { openStore, type StoreAddress } from '#store/open.ts';
import type { Case, Store } from '#store/types.ts';
import { postgresPrograms, type RunningPostgres, startPostgres } from '#test/fakes/postgres.ts';
import { hostileText, RUN } from './hostile.ts';

const PROGRAMS = postgresPrograms();
let postgres: RunningPostgres | null = null;
beforeAll(async () => {
  if (PROGRAMS !== null) postgres = await startPostgres(PROGRAMS);
}, 60_000);
afterAll(() => postgres?.stop());

const STORES: readonly { readonly name: string; readonly address: () => StoreAddress }[] = [
  { name: 'SQLite', address: () => ({ type: 'memory' }) },
  ...(PROGRAMS === null
    ? []
    : [{ name: 'PostgreSQL', address: (): StoreAddress => ({ type: 'postgres', url: postgres?.url ?? '' }) }]),
];
const HELP: Place = { chat: 'slack', tenant: 'T1', channel: 'C1', thread: null, direct: false };

function diagnosisOf(text: string): Case['diagnosis'] {
  return {
    kind: null,
    provider: null,
    tool: null,
    status: null,
    requestId: text,
    confidence: 0.5,
    alternatives: [],
    facts: [],
    quotes: [text],
    signature: null,
    secrets: 0,
  };
}

/** What no database can hold comes back as the sign for that. */
const stored = (text: string) => text.toWellFormed().replaceAll('\u0000', '\ufffd');

describe.for(STORES)('$name', ({ address }) => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore(address());
  });
  afterAll(() => store.close());

  test('whatever people write is kept, found and sent', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, hostileText, async (text, name) => {
        const person = { chat: 'slack', tenant: 'T1', id: 'U1', name };
        const it = await store.write(async (trx) => {
          const opened = await trx.openCase(
            { person, place: HELP, paste: text, diagnosis: diagnosisOf(text) },
            { type: 'opened', by: person },
          );
          const handoff = { tool: text, error: name };
          const change = { handoff, handedAt: 1, state: 'waiting_for_staff', personName: name } as const;
          await trx.changeCase(opened.id, change, { type: 'handed_off', by: person });
          const reply = { tone: 'neutral', title: name, text } as const;
          await trx.send({ type: 'post', caseId: opened.id, role: 'card', to: HELP, reply });
          await trx.findCases({ words: text.split(/\s+/).filter((word) => word !== ''), limit: 1 });
          return trx.case(opened.id);
        });
        expect(it?.paste).toBe(stored(text));
        expect(it?.person.name).toBe(stored(name));
        expect(it?.handoff?.['tool']).toBe(text);
        const [leased] = await store.lease(1);
        expect(leased?.outgoing).toMatchObject({ caseId: it?.id });
        if (leased !== undefined) await store.finish(leased, { type: 'dropped' });
      }),
      { ...RUN, numRuns: Math.ceil(RUN.numRuns / 5) },
    );
  });
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MessageTurn } from '#chat/port.ts';
import type { Diagnosis } from '#diagnosis/types.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/types.ts';
import { DEFAULT_MANNERS, type Manners, mayAnswerUnasked } from '#support/turns/manners.ts';

let store: Store;

beforeEach(async () => {
  store = await openStore({ type: 'memory' });
});

afterEach(() => store.close());

function may(message: string, person: string, manners: Partial<Manners>): Promise<boolean> {
  const place = { chat: 'slack', tenant: 'T1', channel: 'C1', thread: null, direct: false };
  const turn = {
    actor: { chat: 'slack', tenant: 'T1', id: person, name: person },
    place,
    message: { place, id: message },
  } as unknown as MessageTurn;
  const diagnosis = { speak: true, kind: `kind-${message}`, provider: null, confidence: 0.7, evidence: [] };
  return store.write((trx) =>
    mayAnswerUnasked(
      turn,
      diagnosis as unknown as Diagnosis,
      { ...DEFAULT_MANNERS, ...manners },
      { trx, now: Date.now() },
    ),
  );
}

test('it keeps silent where it is less sure than the operator wants', async () => {
  expect(await may('1', 'ann', { leastConfidence: 0.71 })).toBe(false);
  expect(await may('1', 'ann', { leastConfidence: 0.7 })).toBe(true);
});

test('the limits of the settings hold: per person, and per channel', async () => {
  const limits = { perPerson: 1, perChannel: 2 };
  expect(await may('1', 'ann', limits)).toBe(true);
  expect(await may('2', 'ann', limits)).toBe(false);
  expect(await may('3', 'ben', limits)).toBe(true);
  expect(await may('4', 'sue', limits)).toBe(false);
  expect(await may('5', 'tom', { perChannel: 0 })).toBe(false);
});

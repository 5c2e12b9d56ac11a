import { expect, test } from 'vitest';
import { openStore } from '#store/open.ts';
import { ENOUGH, openSolvedSteps } from '#support/answer/solved-steps.ts';
import { ANN, DIAGNOSIS } from '#test/samples.ts';

const PLACE = { chat: 'slack', tenant: 'T1', channel: 'C1', thread: null, direct: false };
const STEPS = ['first', 'second', 'third'];
async function learnedFrom(solved: readonly (readonly [string, string | null, number])[]) {
  const store = await openStore({ type: 'memory' });
  for (const [step, tool, count] of solved)
    for (let left = count; left > 0; left -= 1)
      await store.write(async (trx) => {
        const diagnosis = { ...DIAGNOSIS, tool };
        const it = await trx.openCase({ person: ANN, place: PLACE, paste: '', diagnosis }, { type: 'opened', by: ANN });
        const data = { step, goal: `Is it the ${step}?`, outcome: 'fixed' };
        await trx.changeCase(it.id, { state: 'resolved' }, { type: 'solved', by: ANN, data });
      });
  const learned = openSolvedSteps(store, Date.now, () => undefined);
  await learned.refresh();
  await store.close();
  return learned;
}

const CURL = { kind: 'key_invalid', provider: 'openai', tool: 'curl' };

test('with too few solved walks nothing is learned', async () => {
  const learned = await learnedFrom([['third', 'curl', ENOUGH - 1]]);
  expect(learned.orderFor(CURL)).toBeNull();
});

test('what has solved most comes first, with its share', async () => {
  const order = (
    await learnedFrom([
      ['third', 'curl', 30],
      ['first', 'curl', 10],
    ])
  ).orderFor(CURL);
  expect(order?.(STEPS)).toEqual([
    { id: 'third', fixedFor: 0.75 },
    { id: 'first', fixedFor: 0.25 },
    { id: 'second', fixedFor: null },
  ]);
});

test('a narrow lead does not change the order', async () => {
  const order = (
    await learnedFrom([
      ['first', 'curl', 10],
      ['second', 'curl', 11],
    ])
  ).orderFor(CURL);
  expect(order?.(STEPS).map(({ id }) => id)).toEqual(STEPS);
});

test('where a tool has too few, those of all tools count; another kind has none', async () => {
  const learned = await learnedFrom([
    ['second', 'curl', 5],
    ['second', 'cursor', 25],
  ]);
  expect(learned.orderFor(CURL)?.(STEPS)[0]).toEqual({ id: 'second', fixedFor: 1 });
  expect(learned.orderFor({ ...CURL, kind: 'rate_limited' })).toBeNull();
});

test('what was known stays while the database does not answer', async () => {
  const learned = await learnedFrom([['second', 'curl', 25]]);
  // Its store is closed by now.
  await learned.refresh();
  expect(learned.orderFor(CURL)?.(STEPS)[0]?.id).toBe('second');
});

import { expect, test } from 'vitest';
import type { Knowledge, Provider } from '#knowledge/types.ts';
import { ANOTHER, GUESS, keyForm } from '#support/views/key-form.ts';
import { testKnowledge } from '#test/fakes/providers/check.ts';

const { knowledge, defaults } = testKnowledge();

/** Hundreds of providers, of which the operator has written two. */
function crowded(): Knowledge {
  const groq = knowledge.providers.get('groq');
  if (groq === undefined) throw new Error('no groq');
  const more = Array.from({ length: 300 }, (_, index): [string, Provider] => [
    `made-up-${index}`,
    { ...groq, id: `made-up-${index}`, name: `Made-up ${index}` },
  ]);
  return {
    ...knowledge,
    providers: new Map([...knowledge.providers, ...more]),
    ownProviders: new Set(['made-up-7', 'made-up-299']),
  };
}

function offered(provider: string | null, from: Knowledge) {
  const field = keyForm(1, { provider, knowledge: from, first: defaults.offered_first }).fields.find(
    ({ kind }) => kind === 'select',
  );
  return { values: field?.options?.map(({ value }) => value) ?? [], chosen: field?.value };
}

test('the guess comes first, then the provider of the diagnosis, the own ones and the usual ones, and another at last', () => {
  const { values, chosen } = offered('made-up-100', crowded());
  expect(values.slice(0, 5)).toEqual([GUESS, 'made-up-100', 'made-up-7', 'made-up-299', 'openai']);
  expect(values.at(-1)).toBe(ANOTHER);
  expect(values.length).toBeLessThanOrEqual(14);
  expect(chosen).toBe('made-up-100');
});

test('whoever cannot be asked is not offered, and then the guess is chosen', () => {
  const { values, chosen } = offered('github-models', knowledge);
  expect(values).not.toContain('github-models');
  expect(chosen).toBe(GUESS);
});

test('no more fields than the strictest chat takes', () => {
  expect(keyForm(1, { provider: null, knowledge, first: [] }).fields).toHaveLength(5);
});

test('the usual ones are known and can be asked', () => {
  for (const id of defaults.offered_first) expect(knowledge.providers.get(id)?.probe).toHaveProperty('request');
});

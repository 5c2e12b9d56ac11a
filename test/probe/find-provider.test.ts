import { expect, test } from 'vitest';
import { findProvider, nearestProviders } from '#probe/find-provider.ts';
import { testKnowledge } from '#test/fakes/providers/check.ts';

const { knowledge } = testKnowledge();

test('every provider is found by its id, its name and each of its addresses', () => {
  for (const { id, name, hosts } of knowledge.providers.values()) {
    expect(findProvider(id, knowledge)?.id).toBe(id);
    expect(findProvider(` ${name.toUpperCase()} `, knowledge)?.id).toBe(id);
    for (const host of hosts) expect(findProvider(`https://${host}/v1`, knowledge)).not.toBeNull();
  }
});

test.for([
  ['open ai', 'openai'],
  ['Hugging-Face', 'huggingface'],
  ['z.ai', 'zhipu'],
  ['perplex', 'perplexity'],
  ['https://api.groq.com/openai/v1', 'groq'],
])('"%s" is %s', ([typed, id]) => {
  expect(findProvider(typed ?? '', knowledge)?.id).toBe(id);
});

test.for(['', 'nobody', 'ai', 'api'])('"%s" is nobody', (typed) => {
  expect(findProvider(typed, knowledge)).toBeNull();
});

test('where none fits, the names written most alike are offered', () => {
  expect(nearestProviders('antropic', knowledge)[0]).toMatch(/^Anthropic/);
  expect(nearestProviders('mistrall', knowledge)[0]).toMatch(/^Mistral/);
  expect(nearestProviders('x', knowledge)).toHaveLength(5);
});

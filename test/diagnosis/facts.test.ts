import { expect, test } from 'vitest';
import { diagnose } from '#diagnosis/diagnose.ts';
import { realCatalogue } from '#test/catalogue.ts';

const catalogue = realCatalogue();
const factsOf = (text: string) => diagnose(text, catalogue).facts;

test('the token that a parser stumbles on is no key, the one that somebody pastes is', () => {
  expect(factsOf('Unexpected token < in JSON at position 0')).not.toContain('names-a-key');
  expect(factsOf('max_tokens: at most 100 input tokens')).not.toContain('names-a-key');
  expect(factsOf('made a new token, still refused')).toContain('names-a-key');
});

test('the headings of a form for failures make no documentation, others do', () => {
  const report = '### Describe the bug\nall calls are refused\n### Steps to reproduce\nask anything\n### Version\n1.2';
  expect(factsOf(report)).not.toContain('reads-like-docs');
  expect(factsOf('## Authentication\nSend the key as a bearer token.')).toContain('reads-like-docs');
});

test('a bare number of a failure is a word of failure, an amount of something is not', () => {
  expect(factsOf('403 for me too since this morning')).not.toContain('no-failure-words');
  expect(factsOf('we had 403 users and 500 pages this morning')).toContain('no-failure-words');
});

test('what errors say of what should be is no plan for a change', () => {
  expect(factsOf('system: Input should be a valid string')).not.toContain('describes-a-change');
  expect(factsOf('what do I do with this error? 401 since noon')).not.toContain('describes-a-change');
  expect(factsOf('with this PR a refused key is shown as such, we now say why')).toContain('describes-a-change');
  expect(factsOf('With this, the client trims the key before it is sent.')).toContain('describes-a-change');
});

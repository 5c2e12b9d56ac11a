import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diagnose } from '#diagnosis/diagnose.ts';
import { realCatalogue } from '#test/catalogue.ts';

const catalogue = realCatalogue();
const BODY = 'Q7wE9rT2yU4iO6pA8sD1fG3hJ5kL7zX9cV2bN4mQ6wE8rT1yU3iO5pA7sD9fG2hJ4kL6zX8cV1bN3mQ5wE7rT9yU';

test.for([
  ['an OpenAI project key', `sk-proj-${BODY}`, 'openai'],
  ['an Anthropic key', `sk-ant-api03-${BODY}abAA`, 'anthropic'],
  ['a Groq key', `gsk_${BODY.slice(0, 52)}`, 'groq'],
  ['a Google key', `AIzaSy${BODY.slice(0, 33)}`, 'gemini'],
  ['a reseller key that others could have made too', `sk-${BODY.slice(0, 48)}`, null],
] as const)('%s is found and masked, its prefix and length stay', ([, key, provider]) => {
  const { secrets, masked } = diagnose(`my key is "${key}" and I get 401`, catalogue);
  expect(secrets).toMatchObject([{ provider, start: 11, end: 11 + key.length }]);
  expect(masked).not.toContain(key.slice(16));
  expect(masked).toContain(`(${key.length} characters)`);
});

test('a key that the terminal broke over two lines is one secret', () => {
  const key = `sk-ant-api03-${BODY}abAA`;
  const text = `export ANTHROPIC_API_KEY=${key.slice(0, 60)}\n${key.slice(60)}\nthen 401`;
  const { secrets, masked } = diagnose(text, catalogue);
  expect(secrets.length).toBe(1);
  expect(masked).not.toContain(key.slice(60, 90));
});

test.for([
  ['Authorization: Bearer 9f8e7d6c5b4a39281706f5e4d3c2b1a0', '9f8e7d6c5b4a39281706f5e4d3c2b1a0'],
  ['api_key = "a1B2c3D4e5F6g7H8i9J0k1L2"', 'a1B2c3D4e5F6g7H8i9J0k1L2'],
  ['https://user:s3cr3tPassw0rd@proxy.example.com', 's3cr3tPassw0rd'],
  [
    'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
    'eyJzdWIiOiIxMjM0NTY3ODkwIn0',
  ],
] as const)('a secret is known by its place: %s', ([text, secret]) => {
  expect(diagnose(text, catalogue).masked).not.toContain(secret);
});

test.for([
  'Incorrect API key provided: sk-proj-****abcd',
  'OPENAI_API_KEY=your-api-key-here',
  'key sk-xxxxxxxxxxxxxxxxxxxxxxxx',
  'request id req_011CYzHd8mQwKf4NtRb2XJsV',
  'claude-sonnet-4-20250514',
])('what is no secret stays: %s', (text) => {
  expect(diagnose(text, catalogue)).toMatchObject({ secrets: [], masked: text });
});

test('wherever a key stands in a text, nothing of its body is in the answer', () => {
  const key = `sk-proj-${BODY}`;
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom(' ', '"', "'", '=', '\n', '`', '(', ': ', '>'),
      fc.string({ maxLength: 60 }),
      (before, mark, after) => {
        const answer = JSON.stringify(
          diagnose(`401 invalid api key ${before}${mark}${key}${mark} ${after}`, catalogue),
        );
        expect(answer).not.toContain(BODY.slice(20, 60));
      },
    ),
    { numRuns: 200 },
  );
});

test.for(['<code>KEY</code>', '[KEY]', 'KEY<br>', 'KEY[0m', '\u001b[1;31mKEY', '[31mKEY', 'KEY... and so on', 'KEY*'])(
  'a whole key is masked also where a bracket or a mark stands right behind it: %s',
  (frame) => {
    const key = `sk-proj-${BODY}`;
    expect(diagnose(`401 with ${frame.replace('KEY', key)}`, catalogue).masked).not.toContain(BODY.slice(0, 20));
  },
);

test('a key that happens to contain a word is a key', () => {
  const key = `sk-proj-${BODY.slice(0, 40)}yourXXXXdemo${BODY.slice(40)}`;
  expect(diagnose(`my key ${key} gives 401`, catalogue).masked).not.toContain(BODY.slice(0, 20));
});

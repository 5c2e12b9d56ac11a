import { expect, test } from 'vitest';
import { diagnose } from '#diagnosis/diagnose.ts';
import { isComparedOnly } from '#diagnosis/read/compared-only.ts';
import { realCatalogue } from '#test/catalogue.ts';

test.for([
  ['the same key works in <curl>, the editor refuses it', true],
  ['coming from <curl>, I get 401', true],
  ['with <curl> (same host) no trouble', true],
  ['用 <curl> 正常，换成编辑器就 401', true],
  ['not only in <curl>, the editor has it as well', true],
  ['<curl> worked until today', false],
  ['<curl> does not work any more', false],
  ['I use <curl> and get 401, the key works elsewhere', false],
  ['in D:\\work\\<curl>\\main.py: 401', false],
  ['<curl> prints 401.\nit works on my phone', false],
] as const)('mentioned for comparison only: %s', ([marked, aside]) => {
  const start = marked.indexOf('<');
  const text = marked.replace(/[<>]/g, '');
  expect(isComparedOnly(text, start, start + 4)).toBe(aside);
});

const catalogue = realCatalogue();

test.for([
  {
    why: 'the one that works has not failed',
    text: 'the same key works in the gemini cli, but my worker says 403 PERMISSION_DENIED from generativelanguage.googleapis.com',
    tool: null,
  },
  {
    why: 'of two that are named alike neither is known to be the one',
    text: 'copilot chat and codex exec on one laptop: 401 Unauthorized',
    tool: null,
  },
  {
    why: 'a program outweighs the library inside of it',
    text: 'SillyTavern, every message: openai.AuthenticationError: Error code: 401 - Incorrect API key provided',
    tool: 'sillytavern',
  },
])('names the tool: $why', ({ text, tool }) => {
  expect(diagnose(text, catalogue).tool).toBe(tool);
});

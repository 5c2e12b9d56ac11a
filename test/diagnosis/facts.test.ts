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

/** As long as the keys of projects are, in the form of nobody's. */
const LONG = 'Kq7Zx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0Gu'.repeat(5);

/** For each fact that shapes alone prove: texts that show it, and near misses that do not. */
const SHAPES: Readonly<Record<string, { readonly shown: readonly string[]; readonly not: readonly string[] }>> = {
  'doubled-version': {
    shown: [
      'POST https://api.openai.com/v1/v1/models 404',
      'POST /v1/v1beta/models failed',
      'POST /chat/completions/chat/completions 404',
      'POST /chat/completions/v1/chat/completions 404',
      'POST /v1/messages/v1/messages',
    ],
    not: ['POST /v1/models 404', 'POST /v1/chat/completions 404', 'v1 and v1beta'],
  },
  'html-body': {
    shown: [
      '<!DOCTYPE html>',
      '<html lang="en">',
      'Unexpected token < in JSON',
      '<title>x</title>',
      'Content-Type: text/html',
    ],
    not: ['{"error": "html is not allowed"}', 'a < b'],
  },
  'empty-key': {
    shown: [
      'Incorrect API key provided: "". You can find',
      'Incorrect API key provided: . You can find',
      'Authorization: Bearer undefined',
      'Authorization: Bearer None',
      'Authorization: Bearer ""',
      'x-api-key: ""',
      'key provided: null',
    ],
    not: ['Incorrect API key provided: sk-abc.', 'Authorization: Bearer sk-abc', 'x-api-key: abc'],
  },
  'key-with-quotes': {
    shown: ['Incorrect API key provided: "sk-abc', 'Authorization: Bearer "sk-abc"', 'provided: "abcd****'],
    not: ['api_key="abc"', 'Incorrect API key provided: sk-abc', 'Authorization: Bearer sk-abc'],
  },
  'bearer-twice': {
    shown: ['Authorization: Bearer Bearer abc', 'bearer: bearer x'],
    not: ['Authorization: Bearer abc'],
  },
  'invisible-character': {
    shown: ['contains U+200B', 'U+FEFF at the start', 'a zero-width space', 'a non-breaking space in it'],
    not: ['contains U+0041', 'a wide space'],
  },
  'key-with-line-break': {
    shown: [
      'OPENAI_API_KEY="sk-abcdef\\n"',
      `OPENAI_API_KEY="${LONG}\\n"`,
      `Illegal header value b'Bearer ${LONG}\\n'`,
      "Bearer abcdef\\r'",
      'key=abc%0A"',
      'token: "abc%0d"',
      '{"apiKey": "sk-abc\\n"}',
    ],
    not: ['OPENAI_API_KEY="sk-abcdef"', 'line one\\n"line two"', 'key is wrong\nsee "docs"', 'the key of a "line\\n"'],
  },
  'key-with-space': {
    shown: [
      'api_key=" abc"',
      "token: '  abc'",
      '"apiKey": " sk-abc"',
      'Bearer abcdef "',
      'Bearer sk-abcdef  "',
      `{"apiKey": "${LONG} "}`,
    ],
    not: ['api_key="abc"', "token: 'abc'", 'Bearer abcdef"', 'api_key="     abc"', 'key is wrong "'],
  },
  'masked-key': { shown: ['Incorrect API key provided: sk-proj-****abcd.'], not: ['Incorrect API key provided.'] },
  'reads-like-changelog': {
    shown: ['fix(auth): trim the key', '## [1.2.3] - 2026-01-01\n- fixed the key', 'Refuse empty keys, closes #12'],
    not: ['fix: "invalid key" error', 'Error: invalid key'],
  },
  'reads-like-docs': { shown: ['| --- | --- |\n| 401 | invalid key |', '**Q: why 401?**'], not: ['401 invalid key'] },
  'local-host': {
    shown: [
      'POST http://localhost:11434/v1 401',
      'http://192.168.1.5:4000/v1 401',
      'http://172.16.0.1/v1 401',
      'http://10.0.0.7/v1',
    ],
    not: ['POST https://api.openai.com/v1 401', 'http://172.32.0.1/v1', 'http://193.168.1.5/v1'],
  },
  'custom-base-url': {
    shown: [
      'OPENAI_BASE_URL=https://relay.example/v1',
      'base_url: "https://api.groq.com/openai/v1" OPENAI_API_BASE=https://api.groq.com',
    ],
    not: ['OPENAI_BASE_URL=https://api.openai.com/v1', 'see https://relay.example/v1'],
  },
  'reads-like-code': {
    shown: ['import os\nfrom openai import OpenAI\nclient = OpenAI(api_key="x")\nprint(client.models.list())'],
    not: ['import failed\nwhy is that?\nit says 401\nand nothing else'],
  },
};

test.for(Object.entries(SHAPES))(
  '%s is read from each of its shapes and from no near miss',
  ([name, { shown, not }]) => {
    expect(shown.filter((text) => !factsOf(text).includes(name))).toEqual([]);
    expect(not.filter((text) => factsOf(text).includes(name))).toEqual([]);
  },
);

import { expect, test } from 'vitest';
import { diagnoseCommand } from '#commands/diagnose.ts';
import type { Io } from '#commands/io.ts';
import { drawnPicture } from '#test/pictures/drawn.ts';
import { emptyPng } from '#test/pictures/hostile.ts';

async function run(
  argv: readonly string[],
  input: string | Uint8Array,
): Promise<{ status: number; out: string; error: string }> {
  let out = '';
  let error = '';
  async function* stdin() {
    yield input;
  }
  const io: Io = {
    stdin: stdin(),
    out: (text) => (out += text),
    error: (text) => (error += text),
    env: {},
    columns: 80,
    colour: false,
  };
  const status = await diagnoseCommand(argv, io);
  return { status, out, error };
}

const PASTE = `hi, claude stopped working\nAPI Error: 401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"},"request_id":"req_011CYzHd8mQwKf4NtRb2XJsV"}`;

test('people read what failed, whose API, why, and the steps, within 80 columns', async () => {
  const { status, out } = await run([], PASTE);
  expect(status).toBe(0);
  expect(out).toMatch(/^(?:Probably: )?Anthropic doesn.t recognize the key that was sent\./);
  expect(out).toContain('Do this first: ');
  expect(out).toContain('Anthropic');
  expect(out).toContain('Claude Code');
  expect(out).toContain('invalid x-api-key');
  expect(out).toMatch(/\n1\. /);
  expect(out).not.toMatch(/\d ?%/);
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('--json prints the documented object; evidence quotes what stands at its offsets', async () => {
  const { out } = await run(['--json'], PASTE);
  const answer = JSON.parse(out) as {
    evidence: { quote: string; start: number; end: number }[];
    checklist: { steps: object[] };
  };
  expect(Object.keys(answer)).toEqual([
    'speak',
    'kind',
    'provider',
    'tool',
    'refused_by',
    'confidence',
    'alternatives',
    'http_status',
    'request_id',
    'evidence',
    'secrets',
    'masked',
    'checklist',
  ]);
  expect(answer).toMatchObject({
    speak: true,
    kind: 'key_invalid',
    provider: 'anthropic',
    tool: 'claude-code',
    http_status: 401,
    request_id: 'req_011CYzHd8mQwKf4NtRb2XJsV',
    secrets: [],
    masked: PASTE,
  });
  for (const { quote, start, end } of answer.evidence) expect(quote).toBe(PASTE.slice(start, end));
  expect(answer.checklist.steps[0]).toMatchObject({
    id: expect.any(String),
    goal: expect.any(String),
    good: expect.any(String),
    bad: expect.any(String),
    fix: expect.any(String),
  });
});

test('--jsonl answers line by line in order, names a bad line and goes on', async () => {
  const { status, out } = await run(
    ['--jsonl'],
    '{"id":"a","text":"429 Too Many Requests"}\nnonsense\n{"id":7,"text":""}\n',
  );
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ id }) => id)).toEqual(['a', null, 7]);
  expect(lines[1]).toEqual({ id: null, error: 'line 2: is not JSON' });
  expect(status).toBe(1);
});

test.for([
  ['an empty paste', '', /no text/],
  ['blanks only', ' \n\t ', /no text/],
  ['binary', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1]), /binary/],
  ['more than the limit', new Uint8Array(17 * 1024 * 1024).fill(97), /limit/],
] as const)('%s is refused with one line', async ([, input, message]) => {
  const { status, out, error } = await run([], input);
  expect([status, out]).toEqual([1, '']);
  expect(error).toMatch(message);
  expect(error.trim().split('\n').length).toBe(1);
});

test.for([
  [
    'five megabytes of log',
    `${'2026-01-01 INFO worker done in 12 ms id=4711\n'.repeat(120_000)}openai.RateLimitError: Error code: 429 - insufficient_quota`,
    'credits_exhausted',
  ],
  ['a lone surrogate', 'Error 401 \ud800 invalid api key', 'key_invalid'],
  ['deeply nested JSON', `${'{"error":'.repeat(20_000)}"insufficient_quota"`, 'credits_exhausted'],
  [
    'bait for regular expressions',
    `401 invalid api key ${'a'.repeat(60_000)}! ${'key key '.repeat(20_000)}`,
    'key_invalid',
  ],
] as const)('%s is answered within a second', async ([, text, kind]) => {
  const before = performance.now();
  const { out } = await run(['--json'], text);
  expect((JSON.parse(out) as { kind: string }).kind).toBe(kind);
  // A guard against catastrophe, ten times what it takes; no measurement.
  expect(performance.now() - before).toBeLessThan(5000);
});

test('UTF-16 from a Windows pipe is read', async () => {
  const bytes = Buffer.concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from('Error 429 Too Many Requests from openai', 'utf16le'),
  ]);
  expect(JSON.parse((await run(['--json'], bytes)).out)).toMatchObject({ kind: 'rate_limited' });
});

test('a file that is not there is named', async () => {
  const { status, error } = await run(['/no/such/file'], '');
  expect([status, error]).toEqual([1, '/no/such/file: file not found\n']);
});

test('--why shows what fired with its weight', async () => {
  const { out } = await run(['--why'], PASTE);
  expect(out).toMatch(/strong .*anthropic\/invalid-x-api-key: key_invalid, anthropic/);
  expect(out).toContain('Kinds by signatures: key_invalid');
});

test.for(['--why', '--json', '--jsonl'])(
  'what stands in a paste does not command the terminal that %s prints to',
  async (option) => {
    const paste = 'HTTP 401\u001b[2J \u009b31m Incorrect API key\u202e provided https://api.openai.com/v1/v1\u0007';
    const { status, out } = await run(
      [option],
      option === '--jsonl' ? JSON.stringify({ id: '\u009b', text: paste }) : paste,
    );
    expect(status).toBe(0);
    expect(out).toContain('wrong_endpoint');
    expect(out).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  },
);

test('a screenshot is read, and the answer says so', { timeout: 30_000 }, async () => {
  const picture = await drawnPicture(['$ claude', 'API Error: 401 invalid x-api-key, authentication_error']);
  const { status, out } = await run([], picture);
  expect(status).toBe(0);
  expect(out).toMatch(/^Read from your screenshot\.\n\n.*Anthropic/);
});

test('--json says how sure the reading of a screenshot is, and holds nothing of a key in it', {
  timeout: 30_000,
}, async () => {
  const picture = await drawnPicture([
    'OPENAI_API_KEY=sk-proj-Kq7Wm2Xv9Rt4Bn8Lp3Zd6Hs5Jf',
    'Error code: 401 - invalid_api_key',
  ]);
  const { out } = await run(['--json'], picture);
  expect(JSON.parse(out)).toMatchObject({ kind: expect.any(String), picture: { key_like: true } });
  expect(out).not.toMatch(/Kq7Wm2|Rt4Bn8|Zd6Hs5/);
});

test('a picture that is too large is refused in words', async () => {
  const { status, out, error } = await run([], emptyPng(30_000, 30_000));
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(error).toMatch(/^This picture is too large for me to read\. Please paste the error as text/);
});

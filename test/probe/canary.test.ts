import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Io } from '#commands/io.ts';
import { keycheckCommand } from '#commands/keycheck/keycheck.ts';

/** Found again wherever it gets out; a third of it is enough. */
const CANARY = 'sk-CANARYq7Zx2Wm9Rt4CANARYp6Lc1Vn8Bd3CANARYHs5Jf0Gu';
const PIECES = ['CANARY', Buffer.from(CANARY).toString('base64').slice(4, 20), CANARY.slice(-10)];

interface House {
  readonly origin: string;
  readonly target: string;
  readonly seen: string[];
  close(): Promise<void>;
}

async function house(listener: RequestListener): Promise<House> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(JSON.stringify([request.url, request.headers]));
    listener(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((done) => {
      server.closeAllConnections();
      server.close(() => done());
    });
  return { origin: `http://${target}`, target, seen, close };
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener => {
  return (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

/** Every way in which an answer can come back, with the key in it wherever there is room. */
const PATHS: readonly (readonly [name: string, answer: (other: House) => RequestListener])[] = [
  ['success', () => json(200, { data: [{ id: CANARY }] })],
  [
    'refusal that echoes the key',
    () => json(401, { error: { code: 'invalid_api_key', message: `Incorrect API key provided: ${CANARY}` } }),
  ],
  ['refusal with the key in its code', () => json(401, { error: { code: CANARY, type: CANARY } })],
  ['no credit', () => json(402, { error: CANARY })],
  ['rate limit', () => json(429, { error: CANARY }, { 'retry-after': '1', 'x-request-id': CANARY })],
  ['server error', () => json(500, { stack: CANARY })],
  ['redirect with the key', (other) => json(302, {}, { location: `${other.origin}/?key=${CANARY}` })],
  [
    'web page',
    () => (_request, response) =>
      response.writeHead(403, { 'content-type': 'text/html' }).end(`<html>${CANARY}</html>`),
  ],
  [
    'broken JSON',
    () => (_request, response) =>
      response.writeHead(401, { 'content-type': 'application/json' }).end(`{"error":"${CANARY}`),
  ],
  ['request id from the key', () => json(200, { data: [] }, { 'x-request-id': CANARY.slice(0, 20) })],
  ['cut connection', () => (request) => request.socket.destroy()],
  ['no HTTP', () => (request) => request.socket.end(`${CANARY}\r\n\r\n`)],
  ['too large', () => json(200, { data: CANARY.repeat(10_000) })],
];

let folder = '';
let printed = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keymedic-canary-'));
  printed = '';
  const keep = (chunk: unknown) => {
    printed += String(chunk);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  for (const method of ['log', 'info', 'debug', 'warn', 'error', 'trace'] as const)
    vi.spyOn(console, method).mockImplementation(
      (...all) => void keep(inspect(all, { depth: null, showHidden: true })),
    );
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function run(argv: readonly string[], entered: string, env: Record<string, string> = {}): Promise<number> {
  const keep = (text: string) => void (printed += text);
  const io: Io = {
    stdin: Readable.from([Buffer.from(entered)]),
    out: keep,
    error: keep,
    env: { DATA_DIR: folder, SECRET_KEY: 'operator', ...env },
    columns: 80,
    colour: false,
  };
  return keycheckCommand(argv, io);
}

function written(): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
}

/** The pieces of the key that stand in one of the texts. */
function leaks(...texts: readonly string[]): readonly string[] {
  return PIECES.filter((piece) => texts.some((text) => text.includes(piece)));
}

describe('the canary key gets out nowhere', () => {
  test.for(PATHS)('%s', async ([, answer]) => {
    const other = await house(json(200, {}));
    const chosen = await house(answer(other));
    const env = { KEYCHECK_ALLOW: `${chosen.target},${other.target}` };
    for (const argv of [['--json'], []])
      await run(
        [...argv, '--provider', 'openai', '--base-url', `${chosen.origin}/v1`, '--model', 'some-model'],
        CANARY,
        env,
      );
    await chosen.close();
    await other.close();
    expect(chosen.seen.join('')).toContain(CANARY);
    expect(other.seen).toEqual([]);
    expect(written()).toContain('"fingerprint"');
    expect(leaks(printed, written())).toEqual([]);
  });

  test.for([
    `${CANARY}\u200b`,
    `${CANARY} ${CANARY}x`,
    `"${CANARY}`,
    `Bearer ${CANARY}…`,
    `https://api.openai.com/${CANARY}`,
    `{"private_key":"${CANARY}"}`,
    `${CANARY}é`,
    `$${CANARY}`,
    CANARY.repeat(200),
  ])('a wrongly entered one: %s', async (entered) => {
    await run(['--provider', 'openai'], entered.slice(0, 9000), {});
    expect(leaks(printed, written())).toEqual([]);
  });

  test.for([
    [['--key', CANARY]],
    [[`--key=${CANARY}`]],
    [['--api-key', CANARY]],
    [[CANARY]],
    [[`--${CANARY}`]],
    [['-k', CANARY]],
    [['--provider', CANARY]],
    [[`--provider=${CANARY}`]],
    [['--model', CANARY]],
    [['--base-url', `https://u:${CANARY}@api.openai.com/v1`]],
    [['--base-url', `https://api.openai.com/v1?key=${CANARY}`]],
    [['--from-env', CANARY]],
    [['--unknown', CANARY]],
  ])('one in the arguments: %j', async ([argv = []]) => {
    expect(await run(argv, CANARY)).toBe(2);
    expect(leaks(printed, written())).toEqual([]);
  });

  test('a whole process at debug level', async () => {
    const chosen = await house(
      json(401, { error: { code: 'invalid_api_key', message: `Incorrect API key provided: ${CANARY}` } }),
    );
    const script = `import { keycheckCommand } from '#commands/keycheck/keycheck.ts';
      import { processIo } from '#commands/io.ts';
      process.exitCode = await keycheckCommand(process.argv.slice(1), processIo());`;
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        script,
        '--',
        '--json',
        '--provider',
        'openai',
        '--base-url',
        `${chosen.origin}/v1`,
      ],
      {
        cwd: join(import.meta.dirname, '..', '..'),
        env: {
          ...process.env,
          DATA_DIR: folder,
          KEYCHECK_ALLOW: chosen.target,
          NODE_DEBUG: 'undici,fetch,http,https,net,tls,dns,stream',
          DEBUG: '*',
        },
      },
    );
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stdin.end(CANARY);
    const status = await new Promise((done) => child.on('close', done));
    await chosen.close();
    expect(chosen.seen.join('')).toContain(CANARY);
    expect(status).toBe(1);
    expect(text).toContain('"verdict": "rejected"');
    expect(leaks(text, written())).toEqual([]);
  });
});

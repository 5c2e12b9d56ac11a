import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { openSender, type Sender } from '#probe/send.ts';
import type { Ask, ProbeReply } from '#probe/types.ts';
import { SecretKey } from '#secret-key.ts';

const KEY = new SecretKey('sk-CANARYCANARY0123456789abcdefghij');
const REQUEST_IDS = ['x-request-id', 'cf-ray'];
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(
    () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function sender(origin: string, timeoutMs = 1000): Sender {
  const opened = openSender({ allowed: new Set([new URL(origin).host]), requestIdHeaders: REQUEST_IDS, timeoutMs });
  closers.unshift(opened.close);
  return opened;
}

function ask(origin: string, change: Partial<Ask> = {}): Ask {
  return {
    method: 'GET',
    url: new URL('/v1/models', origin),
    headers: { accept: 'application/json', 'user-agent': 'keymedic/1.2.3' },
    body: null,
    key: { in: 'header', name: 'authorization', scheme: 'Bearer' },
    ...change,
  };
}

async function reply(listener: RequestListener, timeoutMs?: number, change?: Partial<Ask>): Promise<ProbeReply> {
  const origin = await serve(listener);
  return sender(origin, timeoutMs).send(ask(origin, change), KEY);
}

test('sends the key in its header and nowhere else, under an honest name', async () => {
  let seen = '';
  let headers: Record<string, unknown> = {};
  await reply((request, response) => {
    seen = request.url ?? '';
    headers = request.headers;
    response.end('{}');
  });
  expect(seen).toBe('/v1/models');
  expect(headers).toMatchObject({ authorization: `Bearer ${KEY.reveal()}`, 'user-agent': 'keymedic/1.2.3' });
  const others = Object.entries(headers).filter(([name]) => name !== 'authorization');
  expect(JSON.stringify(others)).not.toContain('CANARY');
});

test('sends a raw key where there is no scheme, and a form field where that is wanted', async () => {
  let raw: unknown;
  await reply(
    (request, response) => {
      raw = request.headers['x-api-key'];
      response.end('{}');
    },
    1000,
    { key: { in: 'header', name: 'x-api-key', scheme: null } },
  );
  expect(raw).toBe(KEY.reveal());
  let body = '';
  let header: unknown = 'none';
  await reply(
    (request, response) => {
      header = request.headers.authorization;
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.end('{}'));
    },
    1000,
    { method: 'POST', key: { in: 'form', field: 'credentials' } },
  );
  expect(body).toBe(`credentials=${KEY.reveal()}`);
  expect(header).toBeUndefined();
});

test('does not follow a redirect, also not on the same host', async () => {
  const paths: (string | undefined)[] = [];
  const got = await reply((request, response) => {
    paths.push(request.url);
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  expect(got).toMatchObject({ type: 'answer', status: 307 });
  expect(paths).toEqual(['/v1/models']);
});

test('stops at 256 KB, announced or not', async () => {
  const big = 'x'.repeat(300_000);
  expect(await reply((_request, response) => response.end(big))).toMatchObject({ type: 'failed', stage: 'too-large' });
  const chunked: RequestListener = (_request, response) => {
    for (let at = 0; at < 10; at += 1) response.write(big.slice(0, 30_000));
    response.end();
  };
  expect(await reply(chunked)).toMatchObject({ type: 'failed', stage: 'too-large' });
  expect(await reply((_request, response) => response.end('x'.repeat(250_000)))).toMatchObject({ type: 'answer' });
});

test('the time counts for the whole answer, also where it drips', async () => {
  const began = performance.now();
  const got = await reply((_request, response) => {
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  }, 200);
  expect(got).toMatchObject({ type: 'failed', stage: 'timeout' });
  expect(performance.now() - began).toBeLessThan(1500);
});

test('a closed port, a cut connection and nonsense are told apart', async () => {
  const origin = await serve(() => undefined);
  await closers.splice(0)[0]?.();
  expect(await sender(origin).send(ask(origin), KEY)).toMatchObject({ type: 'failed', stage: 'connect' });
  expect(await reply((request) => request.socket.destroy())).toMatchObject({ type: 'failed', stage: 'reset' });
  expect(await reply((request) => request.socket.end('SSH-2.0-nonsense\r\n'))).toMatchObject({
    type: 'failed',
    stage: 'protocol',
  });
});

test('an unasked compressed answer is not read', async () => {
  const got = await reply((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end(gzipSync('{"data":[]}'));
  });
  expect(got).toMatchObject({ type: 'answer', status: 200, text: '' });
});

test('the key is cut from the answer, and a request id that holds it is dropped', async () => {
  const got = await reply((_request, response) => {
    response.writeHead(401, { 'x-request-id': KEY.reveal().slice(0, 14) });
    response.end(`{"error":"Incorrect API key: ${KEY.reveal()} / ${KEY.reveal().slice(4, 20)}"}`);
  });
  expect(got).toMatchObject({ type: 'answer', requestId: null });
  expect(JSON.stringify(got)).not.toContain('CANARY');
});

test('a request id is taken from the headers in their order, if it looks like one', async () => {
  const withIds = (ids: Record<string, string>) =>
    reply((_request, response) => response.writeHead(200, ids).end('{}'));
  expect(await withIds({ 'cf-ray': '8c1-FRA', 'x-request-id': 'req_1' })).toMatchObject({ requestId: 'req_1' });
  expect(await withIds({ 'cf-ray': '8c1-FRA' })).toMatchObject({ requestId: '8c1-FRA' });
  expect(await withIds({ 'x-request-id': '<b>no</b>' })).toMatchObject({ requestId: null });
});

test.for([
  [-1, 'answer'],
  [0, 'answer'],
  [1, 'failed'],
] as const)('an answer %i bytes off the limit of its size: %s', async ([off, type]) => {
  const LIMIT = 256 * 1024;
  const got = await reply((_request, response) => response.end('x'.repeat(LIMIT + off)));
  expect(got).toMatchObject(type === 'answer' ? { type, text: 'x'.repeat(LIMIT + off) } : { type, stage: 'too-large' });
  // In pieces, without being announced.
  const inPieces = await reply((_request, response) => {
    response.write('x'.repeat(LIMIT));
    response.end('x'.repeat(Math.max(0, off)));
  });
  expect(inPieces.type).toBe(type);
});

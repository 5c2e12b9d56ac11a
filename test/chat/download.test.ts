import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { download } from '#chat/download.ts';

let server: Server;
let origin = '';
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    if (pathname === '/moved') return void response.writeHead(302, { location: '/stolen' }).end();
    if (pathname === '/missing') return void response.writeHead(404).end('no');
    return void response.end(numbered(Number(searchParams.get('length'))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

/** Bytes of which each tells its place. */
function numbered(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_nothing, index) => index % 251));
}

const load = (path: string, keep: number) => download(`${origin}${path}`, { allowed: () => true, keep });

describe('a download', () => {
  test.for([0, 1, 99, 100])('of %i bytes, where 100 are kept, is whole', async (length) => {
    const found = await load(`/file?length=${length}`, 100);
    expect(found?.whole).toBe(true);
    expect(Buffer.from(found?.head ?? [])).toEqual(numbered(length));
    expect(found?.tail).toHaveLength(0);
  });

  test.for([101, 149, 150, 151, 1_000_000])('of %i bytes keeps its beginning and its end', async (length) => {
    const found = await load(`/file?length=${length}`, 100);
    const all = numbered(length);
    expect(found?.whole).toBe(false);
    expect(Buffer.from(found?.head ?? [])).toEqual(all.subarray(0, 50));
    expect(Buffer.from(found?.tail ?? [])).toEqual(all.subarray(-50));
  });

  test('that is refused, moved or of no address is none', async () => {
    expect(await load('/missing', 100)).toBeNull();
    expect(await load('/moved', 100)).toBeNull();
    expect(asked).not.toContain('/stolen');
    expect(await download('no address', { allowed: () => true, keep: 100 })).toBeNull();
  });

  test('from a host that is not allowed is not tried', async () => {
    expect(await download(`${origin}/secret`, { allowed: () => false, keep: 100 })).toBeNull();
    expect(asked).not.toContain('/secret');
  });
});

import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { buildConnector } from 'undici';
import { expect, test } from 'vitest';
import { guardedConnector, type Resolve } from '#probe/guard.ts';
import { openSender } from '#probe/send.ts';
import { SecretKey } from '#secret-key.ts';
import { openBench, testKnowledge } from '#test/fakes/providers/check.ts';

const TARGET = { hostname: 'relay.some-shop.com', host: 'relay.some-shop.com', protocol: 'https:', port: '443' };
const NOWHERE: buildConnector.connector = (_options, callback) => callback(new Error('stop here'), null);

/** Gives one answer after the other, the last one again and again. */
function changing(...answers: readonly (readonly string[])[]): { resolve: Resolve; asked: () => number } {
  let asked = 0;
  return {
    resolve: async () => {
      asked += 1;
      return answers[Math.min(asked, answers.length) - 1] ?? [];
    },
    asked: () => asked,
  };
}

async function dial(
  resolve: Resolve,
  allowed: readonly string[] = [],
): Promise<{ error: Error | null; dialled: buildConnector.Options[] }> {
  const dialled: buildConnector.Options[] = [];
  const connect: buildConnector.connector = (options, callback) => {
    dialled.push(options);
    NOWHERE(options, callback);
  };
  const connector = guardedConnector({ allowed: new Set(allowed), resolve, connect, connectTimeoutMs: 100 });
  const error = await new Promise<Error | null>((done) => connector(TARGET, (...[failed]) => done(failed)));
  return { error, dialled };
}

test('the address that was checked is the one that is dialled, under the name for the certificate', async () => {
  const { resolve, asked } = changing(['93.184.216.34'], ['127.0.0.1']);
  const { dialled } = await dial(resolve);
  expect(dialled.map(({ hostname, servername }) => [hostname, servername])).toEqual([
    ['93.184.216.34', 'relay.some-shop.com'],
  ]);
  expect(asked()).toBe(1);
});

test('every new connection is checked anew: a name that has moved to a private address is refused', async () => {
  const { resolve } = changing(['93.184.216.34'], ['127.0.0.1']);
  await dial(resolve);
  const { error, dialled } = await dial(resolve);
  expect(error).toMatchObject({ code: 'PRIVATE_ADDRESS' });
  expect(dialled).toEqual([]);
});

test.for([['127.0.0.1'], ['93.184.216.34', '10.0.0.1'], ['::ffff:127.0.0.1'], ['fe80::1%eth0'], ['169.254.169.254']])(
  'a name that leads to %s is refused',
  async (addresses) => {
    const { error, dialled } = await dial(async () => addresses);
    expect(error).toMatchObject({ code: 'PRIVATE_ADDRESS' });
    expect(dialled).toEqual([]);
  },
);

test('a name without any address is not found', async () => {
  const { error } = await dial(async () => []);
  expect(error).toMatchObject({ code: 'ENOTFOUND' });
});

test('an allowed target may lead to a private address, at its own port only', async () => {
  expect((await dial(async () => ['10.0.0.9'], ['relay.some-shop.com:443'])).dialled).toHaveLength(1);
  expect((await dial(async () => ['10.0.0.9'], ['relay.some-shop.com:8443'])).dialled).toHaveLength(0);
});

test('a whole request to a name that leads home never reaches the server there', async () => {
  const sockets: Socket[] = [];
  const server = createServer((_request, response) => response.end('{}')).on('connection', (socket) =>
    sockets.push(socket),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const sender = openSender({
    allowed: new Set(),
    requestIdHeaders: [],
    resolve: async () => ['127.0.0.1'],
    timeoutMs: 1000,
  });
  const ask = {
    method: 'GET' as const,
    headers: {},
    body: null,
    key: { in: 'header' as const, name: 'authorization', scheme: 'Bearer' },
  };
  const key = new SecretKey('sk-CANARY-0123456789abcdef');
  const byName = await sender.send({ ...ask, url: new URL('https://relay.some-shop.com/v1/models') }, key);
  const byAddress = await sender.send({ ...ask, url: new URL(`http://127.0.0.1:${port}/v1/models`) }, key);
  await sender.close();
  await new Promise<void>((done) => server.close(() => done()));
  expect(byName).toMatchObject({ type: 'failed', stage: 'private-address' });
  expect(byAddress).toMatchObject({ type: 'failed', stage: 'private-address' });
  expect(sockets).toEqual([]);
});

test('a name that leads to a private address is answered like one that leads nowhere', async () => {
  const { knowledge, defaults } = testKnowledge();
  const notes = new Set<string>();
  for (const resolve of [
    async () => ['10.0.0.7'],
    async () => ['169.254.169.254', '8.8.8.8'],
    async () => {
      throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    },
    async () => [],
  ]) {
    const bench = openBench(knowledge, defaults, { resolve });
    const check = await bench.check('sk-Kq7Zx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0GuEa7Zx2Wm9Rt4Yp6', {
      baseUrl: 'https://kubernetes.default.svc/v1',
    });
    await bench.prober.close();
    notes.add(JSON.stringify(check));
  }
  expect(notes.size).toBe(1);
});

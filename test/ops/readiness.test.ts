import { afterEach, expect, test } from 'vitest';
import type { ConnectionState } from '#chat/port.ts';
import { type Listener, startListener } from '#ops/listener.ts';
import { type ReadinessParts, readinessOf } from '#ops/readiness.ts';
import { memoryChat } from '#test/fakes/memory/chat.ts';

let listener: Listener | undefined;
afterEach(() => listener?.stop());

const NOTHING = { count: 0, nextAt: null, oldestAt: null };

const NOBODY: ReadinessParts = { chats: [], store: { pending: async () => NOTHING }, isStopping: () => false };

async function ask(parts: Partial<ReadinessParts>, path = '/readyz', method = 'GET') {
  const readiness = readinessOf({ ...NOBODY, ...parts });
  listener = await startListener({ host: '127.0.0.1', port: 0, readiness, metrics: async () => 'up 1\n' });
  const response = await fetch(`${listener.address}${path}`, { method });
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
}

function chat(name: string, state: ConnectionState) {
  return { ...memoryChat(), name, state: () => state };
}

test('it is ready when every chat is connected and the database answers', async () => {
  const { status, text } = await ask({ chats: [chat('slack', 'connected'), chat('discord', 'connected')] });
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({
    ready: true,
    not_ready: [],
    checks: { slack: 'connected', discord: 'connected', database: 'reachable', process: 'running' },
  });
});

test('what is not ready is named', async () => {
  const { status, text } = await ask({
    chats: [chat('slack', 'connecting'), chat('discord', 'stopped')],
    store: { pending: () => Promise.reject(new Error('postgres://user:password@host')) },
    isStopping: () => true,
  });
  expect(status).toBe(503);
  expect(JSON.parse(text)).toMatchObject({ ready: false, not_ready: ['slack', 'discord', 'database', 'process'] });
  expect(text).not.toContain('password');
});

test('a database that does not answer is not waited for, and asked once at a time', async () => {
  let asked = 0;
  const readiness = readinessOf({
    chats: [],
    store: {
      pending() {
        asked += 1;
        return new Promise(() => undefined);
      },
    },
    isStopping: () => false,
  });
  const answers = await Promise.all([readiness(), readiness(), readiness()]);
  expect(answers.map(({ not_ready: wrong }) => wrong)).toEqual([['database'], ['database'], ['database']]);
  expect(asked).toBe(1);
});

test.for([
  ['/healthz', 'GET', 200, 'alive\n'],
  ['/healthz?x=1', 'GET', 200, 'alive\n'],
  ['/healthz', 'HEAD', 200, ''],
  ['/metrics', 'GET', 200, 'up 1\n'],
  ['/metrics', 'POST', 405, 'only GET\n'],
  ['/', 'GET', 404, 'no such page\n'],
  ['/constructor', 'GET', 404, 'no such page\n'],
] as const)('%s by %s is %i', async ([path, method, status, text]) => {
  expect(await ask({}, path, method)).toMatchObject({ status, text });
});

test('a body of megabytes is not waited for, and the next request is answered', async () => {
  const metrics = async () => 'up 1\n';
  listener = await startListener({ host: '127.0.0.1', port: 0, readiness: readinessOf(NOBODY), metrics });
  const { address } = listener;
  const body = new Uint8Array(16 * 1024 * 1024);
  const status = await fetch(`${address}/metrics`, { method: 'POST', body }).then(
    (answer) => answer.status,
    () => 0,
  );
  expect([0, 405]).toContain(status);
  expect(await fetch(`${address}/healthz`).then((answer) => answer.status)).toBe(200);
  const headers = { x: 'x'.repeat(32 * 1024) };
  expect(await fetch(`${address}/healthz`, { headers }).then((answer) => answer.status)).toBe(431);
});

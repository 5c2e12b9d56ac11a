import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '#test/crash/town.ts';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack/server.ts';
import type { Person } from '#test/scenarios/driver.ts';
import { type RunningBot, startBot } from './bot.ts';

const KEY = 'acme_Zq7Kx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0GuEa';
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
/** A check may take 10 s, a second request as long; the rest is for the chat. */
const LIMIT_MS = 25_000;

interface Fault {
  readonly name: string;
  /** What the host does with a connection; null: it takes none. */
  readonly serve: ((socket: Socket) => void) | null;
  readonly scheme?: 'https';
  /** The sentence that the person reads. */
  readonly says: RegExp;
}

const onRequest = (answer: (socket: Socket) => void) => (socket: Socket) =>
  void socket.once('data', () => answer(socket));
const whole = (text: string) => onRequest((socket) => void socket.end(text));
const every = (ms: number, text: string, socket: Socket) => {
  const timer = setInterval(() => socket.write(text), ms);
  socket.on('close', () => clearInterval(timer));
};

const FAULTS: readonly Fault[] = [
  { name: 'refuses connections', serve: null, says: /doesn't accept connections/ },
  { name: 'takes the request and never answers', serve: () => undefined, says: /didn't answer within 10 seconds/ },
  {
    name: 'sends a byte a second',
    serve: onRequest((socket) => {
      socket.write(`${HEAD}\r\n`);
      every(1000, ' ', socket);
    }),
    says: /didn't answer within 10 seconds/,
  },
  {
    name: 'sends without end',
    serve: onRequest((socket) => {
      socket.write(`${HEAD}\r\n{"data":"`);
      every(5, 'x'.repeat(16_384), socket);
    }),
    says: /too large/,
  },
  {
    name: 'sends random bytes',
    serve: whole('\u0000\u0001\ufffd random \u0007 bytes\r\n\r\n'),
    says: /wasn't valid HTTP/,
  },
  {
    name: 'sends a web page',
    serve: whole(
      'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<html><h1>Welcome</h1></html>',
    ),
    says: /web page|not.*API|can't tell/i,
  },
  {
    name: 'sends half a JSON text',
    serve: whole(`${HEAD}connection: close\r\n\r\n{"object":"list","data":[{"id":"gp`),
    says: /can't tell|doesn't know|nothing/i,
  },
  {
    name: 'cuts the connection within the answer',
    serve: onRequest((socket) => {
      socket.write(`${HEAD}content-length: 5000\r\n\r\n{"object":`, () => socket.resetAndDestroy());
    }),
    says: /connection was dropped/,
  },
  {
    name: 'cuts the connection before the answer',
    serve: onRequest((socket) => void socket.resetAndDestroy()),
    says: /connection was dropped/,
  },
  {
    name: 'answers TLS with something else',
    serve: onRequest((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    scheme: 'https',
    says: /certificate|TLS|no proper/i,
  },
];

const servers: Server[] = [];
const sockets = new Set<Socket>();
let slack: FakeSlack;
let bot: RunningBot;
let folder: string;
const hosts: string[] = [];

async function host({ serve }: Fault): Promise<string> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve?.(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  if (serve === null) await new Promise((resolve) => server.close(resolve));
  else servers.push(server);
  return `127.0.0.1:${port}`;
}

beforeAll(async () => {
  for (const fault of FAULTS) hosts.push(await host(fault));
  slack = await startFakeSlack({ transport: 'socket' });
  folder = mkdtempSync(join(tmpdir(), 'keymedic-faults-'));
  bot = await startBot(
    {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      KEYCHECK_ALLOW: hosts.join(','),
      SECRET_KEY: 'the secret of the faults',
    },
    folder,
  );
});

afterAll(async () => {
  await bot.kill();
  await slack.close();
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Somebody who is new, so that checks count for themselves. */
function newcomer(index: number): Person {
  const person = { id: `UF${index}`, name: `Person ${index}` };
  slack.state.users.set(person.id, { ...person, handle: person.id.toLowerCase(), bot: false, deactivated: false });
  return person;
}

test.concurrent.for(FAULTS.map((fault, index) => [fault.name, fault, index] as const))(
  'a provider that %s: nothing is said against the key, within the limit',
  async ([, fault, index], { expect: expects }) => {
    const driver = slack.driver();
    const person = newcomer(index);
    await driver.command(person, 'keycheck');
    await until(() => driver.form(person) !== null);
    const from = Date.now();
    await driver.submit(person, { 'API key': KEY, 'Base URL': `${fault.scheme ?? 'http'}://${hosts[index]}/v1` });
    const result = () => driver.direct(person).at(-1)?.text ?? '';
    await until(() => result() !== '' && !/^Checking/i.test(result()), LIMIT_MS);
    expects(Date.now() - from).toBeLessThan(LIMIT_MS);
    expects(result()).toMatch(/can't tell whether the key is valid/);
    expects(result()).toMatch(fault.says);
    expects(result()).not.toMatch(/rejected|doesn't recognize this key/);
  },
);

test('the operator sees how they ended, and nobody sees the key', async () => {
  expect(await bot.metric('keymedic_key_checks_total{verdict="undecided"}')).toBe(FAULTS.length);
  expect(bot.lines().filter(({ level }) => level >= 50)).toEqual([]);
  expect(bot.output()).not.toContain(KEY);
  expect(await bot.notReady()).toEqual([]);
  expect(await bot.stop()).toBe(0);
});

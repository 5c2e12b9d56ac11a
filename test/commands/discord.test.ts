import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { discordCommand } from '#commands/discord.ts';
import { fakeIo } from './io.ts';

const APP = { id: '100000000000000001', name: 'Keymedic' };
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A Discord that knows the app, or refuses its token. */
async function discord(status: number): Promise<string> {
  let commands = '[]';
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      if (request.method === 'PUT') commands = body;
      response.writeHead(status, { 'content-type': 'application/json' });
      const found = request.url?.endsWith('/applications/@me') === true ? JSON.stringify(APP) : commands;
      response.end(status === 200 ? found : JSON.stringify({ code: 0, message: '401: Unauthorized' }));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
}

const envOf = (apiUrl: string) => ({ DISCORD_TOKEN: 'a.b.c', DISCORD_API_URL: apiUrl });

test('invite prints the link that adds the bot, and nothing else', async () => {
  const { io, out, error } = fakeIo(envOf(await discord(200)));
  expect(await discordCommand(['invite'], io)).toBe(0);
  expect(out()).toMatch(/^https:\/\/discord\.com\/oauth2\/authorize\?client_id=100000000000000001&\S+\n$/);
  expect(error()).toBe('');
});

test('register says that it has registered', async () => {
  const { io, out } = fakeIo(envOf(await discord(200)));
  expect(await discordCommand(['register'], io)).toBe(0);
  expect(out()).toMatch(/registered\.\n$/);
});

test('a token that Discord refuses is one sentence, without the token', async () => {
  const { io, out, error } = fakeIo(envOf(await discord(401)));
  expect(await discordCommand(['invite'], io)).toBe(1);
  expect(out()).toBe('');
  expect(error()).toContain('DISCORD_TOKEN');
  expect(error()).not.toContain('a.b.c');
});

test.for([
  [['--help'], 0],
  [[], 2],
  [['remove'], 2],
  [['invite'], 2],
] as const)('without a token or a known word nothing is asked: %o', async ([argv, status]) => {
  const { io, out, error } = fakeIo();
  expect(await discordCommand(argv, io)).toBe(status);
  expect(status === 0 ? out() : error()).toContain(argv[0] === 'invite' ? 'DISCORD_TOKEN is not set' : 'Usage:');
});

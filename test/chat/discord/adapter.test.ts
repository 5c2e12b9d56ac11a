import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { Events } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { clientFor } from '#chat/discord/client.ts';
import type { Chat } from '#chat/port.ts';
import type { FakeDiscord } from '#test/fakes/discord-server/server.ts';
import { connect, HELP, messagesIn as messages } from './connect.ts';

const REPLY = { tone: 'neutral', title: 'T', text: 'x' } as const;
const OPTIONS = { key: 'k1', again: false, since: 0 };

describe('the start', () => {
  test('says which switch to flip where the intent is not granted', async () => {
    const { start } = await connect({ granted: false, messageContent: true });
    await expect(start()).rejects.toThrow(/switch "Message Content Intent" on; or set DISCORD_MESSAGE_CONTENT=false/);
  });

  test('says where the token comes from where it is refused, without the token', async () => {
    const { start } = await connect({ token: 'a.wrong.token' });
    await expect(start()).rejects.toThrow(/^(?!.*a\.wrong).*Discord does not accept DISCORD_TOKEN/);
  });

  test('registers the commands only when they changed', async () => {
    const { discord, chat, start } = await connect();
    await start();
    const puts = () => discord.calls.filter(({ method }) => method === 'PUT').length;
    expect(puts()).toBe(1);
    await chat.stop();
    const again = await connect({ discord });
    await again.start();
    expect(puts()).toBe(1);
    expect(again.chat.inviteLink()).toMatch(/client_id=100000000000000001.*permissions=\d+/);
  });
});

/** A Discord that knows the app, as the gateway is not asked for it. */
async function registry(status: number) {
  const puts: unknown[] = [];
  let commands: unknown[] = [];
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'PUT') {
      commands = (await json(request)) as unknown[];
      puts.push(commands);
    }
    const found =
      request.url?.endsWith('/applications/@me') === true ? { id: '100000000000000001', name: 'Keymedic' } : commands;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(status === 200 ? found : { code: 0, message: '401: Unauthorized' }));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  const { chat } = await connect({ apiUrl });
  return { chat, puts, close: () => server.close() };
}

describe('registering alone', () => {
  test('needs no connection to the gateway, and tells the invite', async () => {
    const { chat, puts, close } = await registry(200);
    expect([await chat.register(), await chat.register()]).toEqual(['changed', 'unchanged']);
    expect(puts).toHaveLength(1);
    const invite = new URL(chat.inviteLink());
    expect(Object.fromEntries(invite.searchParams)).toMatchObject({
      client_id: '100000000000000001',
      scope: 'bot applications.commands',
    });
    close();
  });

  test('says where the token comes from where it is refused', async () => {
    const { chat, close } = await registry(401);
    await expect(chat.register()).rejects.toThrow(/does not accept DISCORD_TOKEN/);
    close();
  });
});

describe('without the Message Content intent', () => {
  test('what is addressed to the bot arrives, other messages do not', async () => {
    const { driver, turns, start } = await connect({ granted: false });
    await start();
    const { ann } = driver.people;
    await driver.say(ann, { channel: HELP.channel }, 'not for the bot');
    await driver.say(ann, { channel: HELP.channel }, 'for the bot', { mention: true });
    await driver.tell(ann, 'directly');
    await wait(80);
    expect(messages(turns).map(({ text, asked }) => [text, asked])).toEqual([
      ['for the bot', true],
      ['directly', true],
    ]);
  });
});

describe('a connection that is cut', () => {
  test('is one line in the log, and one when it is back, however often it is tried', () => {
    const log: string[] = [];
    const client = clientFor({
      token: 'x',
      apiUrl: null,
      messageContent: false,
      log: (level, event, fields) => void log.push(`${level} ${event} ${JSON.stringify(fields)}`),
    });
    const cut = () => {
      for (let attempt = 0; attempt < 5; attempt += 1) client.emit(Events.ShardReconnecting, 0);
    };
    cut();
    client.emit(Events.ShardResume, 0, 3);
    cut();
    client.emit(Events.ShardReady, 0, undefined);
    expect(log).toEqual([
      'warn discord is cut off; connecting again {"shard":0}',
      'info discord is connected again {"shard":0}',
      'warn discord is cut off; connecting again {"shard":0}',
      'info discord is connected again {"shard":0}',
    ]);
  });

  test('resumes without a lost message', async () => {
    const { discord, driver, turns, start } = await connect();
    await start();
    const { ann } = driver.people;
    await driver.say(ann, { channel: HELP.channel }, 'before');
    discord.gateway.cut();
    await driver.say(ann, { channel: HELP.channel }, 'while cut off');
    const until = Date.now() + 8000;
    while (messages(turns).length < 2 && Date.now() < until) await wait(20);
    expect(messages(turns).map(({ text }) => text)).toEqual(['before', 'while cut off']);
  });
});

describe('what cannot be delivered', () => {
  async function post(prepare: (discord: FakeDiscord) => void, to: Parameters<Chat['post']>[0]) {
    const { discord, chat, log, start } = await connect();
    await start();
    prepare(discord);
    return { delivery: await chat.post(to, REPLY, OPTIONS), discord, chat, log };
  }

  test('closed direct messages are remembered, and not asked again', async () => {
    const ann = { chat: 'discord', tenant: '', id: '100000000000000011' };
    const { delivery, discord, chat } = await post(({ guild }) => guild.closed.add(ann.id), ann);
    expect(delivery).toMatchObject({ type: 'failed', reason: 'dm-closed' });
    const calls = discord.calls.length;
    expect(await chat.post(ann, REPLY, OPTIONS)).toMatchObject({ type: 'failed', reason: 'dm-closed' });
    expect(discord.calls).toHaveLength(calls);
  });

  test('a missing permission is one line that says where and what to give', async () => {
    const { delivery, log } = await post(({ guild }) => guild.denied.add(`${HELP.channel}:send`), HELP);
    expect(delivery).toMatchObject({ type: 'failed', reason: 'forbidden' });
    const lines = log.filter((line) => line.includes('Send Messages'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(HELP.channel);
  });

  test('direct messages of a person are opened once', async () => {
    const ann = { chat: 'discord', tenant: '', id: '100000000000000011' };
    const { discord, chat } = await post(() => undefined, ann);
    await chat.post(ann, REPLY, { ...OPTIONS, key: 'k2' });
    expect(discord.calls.filter(({ path }) => path === '/users/@me/channels')).toHaveLength(1);
    expect(discord.guild.messages).toHaveLength(2);
  });

  test('a short rate limit is waited for, and people see the message once', async () => {
    const { delivery, discord } = await post(({ faults }) => void faults.push('rate-limited'), HELP);
    expect(delivery).toMatchObject({ type: 'delivered' });
    expect(discord.guild.messages).toHaveLength(1);
  });

  test('a short wait for a rate limit is told, a long one is not: the outbox waits for that', async () => {
    const waits: number[] = [];
    const { discord, chat, start } = await connect({ onWait: (ms) => void waits.push(ms) });
    await start();
    discord.faults.push('rate-limited-long');
    await chat.post(HELP, REPLY, OPTIONS);
    expect(waits).toEqual([]);
    discord.faults.push('rate-limited');
    await chat.post({ ...HELP, channel: '100000000000000022' }, REPLY, { ...OPTIONS, key: 'k2' });
    expect(waits).toEqual([250]);
  });

  test('a long rate limit is left to the outbox', async () => {
    const { delivery } = await post(({ faults }) => void faults.push('rate-limited-long'), HELP);
    expect(delivery).toMatchObject({ type: 'later', afterMs: 30_050, why: 'rate-limited' });
  });

  test.for(['server-error', 'cut-connection'] as const)('%s is tried again later', async (fault) => {
    const { delivery } = await post(({ faults }) => void faults.push(fault), HELP);
    expect(delivery).toMatchObject({ type: 'later' });
  });

  test('a channel that is gone is gone', async () => {
    const { delivery } = await post(() => undefined, { ...HELP, channel: '100000000000000999' });
    expect(delivery).toMatchObject({ type: 'failed', reason: 'gone' });
  });

  test('no line of the log holds what was sent or the token', async () => {
    const { log, discord } = await post(({ faults }) => void faults.push('server-error'), HELP);
    expect(log.join('\n')).not.toContain(discord.token);
    expect(log.join('\n')).not.toContain('"content"');
  });
});

test('a message that the bot may not delete is asked for once, and the log says what to give', async () => {
  const { discord, chat, driver, log, start } = await connect({ leak: 'delete' });
  await start();
  const id = await driver.say(driver.people.ann, { channel: HELP.channel }, 'a key');
  discord.guild.denied.add(`${HELP.channel}:manage`);
  expect(await chat.redact({ place: HELP, id })).toBe(false);
  expect(await chat.redact({ place: HELP, id })).toBe(false);
  expect(discord.calls.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  expect(log.filter((line) => line.includes('Manage Messages'))).toHaveLength(1);
});

test('a message that is gone already counts as deleted', async () => {
  const { chat, start } = await connect({ leak: 'delete' });
  await start();
  expect(await chat.redact({ place: HELP, id: '100000000000000999' })).toBe(true);
});

test('the same message sent twice is seen once', async () => {
  const { discord, chat, start } = await connect();
  await start();
  const first = await chat.post(HELP, REPLY, OPTIONS);
  const second = await chat.post(HELP, REPLY, { ...OPTIONS, again: true, since: Date.now() });
  expect(second).toEqual(first);
  // After the nonce is forgotten the bot looks for what it has sent.
  const kept = discord.guild.messages[0];
  if (kept !== undefined) Object.assign(kept, { nonce: null });
  const third = await chat.post(HELP, REPLY, { ...OPTIONS, again: true, since: Date.now() - 130_000 });
  expect(third).toEqual(first);
  expect(discord.guild.messages).toHaveLength(1);
});

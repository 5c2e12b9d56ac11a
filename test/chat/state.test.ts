import { afterEach, describe, expect, test } from 'vitest';
import type { Chat, ConnectionState } from '#chat/port.ts';
import { openSlack } from '#chat/slack/adapter.ts';
import { freePort } from '#test/fakes/free-port.ts';
import { startFakeSlack } from '#test/fakes/slack/server.ts';
import { connect } from './discord/connect.ts';

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.stop();
});

async function openSlackChat(transport: 'socket' | 'http') {
  const slack = await startFakeSlack({ transport });
  open.push({ stop: () => slack.close() });
  const chat = openSlack({
    botToken: slack.botToken,
    appToken: transport === 'socket' ? slack.appToken : null,
    signingSecret: slack.signingSecret,
    port: await freePort(),
    apiUrl: slack.apiUrl,
    watch: 'all',
    staffChannel: null,
    staffGroup: null,
    log: () => undefined,
  });
  open.push(chat);
  return { slack, chat };
}

async function becomes(chat: Chat, state: ConnectionState): Promise<void> {
  const until = Date.now() + 15_000;
  while (chat.state() !== state) {
    if (Date.now() > until) throw new Error(`it is ${chat.state()}, not ${state}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a chat says how its connection stands', () => {
  test.for(['socket', 'http'] as const)('slack over %s, from start to stop', async (transport) => {
    const { chat } = await openSlackChat(transport);
    expect(chat.state()).toBe('stopped');
    const started = chat.start(async () => undefined);
    expect(chat.state()).toBe('connecting');
    await started;
    expect(chat.state()).toBe('connected');
    await chat.stop();
    expect(chat.state()).toBe('stopped');
  });

  test('slack whose socket is cut connects again', async () => {
    const { slack, chat } = await openSlackChat('socket');
    await chat.start(async () => undefined);
    slack.socket?.cut();
    await becomes(chat, 'connecting');
    await becomes(chat, 'connected');
  });

  test('slack that cannot be reached, has trouble or refuses is tried again until it is there', async () => {
    const { slack, chat } = await openSlackChat('socket');
    await chat.start(async () => undefined);
    const method = 'apps.connections.open';
    slack.faults.next(method, { how: 'cut-connection', done: false });
    slack.faults.next(method, { how: 'refused', error: 'internal_error' });
    slack.faults.next(method, { how: 'server-error' });
    slack.faults.next(method, { how: 'refused', error: 'invalid_auth' });
    slack.faults.next(method, { how: 'rate-limited', afterSeconds: 1 });
    slack.socket?.cut();
    await becomes(chat, 'connecting');
    await becomes(chat, 'connected');
    expect(slack.wire.count(method)).toBe(7);
  });

  test('a socket of slack that is half-open is noticed', async () => {
    const { slack, chat } = await openSlackChat('socket');
    await chat.start(async () => undefined);
    slack.socket?.freeze();
    await becomes(chat, 'connecting');
  });

  test('discord, from start to stop, with a cut between', async () => {
    const { discord, chat, start } = await connect();
    expect(chat.state()).toBe('stopped');
    const started = start();
    expect(chat.state()).toBe('connecting');
    await started;
    expect(chat.state()).toBe('connected');
    discord.gateway.cut();
    await becomes(chat, 'connecting');
    await becomes(chat, 'connected');
    await chat.stop();
    expect(chat.state()).toBe('stopped');
  });
});

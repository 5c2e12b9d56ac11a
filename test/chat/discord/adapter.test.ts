import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { openDiscord } from '#chat/discord/adapter.ts';
import type { Chat, MessageTurn, Turn } from '#chat/port.ts';
import { discordDriver } from '#test/fakes/discord-server/driver.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord-server/server.ts';

const REPLY = { tone: 'neutral', title: 'T', text: 'x' } as const;
const STAFF = '100000000000000023';
const HELP = { chat: 'discord', tenant: '1', channel: '100000000000000021', thread: null, direct: false };
const OPTIONS = { key: 'k1', again: false, since: 0 };

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.stop();
});

async function connect(options: { granted: boolean; asked: boolean; token?: string; leak?: 'delete' | 'warn' }) {
  const discord = await startFakeDiscord({ messageContent: options.granted });
  open.push({ stop: () => discord.close() });
  const turns: Turn[] = [];
  const log: string[] = [];
  const chat = openDiscord({
    token: options.token ?? discord.token,
    apiUrl: discord.apiUrl,
    messageContent: options.asked,
    watch: 'all',
    staffChannel: STAFF,
    staffRole: null,
    leak: options.leak ?? 'warn',
    log: (level, event, fields) => void log.push(JSON.stringify([level, event, fields])),
  });
  open.push(chat);
  const driver = discordDriver(discord, 'discord', { idle: () => true, log, redact: false });
  const start = () =>
    chat.start(async (turn) => {
      turns.push(turn);
    });
  return { discord, chat, driver, turns, log, start };
}

const messages = (turns: readonly Turn[]) => turns.filter((turn): turn is MessageTurn => turn.type === 'message');

describe('the start', () => {
  test('says which switch to flip where the intent is not granted', async () => {
    const { start } = await connect({ granted: false, asked: true });
    await expect(start()).rejects.toThrow(/switch "Message Content Intent" on; or set DISCORD_MESSAGE_CONTENT=false/);
  });

  test('says where the token comes from where it is refused, without the token', async () => {
    const { start } = await connect({ granted: true, asked: true, token: 'a.wrong.token' });
    await expect(start()).rejects.toThrow(/^(?!.*a\.wrong).*Discord does not accept DISCORD_TOKEN/);
  });

  test('registers the commands only when they changed', async () => {
    const { discord, chat, start } = await connect({ granted: true, asked: true });
    await start();
    const puts = () => discord.calls.filter(({ method }) => method === 'PUT').length;
    expect(puts()).toBe(1);
    await chat.stop();
    const again = openDiscord({
      token: discord.token,
      apiUrl: discord.apiUrl,
      messageContent: true,
      watch: 'all',
      staffChannel: null,
      staffRole: null,
      leak: 'warn',
      log: () => undefined,
    });
    open.push(again);
    await again.start(async () => undefined);
    expect(puts()).toBe(1);
    expect(again.inviteLink()).toMatch(/client_id=100000000000000001.*permissions=\d+/);
  });
});

describe('without the Message Content intent', () => {
  test('what is addressed to the bot arrives, other messages do not', async () => {
    const { driver, turns, start } = await connect({ granted: false, asked: false });
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
  test('resumes without a lost message', async () => {
    const { discord, driver, turns, start } = await connect({ granted: true, asked: true });
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
    const { discord, chat, log, start } = await connect({ granted: true, asked: true });
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

  test('a missing permission is one line that says what to give', async () => {
    const { delivery, log } = await post(({ guild }) => guild.denied.add(`${HELP.channel}:send`), HELP);
    expect(delivery).toMatchObject({ type: 'failed', reason: 'forbidden' });
    expect(log.filter((line) => line.includes('Send Messages'))).toHaveLength(1);
  });

  test('a short rate limit is waited for, and people see the message once', async () => {
    const { delivery, discord } = await post(({ faults }) => void faults.push('rate-limited'), HELP);
    expect(delivery).toMatchObject({ type: 'delivered' });
    expect(discord.guild.messages).toHaveLength(1);
  });

  test('a long rate limit is left to the outbox', async () => {
    const { delivery } = await post(({ faults }) => void faults.push('rate-limited-long'), HELP);
    expect(delivery).toMatchObject({ type: 'later', afterMs: 30_050 });
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

test('the same message sent twice is seen once', async () => {
  const { discord, chat, start } = await connect({ granted: true, asked: true });
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

test('staff are those with the role, or those who see the staff channel', async () => {
  const { chat, driver, start } = await connect({ granted: true, asked: true });
  await start();
  const { ann, sue } = driver.people;
  expect(await chat.isStaff({ chat: 'discord', tenant: '', id: sue.id })).toBe(true);
  expect(await chat.isStaff({ chat: 'discord', tenant: '', id: ann.id })).toBe(false);
});

describe('what a message is about', () => {
  const THREAD = '100000000000000031';
  const FORUM = '100000000000000030';

  async function hear(message: Record<string, unknown>, prepare?: (discord: FakeDiscord) => void) {
    const { discord, turns, start } = await connect({ granted: true, asked: true });
    await start();
    prepare?.(discord);
    discord.gateway.dispatch('MESSAGE_CREATE', {
      id: discord.guild.id$(),
      channel_id: HELP.channel,
      guild_id: discord.guild.id,
      channel_type: 0,
      author: { id: '100000000000000011', username: 'ann', global_name: 'Ann', discriminator: '0', avatar: null },
      content: '',
      timestamp: new Date().toISOString(),
      edited_timestamp: null,
      tts: false,
      mention_everyone: false,
      mentions: [],
      mention_roles: [],
      attachments: [],
      embeds: [],
      components: [],
      pinned: false,
      type: 0,
      flags: 0,
      ...message,
    });
    await wait(80);
    return messages(turns);
  }

  test('a forwarded error is read', async () => {
    const snapshot = {
      message: {
        content: '401 Unauthorized',
        attachments: [],
        embeds: [],
        timestamp: new Date().toISOString(),
        edited_timestamp: null,
        flags: 0,
        mentions: [],
        mention_roles: [],
        type: 0,
        components: [],
      },
    };
    const [turn] = await hear({
      message_reference: { type: 1, message_id: '1', channel_id: '2' },
      message_snapshots: [snapshot],
    });
    expect(turn?.text).toBe('401 Unauthorized');
  });

  test('a mention in a reply is about the message that it replies to', async () => {
    let error = '';
    const [turn] = await hear(
      {
        content: '<@100000000000000001> what is that?',
        mentions: [{ id: '100000000000000001', username: 'keymedic', discriminator: '0', avatar: null, bot: true }],
        type: 19,
        message_reference: { message_id: '100000000000000777', channel_id: HELP.channel },
      },
      ({ guild }) => {
        error = '100000000000000777';
        guild.messages.push({
          id: error,
          channel: HELP.channel,
          author: '100000000000000012',
          content: '429 Too Many Requests',
          components: [],
          flags: 0,
          edited: null,
          reference: null,
          attachments: [],
          nonce: null,
          at: Date.now(),
          only: null,
        });
      },
    );
    expect(turn).toMatchObject({ asked: true, text: 'what is that?', about: { text: '429 Too Many Requests' } });
  });

  test('a forum post stands in a thread of its forum', async () => {
    const [turn] = await hear(
      { channel_id: THREAD, channel_type: 11, content: '401 Unauthorized' },
      ({ guild, gateway }) => {
        const channel = { guild_id: guild.id, position: 0, permission_overwrites: [], nsfw: false };
        gateway.dispatch('CHANNEL_CREATE', { ...channel, id: FORUM, type: 15, name: 'questions', available_tags: [] });
        gateway.dispatch('THREAD_CREATE', {
          id: THREAD,
          type: 11,
          guild_id: guild.id,
          parent_id: FORUM,
          name: 'my key',
          owner_id: '100000000000000011',
          thread_metadata: {
            archived: false,
            auto_archive_duration: 1440,
            archive_timestamp: new Date().toISOString(),
            locked: false,
          },
          message_count: 0,
          member_count: 1,
          total_message_sent: 0,
        });
      },
    );
    expect(turn?.place).toMatchObject({ channel: FORUM, thread: THREAD, direct: false });
  });
});

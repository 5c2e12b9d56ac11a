import { describe, expect, test, vi } from 'vitest';
import { messageOf } from '#test/fakes/discord-server/messages.ts';
import type { FakeDiscord } from '#test/fakes/discord-server/server.ts';
import { annsMessage, connect, HELP, messagesIn, type Wanted } from './connect.ts';

type Connected = Awaited<ReturnType<typeof connect>>;

const BOT = { id: '100000000000000001', username: 'keymedic', discriminator: '0', avatar: null, bot: true };

/** Ann's direct messages with the bot. */
const DIRECT = '100000000000000041';

type Sent = Record<string, unknown>;

/** What the bot hears of a message of Ann, in a channel that is watched only where `wanted` says so. */
async function hear(message: Sent | ((discord: FakeDiscord) => Sent), wanted: Wanted = {}) {
  const connected = await connect(wanted);
  const { discord, start } = connected;
  await start();
  const sent = typeof message === 'function' ? message(discord) : message;
  discord.gateway.dispatch('MESSAGE_CREATE', annsMessage(discord, sent));
  return messagesIn(await heard(connected));
}

const LAST = 'that is all';

/** What was heard by now: a last word to the bot, which it hears in any case, has come after all before it. */
async function heard({ discord, turns, driver }: Connected) {
  const isLast = (turn: (typeof turns)[number]) => turn.type === 'message' && turn.text === LAST;
  const before = turns.filter(isLast).length;
  const direct = { channel_id: DIRECT, guild_id: undefined, channel_type: 1 };
  discord.gateway.dispatch('MESSAGE_CREATE', annsMessage(discord, { ...direct, content: LAST }));
  await vi.waitFor(() => expect(turns.filter(isLast)).toHaveLength(before + 1));
  await driver.settled();
  return turns.filter((turn) => !isLast(turn));
}

/** What the bot hears when these events come. */
async function turnsOf(events: (discord: FakeDiscord) => readonly (readonly [string, Sent])[]) {
  const connected = await connect();
  const { discord, log, start } = connected;
  await start();
  for (const [event, data] of events(discord)) {
    discord.gateway.dispatch(event, data);
    await heard(connected);
  }
  return { turns: await heard(connected), log };
}

const UNWATCHED = { watch: new Set<string>() };

describe('who is asked', () => {
  const replied = { id: '100000000000000700', author: BOT };
  const reply = {
    type: 19,
    message_reference: { message_id: replied.id, channel_id: HELP.channel },
  };

  test('a reply to the bot asks it, even one that notifies nobody', async () => {
    const [turn] = await hear(
      (discord) => ({ ...reply, content: 'and now 429', referenced_message: annsMessage(discord, replied) }),
      UNWATCHED,
    );
    expect(turn).toMatchObject({ asked: true, text: 'and now 429', about: null });
  });

  test('a reply that the bot cannot read is not answered', async () => {
    const turns = await hear((discord) => ({ ...reply, referenced_message: annsMessage(discord, replied) }), {
      granted: false,
    });
    expect(turns).toEqual([]);
  });

  test('the role of the bot, which looks like its name, asks it too', async () => {
    const role = '100000000000000060';
    const [turn] = await hear(({ guild, gateway }) => {
      const made = { id: role, name: 'Keymedic', permissions: '0', position: 1, tags: { bot_id: BOT.id } };
      gateway.dispatch('GUILD_ROLE_CREATE', { guild_id: guild.id, role: made });
      return { content: `<@&${role}> 401`, mention_roles: [role] };
    }, UNWATCHED);
    expect(turn).toMatchObject({ asked: true });
  });

  test.for([
    ['@everyone', { content: '@everyone 401', mention_everyone: true }],
    ['an unwatched channel', { content: '401 Unauthorized' }],
    [
      'a person',
      { content: '<@100000000000000012> 401', mentions: [{ ...BOT, id: '100000000000000012', bot: false }] },
    ],
  ] as const)('%s does not ask the bot', async ([, message]) => {
    expect(await hear(message, UNWATCHED)).toEqual([]);
  });

  test('what Discord itself says is not heard', async () => {
    expect(await hear({ type: 18, content: '401 in production' })).toEqual([]);
  });

  test('a webhook is a bot', async () => {
    const [turn] = await hear({ webhook_id: '100000000000000800', content: '401 Unauthorized' });
    expect(turn?.actor).toMatchObject({ bot: true });
  });
});

describe('edits and deletions', () => {
  const id = '100000000000000700';
  const edited = { id, content: '401 Unauthorized', edited_timestamp: new Date().toISOString() };

  test('an edit is told once, and a preview that is added later is none', async () => {
    const { turns } = await turnsOf((discord) => [
      ['MESSAGE_CREATE', annsMessage(discord, { id, content: '40' })],
      ['MESSAGE_UPDATE', annsMessage(discord, edited)],
      ['MESSAGE_UPDATE', annsMessage(discord, { ...edited, embeds: [{ type: 'link', title: 'preview' }] })],
    ]);
    expect(turns.map((turn) => turn.id)).toEqual([
      `discord:${HELP.channel}:${id}`,
      `discord:${HELP.channel}:${id}:edited:${Date.parse(edited.edited_timestamp)}`,
    ]);
  });

  test('each message of a purge is told', async () => {
    const ids = [id, '100000000000000701'];
    const { turns } = await turnsOf(({ guild }) => [
      ['MESSAGE_DELETE_BULK', { ids, channel_id: HELP.channel, guild_id: guild.id }],
    ]);
    expect(turns.map((turn) => [turn.type, turn.id])).toEqual(
      ids.map((one) => ['removed', `discord:${HELP.channel}:${one}:removed`]),
    );
  });

  test("the bot's own messages are not told, neither new nor deleted", async () => {
    const { turns } = await turnsOf((discord) => [
      ['MESSAGE_CREATE', annsMessage(discord, { id, author: BOT, content: '401' })],
      ['MESSAGE_DELETE', { id, channel_id: HELP.channel, guild_id: discord.guild.id }],
    ]);
    expect(turns).toEqual([]);
  });
});

test('an outage of a server is no leaving', async () => {
  const { turns } = await turnsOf(({ guild }) => [['GUILD_DELETE', { id: guild.id, unavailable: true }]]);
  expect(turns).toEqual([]);
});

test('what fails is a line in the log, without what was sent, and the next message is heard', async () => {
  const connected = await connect({
    async handle(turn) {
      if (turn.type === 'message' && turn.text === 'first') throw new TypeError('what a person wrote');
    },
  });
  const { discord, log, start } = connected;
  await start();
  for (const content of ['first', 'second'])
    discord.gateway.dispatch('MESSAGE_CREATE', annsMessage(discord, { content }));
  expect(messagesIn(await heard(connected)).map(({ text }) => text)).toEqual(['second']);
  expect(log.filter((line) => line.includes('TypeError'))).toHaveLength(1);
  expect(log.join('\n')).not.toContain('what a person wrote');
});

test('a file whose address is none of Discord is a link for the staff, and not read', async () => {
  const file = { id: '1', filename: 'a.txt', size: 4, content_type: 'text/plain', url: 'http://127.0.0.1:9/a.txt' };
  const [turn] = await hear({ content: '401', attachments: [file] });
  expect(turn).toMatchObject({
    files: [],
    attached: [{ name: 'a.txt', kind: 'other', link: file.url }],
    unread: [{ name: 'a.txt', why: 'not-loaded' }],
  });
});

describe('what a message is about', () => {
  const THREAD = '100000000000000031';
  const FORUM = '100000000000000030';

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
    const [turn] = await hear(({ guild }) => {
      const { id } = messageOf(guild, HELP.channel, '100000000000000012', '429 Too Many Requests');
      return {
        content: `<@${BOT.id}> what is that?`,
        mentions: [BOT],
        type: 19,
        message_reference: { message_id: id, channel_id: HELP.channel },
      };
    });
    expect(turn).toMatchObject({ asked: true, text: 'what is that?', about: { text: '429 Too Many Requests' } });
  });

  /** Opens a post in a forum, or a thread on a message of the help channel. */
  function openThread({ guild, gateway }: FakeDiscord, id: string, parent: string, name: string) {
    const channel = { guild_id: guild.id, position: 0, permission_overwrites: [], nsfw: false };
    if (parent === FORUM)
      gateway.dispatch('CHANNEL_CREATE', { ...channel, id: FORUM, type: 15, name: 'questions', available_tags: [] });
    gateway.dispatch('THREAD_CREATE', {
      id,
      type: 11,
      guild_id: guild.id,
      parent_id: parent,
      name,
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
  }

  test('a forum post stands in a thread of its forum, and is heard with its title where the forum is watched', async () => {
    const [turn] = await hear(
      (discord) => {
        openThread(discord, THREAD, FORUM, '401 invalid x-api-key since today');
        return { id: THREAD, channel_id: THREAD, channel_type: 11, content: 'Does anybody know?' };
      },
      { watch: new Set(['questions']) },
    );
    expect(turn?.place).toMatchObject({ channel: FORUM, thread: THREAD, direct: false });
    expect(turn?.text).toBe('401 invalid x-api-key since today\nDoes anybody know?');
  });

  test('a later message of a post is heard without the title', async () => {
    const [turn] = await hear(
      (discord) => {
        openThread(discord, THREAD, FORUM, '401 invalid x-api-key since today');
        return { channel_id: THREAD, channel_type: 11, content: 'the same here' };
      },
      { watch: new Set(['questions']) },
    );
    expect(turn?.text).toBe('the same here');
  });

  test('a mention in a thread is about the message that the thread hangs on', async () => {
    const [turn] = await hear((discord) => {
      const { id } = messageOf(discord.guild, HELP.channel, '100000000000000012', '429 Too Many Requests');
      openThread(discord, id, HELP.channel, 'a thread');
      return { channel_id: id, channel_type: 11, content: `<@${BOT.id}> and this?`, mentions: [BOT] };
    });
    expect(turn).toMatchObject({ asked: true, text: 'and this?', about: { text: '429 Too Many Requests' } });
  });

  test('a poll is heard', async () => {
    const media = (text: string) => ({ poll_media: { text } });
    const answers = [
      { answer_id: 1, ...media('me, 401') },
      { answer_id: 2, ...media('not me') },
    ];
    const poll = {
      question: { text: 'Whose key fails?' },
      answers,
      expiry: null,
      allow_multiselect: false,
      layout_type: 1,
    };
    const [turn] = await hear({ poll });
    expect(turn?.text).toBe('Whose key fails?\nme, 401\nnot me');
  });
});

import { afterEach } from 'vitest';
import { type DiscordOptions, openDiscord } from '#chat/discord/adapter.ts';
import type { MessageTurn, Turn } from '#chat/port.ts';
import { discordDriver } from '#test/fakes/discord-server/driver.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord-server/server.ts';

/** The channel in which people ask. */
export const HELP = { chat: 'discord', tenant: '1', channel: '100000000000000021', thread: null, direct: false };
const STAFF = '100000000000000023';

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.stop();
});

/** What the bot and its Discord are like; `granted`: whether the app has the Message Content intent. */
export interface Wanted extends Partial<DiscordOptions> {
  readonly granted?: boolean;
  /** One that another chat is connected to already. */
  readonly discord?: FakeDiscord;
  /** What is done with a turn before it counts as handled. */
  readonly handle?: (turn: Turn) => Promise<void>;
}

/** The Discord chat beside a fake Discord, not yet connected. Both are stopped after the test. */
export async function connect({ granted = true, discord: given, handle, ...options }: Wanted = {}) {
  const discord = given ?? (await startFakeDiscord({ messageContent: granted }));
  if (given === undefined) open.push({ stop: () => discord.close() });
  const turns: Turn[] = [];
  const log: string[] = [];
  const chat = openDiscord({
    token: discord.token,
    apiUrl: discord.apiUrl,
    messageContent: granted,
    watch: 'all',
    staffChannel: STAFF,
    staffRole: null,
    leak: 'warn',
    log: (level, event, fields) => void log.push(JSON.stringify([level, event, fields])),
    ...options,
  });
  open.push(chat);
  let underWay = 0;
  const driver = discordDriver(discord, 'discord', { idle: () => underWay === 0, log, redact: false });
  const start = () =>
    chat.start(async (turn) => {
      underWay += 1;
      try {
        await handle?.(turn);
        turns.push(turn);
      } finally {
        underWay -= 1;
      }
    });
  return { discord, chat, driver, turns, log, start };
}

/** The messages among turns. */
export function messagesIn(turns: readonly Turn[]): MessageTurn[] {
  return turns.filter((turn): turn is MessageTurn => turn.type === 'message');
}

/** A message of Ann as Discord sends it, beside what a test says of it. */
export function annsMessage({ guild }: FakeDiscord, more: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    id: guild.id$(),
    channel_id: HELP.channel,
    guild_id: guild.id,
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
    ...more,
  };
}

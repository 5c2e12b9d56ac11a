import { discordDriver } from '#test/fakes/discord-server/driver.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord-server/server.ts';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack/server.ts';
import { CHANNELS } from '#test/fakes/slack/workspace.ts';
import type { Driver, Person } from '#test/scenarios/driver.ts';

/** A chat with many channels, each with people of its own. */
export interface Crowd {
  readonly driver: Driver;
  readonly channels: readonly string[];
  /** Somebody who was never there before. */
  newcomer(number: number, channel: string): Person;
  /** Somebody writes; the message's id. What is not `kept` no reply can refer to. */
  say(person: Person, channel: string, text: string, kept: boolean): Promise<string>;
}

/** Both chats; the staff is on Slack. */
export interface Town {
  readonly slack: FakeSlack;
  readonly discord: FakeDiscord;
  readonly crowds: readonly Crowd[];
  /** When what is sent next should have been sent, by `performance.now()`; null for now. */
  due: number | null;
  /** Told how long an event of Slack or an interaction of Discord took to be acknowledged, in milliseconds. */
  onAck: (ms: number) => void;
  /** Told of every reply to a message as it arrives. */
  onReply: (to: string) => void;
  /** Told of every message in the staff's channel, as JSON. */
  onStaff: (message: string) => void;
  env(part: number, parts: number): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Opens a town with so many servers on Discord, a channel each, and so many channels on Slack. */
export async function openTown(size: number, transport: 'socket' | 'http'): Promise<Town> {
  const slack = await startFakeSlack({ transport });
  const discord = await startFakeDiscord({ messageContent: true });
  const crowds = [slackCrowd(slack, size), discordCrowd(discord, size)];
  const town: Town = {
    slack,
    discord,
    crowds,
    due: null,
    onAck: () => undefined,
    onReply: () => undefined,
    onStaff: () => undefined,
    env: (part, parts) => ({
      SLACK_BOT_TOKEN: slack.botToken,
      ...(transport === 'socket' ? { SLACK_APP_TOKEN: slack.appToken } : { SLACK_SIGNING_SECRET: slack.signingSecret }),
      SLACK_API_URL: slack.apiUrl,
      SLACK_CHANNELS: 'all',
      SLACK_STAFF_CHANNEL: CHANNELS.staff,
      STAFF_CHAT: 'slack',
      SECRET_KEY: 'the secret of the load run',
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_MESSAGE_CONTENT: 'true',
      DISCORD_CHANNELS: 'all',
      DISCORD_SHARDS: `${part}/${parts}`,
    }),
    async close() {
      await slack.close();
      await discord.close();
    },
  };
  listenTo(town);
  return town;
}

function listenTo(town: Town): void {
  const { slack, discord } = town;
  slack.wire.onCall = ({ method, args }) => {
    slack.wire.calls.length = 0;
    if (method !== 'chat.postMessage') return;
    if (args['channel'] === CHANNELS.staff) town.onStaff(JSON.stringify(args));
    else if (args['thread_ts'] !== undefined) town.onReply(String(args['thread_ts']));
  };
  const send = slack.wire.send.bind(slack.wire);
  slack.wire.send = async (envelope) => {
    const from = town.due ?? performance.now();
    const outcome = await send(envelope);
    // What was sent is kept for tests; here it would grow for minutes.
    slack.wire.deliveries.length = 0;
    if (outcome.type === 'acked') town.onAck(performance.now() - from);
    return outcome;
  };
  discord.onCall = ({ method, path, body }) => {
    discord.calls.length = 0;
    const [, token] = /^\/interactions\/\d+\/([^/]+)\/callback$/.exec(path) ?? [];
    const interaction = token === undefined ? undefined : discord.guild.interactions.get(token);
    if (interaction !== undefined) town.onAck(Date.now() - interaction.at);
    const reference = body['message_reference'] as { message_id?: string } | undefined;
    if (method === 'POST' && reference?.message_id !== undefined) town.onReply(reference.message_id);
  };
}

function slackCrowd(slack: FakeSlack, size: number): Crowd {
  const { state } = slack;
  const driver = slack.driver();
  const channels = Array.from({ length: size }, (_, index) => `CL${index}`);
  for (const id of channels) {
    const rest = { archived: false, messages: [], whispers: [] };
    state.channels.set(id, { id, name: id.toLowerCase(), kind: 'public', members: new Set([state.bot.id]), ...rest });
  }
  return {
    driver,
    channels,
    newcomer(number, channel) {
      const person = { id: `UL${number}`, name: `Person ${number}` };
      state.users.set(person.id, { ...person, handle: person.id, bot: false, deactivated: false });
      state.channels.get(channel)?.members.add(person.id);
      return person;
    },
    say: (person, channel, text) => driver.say(person, { channel }, text),
  };
}

/** Ids of Discord are times, in milliseconds since 2015, shifted by 22 bits. */
const FIRST_SERVER = 100_000_000_000n;
const FIRST_PERSON = 200_000_000_000n;

function discordCrowd(discord: FakeDiscord, size: number): Crowd {
  const { guild } = discord;
  const driver = discordDriver(discord, 'discord', { idle: () => true, log: [], redact: false });
  const channels = Array.from({ length: size }, (_, index) => {
    const server = (FIRST_SERVER + BigInt(index)) << 22n;
    const id = String(server + 1n);
    guild.others.add(String(server));
    const rest = { type: 0, parent: null, person: null, staffOnly: false } as const;
    guild.channels.set(id, { id, name: 'help', server: String(server), ...rest });
    return id;
  });
  return {
    driver,
    channels,
    newcomer(number) {
      const id = String((FIRST_PERSON + BigInt(number)) << 22n);
      const person = { id, name: `Person ${number}` };
      guild.users.set(id, { ...person, roles: [] });
      return person;
    },
    say(person, channel, text, kept) {
      const said = driver.say(person, { channel }, text);
      if (!kept) guild.messages.pop();
      return said;
    },
  };
}

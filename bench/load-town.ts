import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '#test/fakes/discord-server/messages.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord-server/server.ts';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack/server.ts';
import { CHANNELS } from '#test/fakes/slack/workspace.ts';
import type { Person } from '#test/scenarios/driver.ts';

/** A message that was written: when it should have been, and what became of it. */
export interface Written {
  readonly due: number;
  /** Is it an error that must be answered once? */
  readonly paste: boolean;
  answers: number;
}

/** Both chats with their servers, channels and people. */
export interface LoadTown {
  readonly slack: FakeSlack;
  readonly discord: FakeDiscord;
  readonly env: Readonly<Record<string, string>>;
  readonly acks: number[];
  readonly replies: number[];
  readonly written: ReadonlyMap<string, Written>;
  readonly cards: ReadonlyMap<string, number>;
  /** Writes a message into a channel, by number; the even ones are Slack's. `due`: of the clock of `performance.now()`. */
  write(channel: number, text: string, paste: boolean, due: number): Promise<void>;
  /** Somebody pastes an error and hands it over to the staff; resolves when the card is there. */
  handOver(text: string): Promise<void>;
  close(): Promise<void>;
}

const FIRST_SERVER = 200_000_000_000_000_000n;

/**
 * @param size how many channels of Slack, and as many servers of Discord with a channel each
 * @param transport how Slack reaches the bot
 */
export async function openLoadTown(size: number, transport: 'socket' | 'http'): Promise<LoadTown> {
  const slack = await startFakeSlack({ transport });
  const discord = await startFakeDiscord({ messageContent: true });
  const written = new Map<string, Written>();
  const cards = new Map<string, number>();
  const acks: number[] = [];
  const replies: number[] = [];
  let people = 0;
  openSlackChannels(slack, size);
  openServers(discord, size);
  const answered = (id: string) => {
    const message = written.get(id);
    if (message === undefined) return;
    message.answers += 1;
    if (message.answers === 1) replies.push(performance.now() - message.due);
  };
  slack.wire.onCall = ({ method, args }) => {
    if (method !== 'chat.postMessage') return;
    if (args['channel'] === CHANNELS.staff) countCard(JSON.stringify(args), cards);
    // What is posted may come before the fake has told the id of the message: the thread's id is its time stamp.
    else setImmediate(() => answered(String(args['thread_ts'])));
  };
  const send = slack.wire.send.bind(slack.wire);
  slack.wire.send = async (envelope) => {
    const from = performance.now();
    const outcome = await send(envelope);
    acks.push(performance.now() - from);
    return outcome;
  };
  discord.onCall = ({ method, body }) => {
    const reference = body['message_reference'] as { message_id?: string } | undefined;
    const id = reference?.message_id;
    if (method === 'POST' && id !== undefined) setImmediate(() => answered(id));
  };
  const driver = slack.driver();
  const newPerson = (): Person => {
    people += 1;
    const person = { id: `UL${people}`, name: `Person ${people}` };
    slack.state.users.set(person.id, { ...person, handle: person.id, bot: false, deactivated: false });
    return person;
  };
  const sayOnSlack = async (channel: string, text: string) => {
    const person = newPerson();
    slack.state.channels.get(channel)?.members.add(person.id);
    return driver.say(person, { channel }, text);
  };
  return {
    slack,
    discord,
    acks,
    replies,
    written,
    cards,
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_API_URL: slack.apiUrl,
      SLACK_CHANNELS: 'all',
      SLACK_STAFF_CHANNEL: CHANNELS.staff,
      STAFF_CHAT: 'slack',
      SECRET_KEY: 'the secret of the load run',
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_MESSAGE_CONTENT: 'true',
      DISCORD_CHANNELS: 'all',
      ...(transport === 'socket' ? { SLACK_APP_TOKEN: slack.appToken } : { SLACK_SIGNING_SECRET: slack.signingSecret }),
    },
    async write(channel, text, paste, due) {
      const note = (id: string) => void written.set(id, { due, paste, answers: 0 });
      if (channel % 2 === 0) note(await sayOnSlack(slackChannel(channel / 2), text));
      else {
        people += 1;
        const person = `5${String(people).padStart(17, '0')}`;
        const { id, json } = messageOf(discord.guild, discordChannel((channel - 1) / 2), person, text);
        note(id);
        discord.gateway.dispatch('MESSAGE_CREATE', json);
      }
    },
    async handOver(text) {
      const channel = openSlackChannel(slack, `CH${people}`);
      const person = newPerson();
      channel.members.add(person.id);
      await driver.say(person, { channel: channel.id }, text);
      const answer = () => channel.messages.find(({ ofBot }) => ofBot);
      await until(() => answer() !== undefined);
      await driver.press(person, answer()?.ts ?? '', 'Get a human');
      await until(() => driver.form(person) !== null);
      await driver.submit(person, { 'Tool and its version': `curl for ${person.id}` });
      await until(() => cards.has(person.id));
    },
    async close() {
      await slack.close();
      await discord.close();
    },
  };
}

function countCard(card: string, cards: Map<string, number>): void {
  const [, person] = /curl for (UL\d+)/.exec(card) ?? [];
  if (person !== undefined) cards.set(person, (cards.get(person) ?? 0) + 1);
}

function slackChannel(number: number): string {
  return `CL${number}`;
}

function discordChannel(number: number): string {
  return `4${String(number).padStart(17, '0')}`;
}

function openSlackChannels(slack: FakeSlack, size: number): void {
  for (let number = 0; number < size; number += 1) openSlackChannel(slack, slackChannel(number));
}

function openSlackChannel({ state }: FakeSlack, id: string) {
  const members = new Set([state.bot.id]);
  const channel = {
    id,
    name: id.toLowerCase(),
    kind: 'public' as const,
    members,
    archived: false,
    messages: [],
    whispers: [],
  };
  state.channels.set(id, channel);
  return state.channels.get(id) ?? channel;
}

/** Servers whose ids are spread over shards as Discord's are. */
function openServers({ guild }: FakeDiscord, size: number): void {
  for (let number = 0; number < size; number += 1) {
    const id = discordChannel(number);
    guild.channels.set(id, { id, name: 'help', type: 0, parent: null, person: null, staffOnly: false });
    guild.homes.set(id, String(FIRST_SERVER + (BigInt(number) << 22n)));
  }
}

const PATIENCE_MS = 60_000;

/** @throws where it does not come to that within a minute */
async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > end) throw new Error('a handoff does not go on');
    await wait(20);
  }
}

import {
  type Client,
  type Interaction as DiscordInteraction,
  Events,
  type Message,
  type PartialMessage,
} from 'discord.js';
import type { Form, Reply, Said, Turn } from '#chat/port.ts';
import type { Log } from '#log.ts';
import { SecretKey } from '#secret-key.ts';
import { TEXT } from './commands.ts';
import { actorOf, placeIn, saidIn } from './inbound.ts';
import { type Doing, type Given, interactionOf } from './interact.ts';
import { leftServers } from './left.ts';
import { SECRET } from './render.ts';

/** What listeners work with. */
export interface ListenerDeps {
  readonly client: Client;
  readonly log: Log;
  /** Host of attachments, where it is not Discord's. */
  readonly apiHost: string | null;
  /** Is this channel (of threads: the one they hang on) opted in? */
  readonly watches: (channelId: string, name: string | null) => boolean;
  /** Sends something to a person's direct messages; `key` is the same for the same message. */
  readonly direct: (person: string, reply: Reply, key: string) => Promise<unknown>;
  readonly handle: (turn: Turn) => Promise<void>;
  /** How long is waited before a server that the bot seems to have left is asked for again; a day, unless said. */
  readonly leftGraceMs?: number | undefined;
}

/** The end of listening. */
export interface Listening {
  /** Takes no more turns, and waits for those under way. */
  stop(): Promise<void>;
}

/** Listens to messages, their edits and deletions, and to interactions. */
export function listen(deps: ListenerDeps): Listening {
  const { client } = deps;
  const underWay = new Set<Promise<void>>();
  let stopped = false;
  const joined = new Map<string, number>();
  const take = (event: string, work: () => Promise<void>) => {
    if (stopped) return;
    const turn: Promise<void> = work()
      .catch((error: unknown) => {
        // Its message may hold what people wrote.
        deps.log('error', 'discord: an event could not be read', {
          event,
          error: error instanceof Error ? error.name : 'unknown',
        });
      })
      .finally(() => underWay.delete(turn));
    underWay.add(turn);
  };
  const servers = leftServers(
    client.rest,
    (id) => take('leaving', () => left(id, joined.get(id) ?? 0, deps)),
    deps.leftGraceMs,
  );
  client.on(Events.MessageCreate, (message) => take('message', () => hear(message, false, deps)));
  client.on(Events.MessageUpdate, (before, message) => {
    if (isEdit(before, message)) take('edit', () => hear(message, true, deps));
  });
  client.on(Events.MessageDelete, (message) => take('deletion', () => removed(message, deps)));
  client.on(Events.MessageBulkDelete, (messages) => {
    for (const message of messages.values()) take('deletion', () => removed(message, deps));
  });
  client.on(Events.InteractionCreate, (interaction) => take('interaction', () => interacted(interaction, deps)));
  client.on(Events.GuildDelete, ({ id, joinedTimestamp }) => {
    joined.set(id, joinedTimestamp);
    servers.suspect(id);
  });
  return {
    async stop() {
      stopped = true;
      servers.stop();
      await Promise.all(underWay);
    },
  };
}

/** When the bot came is in the id: it may leave a server more than once. */
async function left(id: string, joinedTimestamp: number, deps: ListenerDeps): Promise<void> {
  const actor = actorOf({ id: '', bot: false });
  await deps.handle({ type: 'left', id: `discord:left:${id}:${joinedTimestamp}`, actor, place: placeIn(null, '', id) });
}

/** An edit is told at once. */
const TOLD_WITHIN_MS = 600_000;

/**
 * Did its author change it just now? Discord also sends an update when it adds a preview, when somebody pins the message, and
 * when a thread is opened on it; one that was edited long ago then still says so.
 */
function isEdit(before: Message | PartialMessage, { editedTimestamp, content }: Message | PartialMessage): boolean {
  if (editedTimestamp === null || Date.now() - editedTimestamp > TOLD_WITHIN_MS) return false;
  return before.partial || before.content !== content;
}

async function hear(message: Message | PartialMessage, edited: boolean, deps: ListenerDeps): Promise<void> {
  const { client, author, channelId, system } = message;
  // What Discord itself says (a pin, a new thread) is nobody's question.
  if (author === null || author.id === client.user?.id || system === true) return;
  const asked = isAsked(message);
  if (!asked && !isWatched(message, deps)) return;
  const said = await saidIn(message, deps.apiHost, deps.log);
  if (!saysSomething(said, asked) && !isCalled(message)) return;
  const id = `discord:${channelId}:${message.id}`;
  await deps.handle({
    type: 'message',
    id: edited ? `${id}:edited:${message.editedTimestamp ?? 0}` : id,
    actor: said.author,
    place: said.message.place,
    ...said,
    asked,
    edited,
    at: message.createdTimestamp,
    about: asked ? await referred(message, deps) : null,
  });
}

/** Without the intent even a reply to the bot comes without its content, where it notifies nobody. */
function saysSomething({ text, files, attached }: Said, asked: boolean): boolean {
  return text !== '' || files.length > 0 || attached.some(({ kind }) => asked || kind === 'picture');
}

/** Addressed to the bot: directly, by mention, or as an answer to it. */
function isAsked(message: Message | PartialMessage): boolean {
  return isCalled(message) || message.mentions.repliedUser?.id === message.client.user?.id;
}

/** Addressed to the bot in a way that it is meant to notice; people also pick the bot's own role, which looks the same. */
function isCalled({ client, guildId, mentions }: Message | PartialMessage): boolean {
  const me = client.user?.id ?? '';
  if (guildId === null || mentions.has(me, { ignoreEveryone: true, ignoreRoles: true })) return true;
  return mentions.roles.some(({ tags }) => tags?.botId === me);
}

function isWatched({ channel, channelId, guildId }: Message | PartialMessage, deps: ListenerDeps): boolean {
  const { channel: watched } = placeIn(channel, channelId, guildId);
  const parent = channel.isThread() ? channel.parent : channel;
  return deps.watches(watched, parent !== null && 'name' in parent ? parent.name : null);
}

/**
 * What a message that asks the bot is about: the message that it replies to, else the first one of its thread. The bot's own
 * words are no paste.
 */
async function referred(message: Message | PartialMessage, deps: ListenerDeps): Promise<Said | null> {
  if ((message.messageSnapshots?.size ?? 0) > 0) return null;
  const found =
    message.reference?.messageId === undefined
      ? await starterOf(message)
      : await message.fetchReference().catch(() => null);
  return found === null || found.author.id === deps.client.user?.id ? null : saidIn(found, deps.apiHost, deps.log);
}

async function starterOf(message: Message | PartialMessage): Promise<Message | null> {
  const { channel, id } = message;
  if (!isCalled(message) || !channel.isThread() || channel.id === id) return null;
  return channel.fetchStarterMessage().catch(() => null);
}

async function removed(message: Message | PartialMessage, deps: ListenerDeps): Promise<void> {
  if (message.author?.id === deps.client.user?.id) return;
  const place = placeIn(message.channel, message.channelId, message.guildId);
  const actor = actorOf(message.author ?? { id: '', bot: false });
  const id = `discord:${message.channelId}:${message.id}:removed`;
  await deps.handle({ type: 'removed', id, actor, place, message: { place, id: message.id } });
}

async function interacted(interaction: DiscordInteraction, deps: ListenerDeps): Promise<void> {
  const known =
    interaction.isButton() ||
    interaction.isModalSubmit() ||
    interaction.isChatInputCommand() ||
    interaction.isMessageContextMenuCommand();
  if (!known) return;
  let count = 0;
  const doing = interactionOf(interaction, {
    log: deps.log,
    direct: (reply) => deps.direct(interaction.user.id, reply, `${interaction.id}.${(count += 1)}`),
  });
  try {
    await deps.handle(await turnOf(interaction, doing, deps));
  } finally {
    await doing.finish();
  }
}

async function turnOf(given: Given, doing: Doing, deps: ListenerDeps): Promise<Turn> {
  const base = {
    id: `discord:i:${given.id}`,
    actor: actorOf(given.user),
    place: placeIn(given.channel, given.channelId ?? '', given.guildId),
    ack: () => doing.ack(),
    openForm: (form: Form) => doing.openForm(form),
    whisper: (reply: Reply) => doing.whisper(reply),
  };
  if (given.isChatInputCommand())
    return { type: 'command', ...base, name: given.commandName, text: given.options.getString(TEXT) ?? '' };
  if (given.isMessageContextMenuCommand())
    return { type: 'menu', ...base, about: await saidIn(given.targetMessage, deps.apiHost, deps.log) };
  if (given.isButton()) {
    const whispered = given.message.flags.has('Ephemeral');
    const message = whispered ? null : { place: base.place, id: given.message.id };
    return { type: 'button', ...base, action: given.customId, message };
  }
  return { type: 'form', ...base, form: given.customId, ...answers(given) };
}

/** Secrets are wrapped before anything else sees them. */
function answers(given: Extract<Given, { fields: unknown }>): {
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, SecretKey>>;
} {
  const values: Record<string, string> = {};
  const secrets: Record<string, SecretKey> = {};
  for (const [id, field] of given.fields.fields) {
    const value = 'values' in field ? (field.values[0] ?? '') : 'value' in field ? String(field.value ?? '') : '';
    if (id.startsWith(SECRET)) secrets[id.slice(SECRET.length)] = new SecretKey(value);
    else values[id] = value;
  }
  return { values, secrets };
}

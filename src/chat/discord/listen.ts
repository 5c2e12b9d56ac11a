import {
  type Client,
  type Interaction as DiscordInteraction,
  Events,
  type Message,
  type PartialMessage,
} from 'discord.js';
import type { Form, Log, Reply, Said, Turn } from '#chat/port.ts';
import { SecretKey } from '#secret-key.ts';
import { TEXT } from './commands.ts';
import { actorOf, placeIn, saidIn } from './inbound.ts';
import { type Doing, type Given, interactionOf } from './interact.ts';
import { SECRET } from './render.ts';

/** What listeners work with. */
export interface Ear {
  readonly client: Client;
  readonly log: Log;
  /** Host of attachments, where it is not Discord's. */
  readonly apiHost: string | null;
  /** Is this channel (of threads: the one they hang on) opted in? */
  readonly watches: (channelId: string, name: string | null) => boolean;
  readonly handle: (turn: Turn) => Promise<void>;
}

/** Listens to messages, their edits and deletions, and to interactions. */
export function listen(ear: Ear): void {
  const { client } = ear;
  client.on(Events.MessageCreate, (message) => void hear(message, false, ear));
  client.on(Events.MessageUpdate, (before, message) => {
    // Discord also sends an update when it adds a preview.
    if (message.editedTimestamp !== null && (before.partial || before.content !== message.content))
      void hear(message, true, ear);
  });
  client.on(Events.MessageDelete, (message) => void removed(message, ear));
  client.on(Events.InteractionCreate, (interaction) => void interacted(interaction, ear));
  client.on(Events.GuildDelete, ({ id, available }) => {
    const actor = actorOf({ id: '', bot: false });
    const place = placeIn(null, '', id);
    if (available) void ear.handle({ type: 'left', id: `discord:left:${id}`, actor, place });
  });
}

async function hear(message: Message | PartialMessage, edited: boolean, ear: Ear): Promise<void> {
  const { client, author, channelId } = message;
  if (author === null || author.id === client.user?.id) return;
  const asked = isAsked(message);
  if (!asked && !isWatched(message, ear)) return;
  const said = await saidIn(message, ear.apiHost, ear.log);
  if (said.text === '' && said.files.length === 0 && !asked) return;
  const id = `discord:${channelId}:${message.id}`;
  await ear.handle({
    type: 'message',
    id: edited ? `${id}:edited:${message.editedTimestamp ?? 0}` : id,
    actor: said.author,
    place: said.message.place,
    ...said,
    asked,
    edited,
    about: asked ? await referred(message, ear) : null,
  });
}

/** Addressed to the bot: directly, by mention, or as an answer to it. */
function isAsked({ client, guildId, mentions }: Message | PartialMessage): boolean {
  return guildId === null || mentions.has(client.user?.id ?? '', { ignoreEveryone: true, ignoreRoles: true });
}

function isWatched({ channel, channelId, guildId }: Message | PartialMessage, ear: Ear): boolean {
  const { channel: watched } = placeIn(channel, channelId, guildId);
  const parent = channel.isThread() ? channel.parent : channel;
  return ear.watches(watched, parent !== null && 'name' in parent ? parent.name : null);
}

/** What a message that asks the bot replies to; the bot's own words are no paste. */
async function referred(message: Message | PartialMessage, ear: Ear): Promise<Said | null> {
  if (message.reference?.messageId === undefined || (message.messageSnapshots?.size ?? 0) > 0) return null;
  const found = await message.fetchReference().catch(() => null);
  return found === null || found.author.id === ear.client.user?.id ? null : saidIn(found, ear.apiHost, ear.log);
}

async function removed(message: Message | PartialMessage, ear: Ear): Promise<void> {
  const place = placeIn(message.channel, message.channelId, message.guildId);
  const actor = actorOf(message.author ?? { id: '', bot: false });
  const id = `discord:${message.channelId}:${message.id}:removed`;
  await ear.handle({ type: 'removed', id, actor, place, message: { place, id: message.id } });
}

async function interacted(interaction: DiscordInteraction, ear: Ear): Promise<void> {
  const known =
    interaction.isButton() ||
    interaction.isModalSubmit() ||
    interaction.isChatInputCommand() ||
    interaction.isMessageContextMenuCommand();
  if (!known) return;
  const doing = interactionOf(interaction, ear.log);
  try {
    await ear.handle(await turnOf(interaction, doing, ear));
  } finally {
    await doing.finish();
  }
}

async function turnOf(given: Given, doing: Doing, ear: Ear): Promise<Turn> {
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
    return { type: 'menu', ...base, about: await saidIn(given.targetMessage, ear.apiHost, ear.log) };
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

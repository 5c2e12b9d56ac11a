import { channelJson, guildJson, memberJson, messageJson, serverOf, userJson } from './json.ts';
import { channelOf, known, messageOf, needs } from './lookups.ts';
import {
  BOT,
  EPHEMERAL,
  type Guild,
  type Interaction,
  type Json,
  type Message,
  newMessage,
  Refused,
  STAFF_ROLE,
  V2,
} from './state.ts';
import { startThread } from './threads.ts';
import { validateMessage, validateModal } from './validate.ts';

/** A request of the bot, without its address. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Json;
}

/** What routes work on. */
export interface Desk {
  readonly guild: Guild;
  readonly origin: string;
  readonly violations: string[];
  /** Is the privileged Message Content intent granted? */
  readonly messageContent: boolean;
  /** Tells the bot of what it did itself, as Discord does. */
  readonly dispatch: (event: string, data: Json) => void;
}

type Route = (params: readonly string[], asked: Asked, desk: Desk) => Json | readonly Json[] | null;

const ACK_MS = 3000;
/** Discord advises about one shard for so many servers: https://docs.discord.com/developers/events/gateway#sharding */
const ADVISED_PER_SHARD = 1000;
const TOKEN_MS = 15 * 60_000;

const ABOUT_ITSELF: readonly (readonly [string, RegExp, Route])[] = [
  [
    'GET',
    /^\/applications\/@me$/,
    (_params, _asked, { guild, messageContent }) => ({
      id: guild.application,
      name: 'Keymedic',
      bot: userJson(BOT, guild),
      flags: messageContent ? 1 << 19 : 0,
    }),
  ],
  [
    'GET',
    /^\/users\/@me\/guilds$/,
    (_params, _asked, { guild }) => (guild.left ? [] : [{ id: guild.id, name: 'Acme', owner: false }]),
  ],
  [
    'GET',
    /^\/guilds\/(\d+)$/,
    ([id = ''], _asked, { guild }) => {
      if (guild.left) throw new Refused(404, 10_004, 'Unknown Guild');
      return withoutLists(guildJson(guild, id));
    },
  ],
  [
    'GET',
    /^\/guilds\/(\d+)\/channels$/,
    ([id = ''], _asked, { guild }) => (guildJson(guild, id)['channels'] ?? []) as Json[],
  ],
  [
    'GET',
    /^\/guilds\/(\d+)\/roles\/member-counts$/,
    (_params, _asked, { guild }) => {
      const roles = [...guild.users.values()].flatMap((user) => user.roles);
      return Object.fromEntries([STAFF_ROLE, ...roles].map((id) => [id, roles.filter((one) => one === id).length]));
    },
  ],
];

function withoutLists({ channels: _channels, members: _members, ...guild }: Json): Json {
  return guild;
}

const ROUTES: readonly (readonly [string, RegExp, Route])[] = [
  [
    'GET',
    /^\/gateway\/bot$/,
    (_params, _asked, { guild, origin }) => ({
      url: origin.replace('http', 'ws'),
      shards: Math.ceil((guild.others.size + 1) / ADVISED_PER_SHARD),
      session_start_limit: { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 1 },
    }),
  ],
  ...ABOUT_ITSELF,
  ['GET', /^\/applications\/\d+\/commands$/, (_params, _asked, { guild }) => guild.commands],
  ['PUT', /^\/applications\/\d+\/commands$/, putCommands],
  ['GET', /^\/users\/(\d+)$/, ([id = ''], _asked, { guild }) => userJson(id, guild)],
  ['GET', /^\/channels\/(\d+)$/, ([id = ''], _asked, { guild }) => channelJson(channelOf(id, guild), guild)],
  ['GET', /^\/guilds\/\d+\/members\/(\d+)$/, ([id = ''], _asked, { guild }) => memberJson(known(id, guild), guild)],
  [
    'POST',
    /^\/users\/@me\/channels$/,
    (_params, { body }, { guild }) => channelJson(guild.dm(known(String(body['recipient_id']), guild)), guild),
  ],
  ['POST', /^\/channels\/(\d+)\/messages$/, postMessage],
  [
    'GET',
    /^\/channels\/(\d+)\/messages$/,
    ([id = ''], _asked, { guild }) =>
      guild.messages
        .filter(({ channel, only }) => channel === id && only === null)
        .toReversed()
        .map((message) => messageJson(message, guild)),
  ],
  [
    'GET',
    /^\/channels\/(\d+)\/messages\/(\d+)$/,
    ([channel = '', id = ''], _asked, { guild }) => messageJson(messageOf(channel, id, guild), guild),
  ],
  ['POST', /^\/channels\/(\d+)\/messages\/(\d+)\/threads$/, startThread],
  ['PATCH', /^\/channels\/(\d+)\/messages\/(\d+)$/, patchMessage],
  ['DELETE', /^\/channels\/(\d+)\/messages\/(\d+)$/, deleteMessage],
  ['POST', /^\/interactions\/\d+\/([^/]+)\/callback$/, callback],
  ['POST', /^\/webhooks\/\d+\/([^/]+)$/, followUp],
  ['PATCH', /^\/webhooks\/\d+\/([^/]+)\/messages\/@original$/, editOriginal],
  ['DELETE', /^\/webhooks\/\d+\/([^/]+)\/messages\/@original$/, deleteOriginal],
];

/** Answers a request. @throws Refused */
export function answer(asked: Asked, desk: Desk): Json | readonly Json[] | null {
  for (const [method, pattern, route] of ROUTES) {
    const found = method === asked.method ? pattern.exec(asked.path) : null;
    if (found !== null) return route(found.slice(1), asked, desk);
  }
  throw new Refused(404, 0, `404: Not Found ${asked.method} ${asked.path}`);
}

function putCommands(_params: readonly string[], { body }: Asked, { guild }: Desk): readonly Json[] {
  guild.commands = (body as unknown as Json[]).map((command) => ({ ...command, id: guild.id$(), version: '1' }));
  return guild.commands;
}

const NONCE_MS = 180_000;

function postMessage([id = '']: readonly string[], { body }: Asked, desk: Desk): Json {
  const { guild } = desk;
  const channel = channelOf(id, guild);
  needs(id, 'send', guild);
  if (channel.person !== null && guild.closed.has(channel.person))
    throw new Refused(403, 50_007, 'Cannot send messages to this user');
  const nonce = typeof body['nonce'] === 'string' ? body['nonce'] : null;
  if (nonce !== null && nonce.length > 25) throw new Refused(400, 50_035, 'Invalid Form Body');
  const twin = guild.messages.find(
    (one) => nonce !== null && one.nonce === nonce && one.channel === id && Date.now() - one.at < NONCE_MS,
  );
  if (twin !== undefined && body['enforce_nonce'] === true) return messageJson(twin, guild);
  validateMessage(body);
  const reference = body['message_reference'] as Json | undefined;
  const answered = guild.messages.findLast((one) => one.id === reference?.['message_id']);
  if (reference !== undefined && answered === undefined && reference['fail_if_not_exists'] !== false)
    throw new Refused(400, 50_035, 'Invalid Form Body', { errors: { message_reference: {} } });
  const message = add(guild, id, body, { nonce, reference: answered?.id ?? null });
  desk.dispatch('MESSAGE_CREATE', messageJson(message, guild));
  return messageJson(message, guild);
}

function add(guild: Guild, channel: string, body: Json, more: Partial<Message>): Message {
  const message = newMessage(guild, channel, BOT, {
    content: String(body['content'] ?? ''),
    components: (body['components'] ?? []) as Json[],
    flags: Number(body['flags'] ?? 0),
    ...more,
  });
  guild.messages.push(message);
  return message;
}

function patchMessage([channel = '', id = '']: readonly string[], { body }: Asked, { guild }: Desk): Json {
  const message = messageOf(channel, id, guild);
  if (message.author !== BOT) throw new Refused(403, 50_005, 'Cannot edit a message authored by another user');
  change(message, body);
  return messageJson(message, guild);
}

function change(message: Message, body: Json): void {
  validateMessage(body, (message.flags & V2) !== 0);
  message.components = (body['components'] ?? message.components) as Json[];
  message.content = String(body['content'] ?? message.content);
  message.flags |= Number(body['flags'] ?? 0);
  message.edited = new Date().toISOString();
}

function deleteMessage([channel = '', id = '']: readonly string[], _asked: Asked, desk: Desk): null {
  const { guild } = desk;
  const message = messageOf(channel, id, guild);
  if (message.author !== BOT) needs(channel, 'manage', guild);
  guild.messages.splice(guild.messages.indexOf(message), 1);
  desk.dispatch('MESSAGE_DELETE', { id, channel_id: channel, guild_id: serverOf(channel, guild) });
  return null;
}

function interactionOf(token: string, guild: Guild): Interaction {
  const found = guild.interactions.get(token);
  if (found === undefined || Date.now() - found.at > TOKEN_MS) throw new Refused(404, 10_015, 'Unknown Webhook');
  return found;
}

/** The first answer to an interaction. */
function callback([token = '']: readonly string[], { body }: Asked, { guild, violations }: Desk): null {
  const interaction = interactionOf(token, guild);
  if (interaction.acked !== null) throw new Refused(400, 40_060, 'Interaction has already been acknowledged.');
  if (Date.now() - interaction.at > ACK_MS) {
    violations.push('an interaction was answered after 3 s');
    throw new Refused(404, 10_062, 'Unknown interaction');
  }
  const type = Number(body['type']);
  const data = (body['data'] ?? {}) as Json;
  const fromMessage = interaction.message !== null;
  if ((type === 6 || type === 7) && !fromMessage) throw new Refused(400, 50_035, 'Invalid Form Body');
  if (type === 9 && interaction.kind === 'modal') throw new Refused(400, 50_035, 'Invalid Form Body');
  if (type === 9) {
    validateModal(data);
    guild.modals.set(interaction.user, { modal: data, channel: interaction.channel, message: interaction.message });
  } else if (type === 4) {
    validateMessage(data);
    interaction.original = add(guild, interaction.channel, data, { only: onlyFor(data, interaction) }).id;
  } else if (type === 5) {
    const shown = { content: 'thinking…', flags: Number(data['flags'] ?? 0) };
    interaction.original = add(guild, interaction.channel, shown, { only: onlyFor(data, interaction) }).id;
  } else if (type === 6) interaction.original = interaction.message;
  else throw new Refused(400, 50_035, 'Invalid Form Body');
  interaction.acked = type;
  return null;
}

function onlyFor(data: Json, { user }: Interaction): string | null {
  return (Number(data['flags'] ?? 0) & EPHEMERAL) === 0 ? null : user;
}

function acked(token: string, guild: Guild): Interaction {
  const interaction = interactionOf(token, guild);
  if (interaction.acked === null) throw new Refused(404, 10_015, 'Unknown Webhook');
  return interaction;
}

function followUp([token = '']: readonly string[], { body }: Asked, { guild }: Desk): Json {
  const interaction = acked(token, guild);
  validateMessage(body);
  return messageJson(add(guild, interaction.channel, body, { only: onlyFor(body, interaction) }), guild);
}

function editOriginal([token = '']: readonly string[], { body }: Asked, { guild }: Desk): Json {
  const interaction = acked(token, guild);
  const message = guild.messages.findLast(({ id }) => id === interaction.original);
  if (message === undefined) throw new Refused(404, 10_008, 'Unknown Message');
  message.content = '';
  change(message, body);
  return messageJson(message, guild);
}

function deleteOriginal([token = '']: readonly string[], _asked: Asked, { guild }: Desk): null {
  const interaction = acked(token, guild);
  const index = guild.messages.findIndex(({ id }) => id === interaction.original);
  if (index < 0) throw new Refused(404, 10_008, 'Unknown Message');
  guild.messages.splice(index, 1);
  return null;
}

import {
  BOT,
  type Channel,
  type Guild,
  type Interaction,
  type Json,
  type Message,
  OTHER_APP,
  STAFF_ROLE,
} from './state.ts';

const ALL = '562949953421311';
const VIEW = String(1 << 10);

/** A user as Discord writes it. */
export function userJson(id: string, guild: Guild): Json {
  const bot = id === BOT || id === OTHER_APP;
  const name = id === BOT ? 'Keymedic' : id === OTHER_APP ? 'Deploybot' : (guild.users.get(id)?.name ?? id);
  return { id, username: name.toLowerCase(), global_name: name, discriminator: '0', avatar: null, bot };
}

/** A member as Discord writes it. */
export function memberJson(id: string, guild: Guild): Json {
  return {
    user: userJson(id, guild),
    roles: guild.users.get(id)?.roles ?? [],
    joined_at: '2026-01-01T00:00:00.000Z',
    deaf: false,
    mute: false,
    flags: 0,
    nick: null,
    avatar: null,
    permissions: ALL,
  };
}

/** A channel as Discord writes it. */
export function channelJson(channel: Channel, guild: Guild): Json {
  const { id, name, type, parent, person, staffOnly, server = guild.id } = channel;
  if (type === 1) return { id, type, last_message_id: null, recipients: [userJson(person ?? '', guild)] };
  if (type === 11) return threadJson({ id, name, parent, server });
  const overwrites = staffOnly
    ? [
        { id: guild.id, type: 0, allow: '0', deny: VIEW },
        { id: STAFF_ROLE, type: 0, allow: VIEW, deny: '0' },
        { id: BOT, type: 1, allow: guild.denied.has(`${id}:view`) ? '0' : VIEW, deny: deniedIn(id, guild) },
      ]
    : [{ id: BOT, type: 1, allow: '0', deny: deniedIn(id, guild) }];
  return {
    id,
    type,
    name,
    guild_id: server,
    parent_id: parent,
    position: 0,
    permission_overwrites: overwrites,
    nsfw: false,
  };
}

/** Opens a thread on a message; it has the message's id. */
export function openThreadOn(guild: Guild, channel: string, message: string, name: string): Json {
  const { staffOnly = false, server = guild.id } = guild.channels.get(channel) ?? {};
  const thread: Channel = { id: message, name, type: 11, parent: channel, person: null, staffOnly, server };
  guild.channels.set(message, thread);
  return channelJson(thread, guild);
}

function threadJson({ id, name, parent, server }: Pick<Channel, 'id' | 'name' | 'parent' | 'server'>): Json {
  const thread_metadata = {
    archived: false,
    auto_archive_duration: 10_080,
    archive_timestamp: '2026-01-01T00:00:00.000Z',
    locked: false,
    create_timestamp: '2026-01-01T00:00:00.000Z',
  };
  const counts = { message_count: 0, member_count: 1, total_message_sent: 0, rate_limit_per_user: 0, flags: 0 };
  return { id, type: 11, name, guild_id: server, parent_id: parent, owner_id: BOT, thread_metadata, ...counts };
}

function deniedIn(channel: string, { denied }: Guild): string {
  const bits = Object.entries(PERMISSIONS).filter(([name]) => denied.has(`${channel}:${name}`));
  return String(bits.reduce((all, [, bit]) => all | bit, 0));
}

const PERMISSIONS = { view: 1 << 10, send: 1 << 11, manage: 1 << 13 };

/** A server as it comes after READY. */
export function guildJson(guild: Guild, server = guild.id): Json {
  const people = server === guild.id ? [...guild.users.keys()] : [];
  const role = (id: string, name: string) => ({
    id,
    name,
    color: 0,
    colors: { primary_color: 0 },
    hoist: false,
    position: 0,
    permissions: ALL,
    managed: false,
    mentionable: false,
    flags: 0,
  });
  const lists = [
    'threads',
    'presences',
    'voice_states',
    'stage_instances',
    'guild_scheduled_events',
    'emojis',
    'stickers',
  ];
  return {
    id: server,
    name: server === guild.id ? 'Acme' : `Server ${server}`,
    owner_id: '100000000000000014',
    roles: [
      { ...role(server, '@everyone'), permissions: '1071698529857' },
      { ...role(STAFF_ROLE, 'Support'), permissions: '0' },
    ],
    channels: [...guild.channels.values()]
      .filter((channel) => channel.type === 0 && (channel.server ?? guild.id) === server)
      .map((channel) => channelJson(channel, guild)),
    members: [memberJson(BOT, guild), ...people.map((id) => memberJson(id, guild))],
    ...Object.fromEntries(lists.map((name) => [name, []])),
    soundboard_sounds: [],
    features: [],
    member_count: people.length + 1,
    joined_at: '2026-01-01T00:00:00.000Z',
    large: false,
    unavailable: false,
    premium_tier: 0,
    preferred_locale: 'en-US',
    nsfw_level: 0,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    system_channel_flags: 0,
  };
}

/** The server that a channel is in. */
export function serverOf(channel: string, guild: Guild): string {
  return guild.channels.get(channel)?.server ?? guild.id;
}

/** A message as Discord writes it; `empty` where the intent for its content is missing. */
export function messageJson(message: Message, guild: Guild, empty = false): Json {
  const { id, channel, author, content, components, flags, edited, reference, attachments, webhook } = message;
  const referenced = reference === null ? undefined : guild.messages.findLast((one) => one.id === reference);
  const mentioned = [...content.matchAll(/<@!?(\d+)>/g)].map(([, who = '']) => userJson(who, guild));
  const answered = referenced === undefined ? [] : [userJson(referenced.author, guild)];
  return {
    id,
    channel_id: channel,
    author: { ...userJson(author, guild), ...(webhook === null ? {} : { bot: true }) },
    ...(webhook === null ? {} : { webhook_id: webhook }),
    content: empty ? '' : content,
    components: empty ? [] : components,
    attachments: empty ? [] : attachments,
    embeds: empty ? [] : message.embeds,
    ...(message.poll === null || empty ? {} : { poll: message.poll }),
    ...(message.snapshots === null
      ? {}
      : {
          message_reference: { type: 1, message_id: '1', channel_id: '2' },
          message_snapshots: empty ? [] : message.snapshots,
        }),
    flags,
    timestamp: new Date(message.at).toISOString(),
    edited_timestamp: edited,
    tts: false,
    mention_everyone: false,
    mentions: [...mentioned, ...answered],
    mention_roles: [],
    pinned: message.pinned,
    type: reference === null ? 0 : 19,
    ...(reference === null
      ? {}
      : {
          message_reference: { message_id: reference, channel_id: channel },
          referenced_message: referenced === undefined ? null : messageJson(referenced, guild, empty),
        }),
    // discord.js needs it for direct messages that it has not seen before.
    channel_type: guild.channels.get(channel)?.type ?? 0,
    ...(guild.channels.get(channel)?.type === 1 ? {} : { guild_id: serverOf(channel, guild) }),
  };
}

/** An interaction as Discord sends it. */
export function interactionJson(interaction: Interaction, type: number, data: Json, guild: Guild): Json {
  const channel = guild.channels.get(interaction.channel);
  if (channel === undefined) throw new Error('an interaction without a channel');
  const direct = channel.type === 1;
  const message = guild.messages.findLast(({ id }) => id === interaction.message);
  return {
    id: interaction.id,
    application_id: guild.application,
    type,
    token: interaction.token,
    version: 1,
    data,
    channel_id: channel.id,
    channel: channelJson(channel, guild),
    ...(direct
      ? { user: userJson(interaction.user, guild), context: 1 }
      : {
          member: memberJson(interaction.user, guild),
          guild_id: serverOf(channel.id, guild),
          guild: { id: serverOf(channel.id, guild), features: [], locale: 'en-US' },
          context: 0,
        }),
    ...(message === undefined ? {} : { message: messageJson(message, guild) }),
    locale: 'en-US',
    app_permissions: ALL,
    entitlements: [],
    authorizing_integration_owners: { '0': direct ? '0' : serverOf(channel.id, guild) },
    attachment_size_limit: 10_000_000,
  };
}

import { type Channel, isLoose, type Loose, type Member, type Message, type StoredFile, type View } from './types.ts';

/** The state of one workspace with one app in it. */
export interface Workspace {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  readonly appId: string;
  readonly bot: Member & { readonly botId: string };
  readonly users: Map<string, Member>;
  readonly channels: Map<string, Channel>;
  readonly files: Map<string, StoredFile>;
  readonly usergroups: Map<string, string[]>;
  /** Modals by person, the one on top last. */
  readonly modals: Map<string, View[]>;
  readonly homes: Map<string, View>;
  /** Its administrators. */
  readonly admins: Set<string>;
  /** The organisation that has installed the app as a whole; null where the workspace has. */
  readonly organisation: string | null;
  /** Address of the fake, for links to files. */
  origin: string;
  /** The app was taken out: no token is good any more. */
  removed: boolean;
  /** So long a file takes to be loaded, in milliseconds. */
  fileMs: number;
  now(): number;
  /** A time stamp that no message has. */
  ts(): string;
  id(prefix: string): string;
  /** The direct messages of the bot with this person, made when they are first needed. */
  im(user: string): Channel;
}

/** Ids of the people and channels that stories play with. */
export const PEOPLE = {
  ann: { id: 'U0ANN00001', name: 'Ann' },
  ben: { id: 'U0BEN00001', name: 'Ben' },
  sue: { id: 'U0SUE00001', name: 'Sue' },
  tom: { id: 'U0TOM00001', name: 'Tom' },
} as const;
export const OTHER_BOT = { id: 'U0OTHERBOT', name: 'Deploybot' } as const;
export const CHANNELS = { help: 'C0HELP0001', other: 'C0OTHER001', staff: 'C0STAFF001' } as const;

/** A workspace in which the bot is in all channels, and Sue and Tom are staff. */
export function openWorkspace(options: {
  readonly now: () => number;
  readonly staffPrivate: boolean;
  readonly team?: Workspace['team'];
  readonly organisation?: string;
}): Workspace {
  const bot = {
    id: 'U0BOT00001',
    handle: 'keymedic',
    name: 'Keymedic',
    bot: true,
    deactivated: false,
    botId: 'B0BOT1',
  };
  const users = new Map<string, Member>([[bot.id, bot]]);
  for (const { id, name } of Object.values(PEOPLE))
    users.set(id, { id, handle: name.toLowerCase(), name, bot: false, deactivated: false });
  users.set(OTHER_BOT.id, { ...OTHER_BOT, handle: 'deploybot', bot: true, deactivated: false });
  const everybody = [...Object.values(PEOPLE), OTHER_BOT].map(({ id }) => id);
  const staff = [PEOPLE.sue.id, PEOPLE.tom.id];
  const channels = new Map<string, Channel>();
  const add = (id: string, name: string, kind: Channel['kind'], members: readonly string[]) => {
    const channel: Channel = {
      id,
      name,
      kind,
      members: new Set([bot.id, ...members]),
      archived: false,
      messages: [],
      whispers: [],
    };
    channels.set(id, channel);
    return channel;
  };
  add(CHANNELS.help, 'help', 'public', everybody);
  add(CHANNELS.other, 'other', 'public', everybody);
  add(CHANNELS.staff, 'staff', options.staffPrivate ? 'private' : 'public', staff);
  let last = 0;
  let count = 0;
  const id = (prefix: string) => `${prefix}${(count += 1).toString(36).toUpperCase().padStart(9, '0')}`;
  return {
    team: options.team ?? { id: 'T1', name: 'Acme', domain: 'acme' },
    admins: new Set(),
    organisation: options.organisation ?? null,
    appId: 'A0APP00001',
    bot,
    users,
    channels,
    files: new Map(),
    usergroups: new Map(),
    modals: new Map(),
    homes: new Map(),
    origin: '',
    removed: false,
    fileMs: 0,
    now: options.now,
    ts() {
      last = Math.max(last + 1, Math.floor(options.now() * 1000));
      return `${Math.floor(last / 1e6)}.${String(last % 1e6).padStart(6, '0')}`;
    },
    id,
    im(user) {
      for (const channel of channels.values()) if (channel.kind === 'im' && channel.members.has(user)) return channel;
      return add(id('D'), 'directmessage', 'im', [user]);
    },
  };
}

/** Those of a thread, its root first; empty where there is no such root. */
export function threadOf(channel: Channel, root: string): Message[] {
  return channel.messages.filter(({ ts, thread }) => ts === root || thread === root);
}

/** What `channel_type` says of a channel. */
export function channelType({ kind }: Channel): 'channel' | 'group' | 'im' {
  return kind === 'public' ? 'channel' : kind === 'private' ? 'group' : 'im';
}

/** A message as Slack writes it into events, history and payloads of interactions. */
export function messageJson(ws: Workspace, channel: Channel, message: Message, withMetadata = false): Loose {
  const root = message.thread === null ? null : channel.messages.find(({ ts }) => ts === message.thread);
  const replies = message.thread === null ? threadOf(channel, message.ts).slice(1) : [];
  const thread = message.thread ?? (replies.length > 0 ? message.ts : null);
  const writer = ws.users.get(message.user);
  const program = message.ofBot
    ? { id: ws.bot.botId, app_id: ws.appId, name: ws.bot.name, team_id: ws.team.id, deleted: false }
    : { id: 'B0OTHER001', app_id: 'A0OTHER001', name: writer?.name, team_id: ws.team.id, deleted: false };
  return {
    type: 'message',
    ...(message.subtype === null ? {} : { subtype: message.subtype }),
    ...(message.subtype === 'tombstone' ? { hidden: true } : {}),
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: ws.team.id,
    ...(message.clientId === null ? {} : { client_msg_id: message.clientId }),
    ...(writer?.bot === true ? { bot_id: program.id, app_id: program.app_id, bot_profile: program } : {}),
    ...(message.blocks === null ? {} : { blocks: message.blocks }),
    ...(thread === null ? {} : { thread_ts: thread }),
    ...(root === null || root === undefined ? {} : { parent_user_id: root.user }),
    ...(replies.length === 0 ? {} : { reply_count: replies.length, latest_reply: replies.at(-1)?.ts }),
    ...(message.edited === null ? {} : { edited: { user: message.user, ts: message.edited } }),
    ...(message.files.length === 0
      ? {}
      : { files: message.files.map((file) => sharedFileJson(ws, file)), upload: false, display_as_bot: false }),
    ...(message.attachments === undefined ? {} : { attachments: message.attachments }),
    ...(message.pinned === true ? { pinned_to: [channel.id] } : {}),
    ...(message.reactions.size === 0
      ? {}
      : { reactions: [...message.reactions].map((name) => ({ name, users: [ws.bot.id], count: 1 })) }),
    ...(withMetadata && message.metadata !== null ? { metadata: message.metadata } : {}),
  };
}

/** A file in a message: https://docs.slack.dev/reference/objects/file-object#slack_connect_files */
export function sharedFileJson(ws: Workspace, file: StoredFile): Loose {
  if (file.connect !== true) return fileJson(ws, file);
  return { id: file.id, mode: 'file_access', file_access: 'check_file_info', created: 0, timestamp: 0, user: '' };
}

/** A file as Slack writes it. */
export function fileJson({ team, origin }: Workspace, file: StoredFile): Loose {
  const path = `${origin}/files-pri/${team.id}-${file.id}`;
  return {
    id: file.id,
    created: 0,
    timestamp: 0,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.filetype,
    pretty_type: file.filetype,
    user: file.owner,
    editable: isText(file),
    size: file.length,
    mode: isText(file) ? 'snippet' : 'hosted',
    is_external: false,
    is_public: true,
    url_private: `${path}/${encodeURIComponent(file.name)}`,
    url_private_download: `${path}/download/${encodeURIComponent(file.name)}`,
    permalink: `https://${team.domain}.slack.com/files/${file.owner}/${file.id}/${encodeURIComponent(file.name)}`,
    ...(file.alt === '' ? {} : { alt_txt: file.alt }),
  };
}

function isText({ mimetype }: StoredFile): boolean {
  return mimetype.startsWith('text/') || mimetype === 'application/json';
}

/** Blocks as Slack keeps them: block and action ids filled in. */
export function withIds<T extends Loose>(ws: Workspace, blocks: readonly T[]): T[] {
  const named = (element: unknown): unknown =>
    isLoose(element) && NEEDS_ID.has(String(element['type'])) && element['action_id'] === undefined
      ? { ...element, action_id: ws.id('act') }
      : element;
  return blocks.map((block) => ({
    ...block,
    block_id: block['block_id'] ?? ws.id('blk'),
    ...(Array.isArray(block['elements']) && block['type'] === 'actions'
      ? { elements: block['elements'].map(named) }
      : {}),
    ...(block['accessory'] === undefined ? {} : { accessory: named(block['accessory']) }),
    ...(block['element'] === undefined ? {} : { element: named(block['element']) }),
  }));
}

const NEEDS_ID = new Set(['button', 'static_select', 'multi_static_select', 'overflow', 'radio_buttons', 'checkboxes']);
NEEDS_ID.add('plain_text_input').add('users_select').add('datepicker').add('email_text_input').add('url_text_input');

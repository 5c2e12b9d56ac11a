import { type Json, type Message, Refused } from './types.ts';
import { validateBlocks, validateView } from './validate.ts';
import { BOT, TEAM, type Workspace } from './workspace.ts';

type Method = { readonly scope: string | null; readonly run: (args: Json, at: Workspace) => Json };

const TRIGGER_MS = 3000;

/** The methods that the bot may call, each with the scope that it needs. */
export const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': {
    scope: null,
    run: () => ({ team_id: TEAM, user_id: BOT.user, bot_id: BOT.bot, url: 'https://fake.slack.com/' }),
  },
  'chat.postMessage': { scope: 'chat:write', run: postMessage },
  'chat.update': {
    scope: 'chat:write',
    run: (args, at) => {
      const message = own(args, at, 'cant_update_message');
      message.text = textOf(args);
      message.blocks = validateBlocks(args['blocks'] ?? [], 'message');
      message.edited = true;
      return { channel: message.channel, ts: message.ts };
    },
  },
  'chat.delete': {
    scope: 'chat:write',
    run: (args, at) => {
      const message = own(args, at, 'cant_delete_message');
      at.messages.splice(at.messages.indexOf(message), 1);
      return { channel: message.channel, ts: message.ts };
    },
  },
  'chat.postEphemeral': {
    scope: 'chat:write',
    run: (args, at) => {
      const channel = at.writable(String(args['channel']));
      if (at.channels.get(channel)?.members.has(String(args['user'])) !== true)
        throw new Refused('user_not_in_channel');
      const message = add(args, channel, at, String(args['user']));
      return { message_ts: message.ts };
    },
  },
  'chat.getPermalink': {
    scope: null,
    run: (args, at) => {
      const { channel, ts } = at.find(String(args['channel']), String(args['message_ts']));
      return { permalink: `https://fake.slack.com/archives/${channel}/p${ts.replace('.', '')}` };
    },
  },
  'conversations.open': { scope: 'im:write', run: (args) => ({ channel: { id: `D${String(args['users'])}` } }) },
  'conversations.info': {
    scope: 'channels:read',
    run: (args, at) => {
      const channel = at.channels.get(String(args['channel']));
      if (channel === undefined) throw new Refused('channel_not_found');
      return { channel: { id: channel.id, name: channel.name } };
    },
  },
  'conversations.members': {
    scope: 'channels:read',
    run: (args, at) => {
      const channel = at.channels.get(String(args['channel']));
      if (channel === undefined) throw new Refused('channel_not_found');
      return { members: [...channel.members], response_metadata: { next_cursor: '' } };
    },
  },
  'conversations.history': { scope: 'channels:history', run: (args, at) => ({ messages: historyOf(args, at, null) }) },
  'conversations.replies': {
    scope: 'channels:history',
    run: (args, at) => ({ messages: historyOf(args, at, String(args['ts'])) }),
  },
  'users.info': {
    scope: 'users:read',
    run: (args, at) => {
      const user = at.users.get(String(args['user']));
      if (user === undefined) throw new Refused('user_not_found');
      return { user: { id: user.id, name: user.name.toLowerCase(), profile: { display_name: user.name } } };
    },
  },
  'views.open': {
    scope: null,
    run: (args, at) => {
      const trigger = at.triggers.get(String(args['trigger_id']));
      if (trigger === undefined) throw new Refused('invalid_trigger_id');
      if (trigger.used) throw new Refused('exchanged_trigger_id');
      if (Date.now() - trigger.at > TRIGGER_MS) throw new Refused('expired_trigger_id');
      trigger.used = true;
      const view = parsed(args['view']);
      validateView(view);
      const id = at.id('V');
      at.modals.set(trigger.user, { id, view });
      return { view: { ...view, id } };
    },
  },
  'views.publish': {
    scope: null,
    run: (args, at) => {
      const view = parsed(args['view']);
      validateView(view);
      const id = at.id('V');
      at.homes.set(String(args['user_id']), { id, view });
      return { view: { ...view, id } };
    },
  },
};

function parsed(value: unknown): Json {
  return (typeof value === 'string' ? JSON.parse(value) : value) as Json;
}

function textOf(args: Json): string {
  const text = String(args['text'] ?? '');
  if (text === '') throw new Refused('no_text');
  if (text.length > 40_000) throw new Refused('msg_too_long');
  return text;
}

function postMessage(args: Json, at: Workspace): Json {
  const channel = at.writable(String(args['channel']));
  const thread = args['thread_ts'];
  if (thread !== undefined) at.find(channel, String(thread));
  const message = add(args, channel, at, null);
  return { channel, ts: message.ts, message: { ts: message.ts } };
}

function add(args: Json, channel: string, at: Workspace, only: string | null): Message {
  const message: Message = {
    ts: at.ts(),
    channel,
    thread: args['thread_ts'] === undefined ? null : String(args['thread_ts']),
    user: BOT.user,
    text: textOf(args),
    blocks: validateBlocks(args['blocks'] ?? [], 'message'),
    edited: false,
    metadata: args['metadata'] === undefined ? null : parsed(args['metadata']),
    files: [],
    only,
  };
  at.messages.push(message);
  return message;
}

function own(args: Json, at: Workspace, refusal: string): Message {
  const message = at.find(String(args['channel']), String(args['ts']));
  if (message.user !== BOT.user || message.only !== null) throw new Refused(refusal);
  return message;
}

function historyOf(args: Json, at: Workspace, thread: string | null): Json[] {
  const oldest = Number(args['oldest'] ?? 0);
  return at.messages
    .filter((message) => message.channel === args['channel'] && message.only === null && Number(message.ts) >= oldest)
    .filter((message) =>
      thread === null ? message.thread === null : message.thread === thread || message.ts === thread,
    )
    .map(({ ts, text, user, metadata }) => ({
      ts,
      text,
      user,
      ...(args['include_all_metadata'] && metadata !== null ? { metadata } : {}),
    }));
}

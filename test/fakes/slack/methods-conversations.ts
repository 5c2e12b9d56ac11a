import { byChannel, channelArg, flagArg, type Methods, messageArg, page, textArg, writable } from './method.ts';
import type { Parts } from './parts.ts';
import { type Channel, type Loose, type Message, Refusal } from './types.ts';
import { messageJson, threadOf, type Workspace } from './workspace.ts';

/** Channels, their members and what was said in them. */
export const conversationMethods: Methods = {
  'conversations.open': {
    token: 'bot',
    scopes: ['im:write'],
    run({ ws }, args) {
      const users = textArg(args, 'users').split(',').filter(Boolean);
      const [id] = users;
      if (id === undefined) throw new Refusal('users_list_not_supplied');
      if (users.length > 1) throw new Refusal('too_many_users');
      const user = ws.users.get(id);
      if (user === undefined) throw new Refusal('user_not_found');
      if (user.deactivated) throw new Refusal('user_disabled');
      if (user.bot) throw new Refusal('cannot_dm_bot');
      const channel = ws.im(id);
      return { channel: flagArg(args, 'return_im') ? channelJson(ws, channel) : { id: channel.id } };
    },
  },
  'conversations.info': {
    token: 'bot',
    scopes: byChannel('read'),
    run: (parts, args) => ({ channel: channelJson(parts.ws, channelArg(parts, args)) }),
  },
  'conversations.list': {
    token: 'bot',
    scopes: ['channels:read'],
    run({ ws, scopes }, args) {
      const types = textArg(args, 'types') || 'public_channel';
      if (types.includes('private_channel') && !scopes.has('groups:read'))
        throw new Refusal('missing_scope', { needed: 'groups:read', provided: [...scopes].join(',') });
      const seen = [...ws.channels.values()].filter(
        ({ kind, members }) =>
          (kind === 'public' && types.includes('public_channel')) ||
          (kind === 'private' && types.includes('private_channel') && members.has(ws.bot.id)),
      );
      const { items, next } = page(seen, args, 1000);
      return { channels: items.map((channel) => channelJson(ws, channel)), response_metadata: { next_cursor: next } };
    },
  },
  'conversations.members': {
    token: 'bot',
    scopes: byChannel('read'),
    run(parts, args) {
      const { items, next } = page([...channelArg(parts, args).members], args, 1000);
      return { members: items, response_metadata: { next_cursor: next } };
    },
  },
  'conversations.history': {
    token: 'bot',
    scopes: byChannel('history'),
    run(parts, args) {
      const channel = readable(parts, args);
      const roots = channel.messages.filter(({ thread, subtype }) => thread === null || subtype === 'thread_broadcast');
      return messagePage(parts.ws, channel, within(roots, args).toReversed(), args);
    },
  },
  'conversations.replies': {
    token: 'bot',
    scopes: byChannel('history'),
    run(parts, args) {
      const channel = readable(parts, args);
      const root = textArg(args, 'ts');
      const thread = threadOf(channel, root);
      if (thread[0]?.ts !== root) throw new Refusal('thread_not_found');
      // The root comes whatever the range.
      return messagePage(parts.ws, channel, [thread[0], ...within(thread.slice(1), args)], args);
    },
  },
  'reactions.add': {
    token: 'bot',
    scopes: ['reactions:write'],
    run(parts, args) {
      const { reactions } = messageArg(writable(parts, channelArg(parts, args)), args, 'timestamp');
      const name = textArg(args, 'name');
      if (!/^[a-z0-9_+'-]+$/.test(name)) throw new Refusal('invalid_name');
      if (reactions.has(name)) throw new Refusal('already_reacted');
      reactions.add(name);
      return {};
    },
  },
  'reactions.remove': {
    token: 'bot',
    scopes: ['reactions:write'],
    run(parts, args) {
      const { reactions } = messageArg(channelArg(parts, args), args, 'timestamp');
      if (!reactions.delete(textArg(args, 'name'))) throw new Refusal('no_reaction');
      return {};
    },
  },
};

function readable(parts: Parts, args: Loose): Channel {
  const channel = channelArg(parts, args);
  if (!channel.members.has(parts.ws.bot.id)) throw new Refusal('not_in_channel');
  return channel;
}

function within(messages: readonly Message[], args: Loose): Message[] {
  const oldest = textArg(args, 'oldest') || '0';
  const latest = textArg(args, 'latest') || '9999999999';
  const inclusive = flagArg(args, 'inclusive');
  return messages.filter(({ ts }) => {
    const at = Number(ts);
    return inclusive ? at >= Number(oldest) && at <= Number(latest) : at > Number(oldest) && at < Number(latest);
  });
}

function messagePage(ws: Workspace, channel: Channel, messages: readonly Message[], args: Loose): Loose {
  const { items, next } = page(messages, args, 999);
  const withMetadata = flagArg(args, 'include_all_metadata');
  return {
    messages: items.map((message) => messageJson(ws, channel, message, withMetadata)),
    has_more: next !== '',
    response_metadata: { next_cursor: next },
  };
}

function channelJson(ws: Workspace, channel: Channel): Loose {
  const { id, name, kind, archived, members, shared = false } = channel;
  const im = kind === 'im';
  return {
    id,
    ...(im ? { user: [...members].find((one) => one !== ws.bot.id) } : { name, name_normalized: name }),
    is_channel: kind === 'public',
    is_group: false,
    is_im: im,
    is_mpim: false,
    is_private: kind !== 'public',
    is_archived: archived,
    is_ext_shared: shared,
    is_member: members.has(ws.bot.id),
    context_team_id: ws.team.id,
  };
}

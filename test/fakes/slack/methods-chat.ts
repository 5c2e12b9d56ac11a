import { change, post, take, whisper } from './messages.ts';
import { channelArg, flagArg, jsonArg, type Methods, messageArg, metadataArg, textArg, writable } from './method.ts';
import type { Parts } from './parts.ts';
import { type Block, type Channel, type Loose, Refusal } from './types.ts';
import { checkMessageBlocks } from './validate-blocks.ts';
import { messageJson, withIds } from './workspace.ts';

const MOST_TEXT = 40_000;
/** `chat.update` takes less than `chat.postMessage`. */
const MOST_TEXT_OF_UPDATE = 4000;

const WRITE = ['chat:write'];

/** Sending, changing and deleting. */
export const chatMethods: Methods = {
  'chat.postMessage': {
    token: 'bot',
    scopes: WRITE,
    run(parts, args) {
      const { ws } = parts;
      const channel = writable(parts, destination(parts, args));
      if (textArg(args, 'as_user') !== '') throw new Refusal('as_user_not_supported');
      const { text, blocks } = contents(parts, args, MOST_TEXT);
      const thread = threadArg(parts, channel, args);
      const metadata = metadataArg(args);
      const broadcast = thread !== null && flagArg(args, 'reply_broadcast');
      const message = post(parts, channel, { user: ws.bot.id, text, blocks, thread, metadata, broadcast }, 'bot');
      return { channel: channel.id, ts: message.ts, message: messageJson(ws, channel, message, true) };
    },
  },
  'chat.update': {
    token: 'bot',
    scopes: WRITE,
    run(parts, args) {
      const { ws } = parts;
      const channel = channelArg(parts, args);
      if (channel.archived) throw new Refusal('is_archived');
      const message = messageArg(channel, args);
      if (message.user !== ws.bot.id) throw new Refusal('cant_update_message');
      const { text, blocks } = contents(parts, args, MOST_TEXT_OF_UPDATE);
      const metadata = metadataArg(args);
      // Blocks that are not given stay; an empty list takes them away.
      const kept = blocks ?? message.blocks;
      const to = { text, blocks: kept?.length === 0 ? null : kept, metadata: metadata ?? message.metadata };
      change(parts, channel, message, to, 'bot');
      return { channel: channel.id, ts: message.ts, text, message: messageJson(ws, channel, message, true) };
    },
  },
  'chat.delete': {
    token: 'bot',
    scopes: WRITE,
    run(parts, args) {
      const channel = channelArg(parts, args);
      const message = messageArg(channel, args);
      if (message.user !== parts.ws.bot.id) throw new Refusal('cant_delete_message');
      take(parts, channel, message, 'bot');
      return { channel: channel.id, ts: message.ts };
    },
  },
  'chat.postEphemeral': {
    token: 'bot',
    scopes: WRITE,
    run(parts, args) {
      const channel = writable(parts, channelArg(parts, args));
      const user = textArg(args, 'user');
      const { text, blocks } = contents(parts, args, MOST_TEXT);
      if (!channel.members.has(user)) throw new Refusal('user_not_in_channel');
      const thread = threadArg(parts, channel, args);
      const draft = { user: parts.ws.bot.id, text, blocks, thread, to: user };
      return { message_ts: whisper(parts, channel, draft).ts };
    },
  },
  'chat.getPermalink': {
    token: 'bot',
    scopes: [],
    run(parts, args) {
      const channel = channelArg(parts, args);
      const { ts, thread } = messageArg(channel, args, 'message_ts');
      const query = thread === null ? '' : `?thread_ts=${thread}&cid=${channel.id}`;
      const host = `https://${parts.ws.team.domain}.slack.com`;
      return { channel: channel.id, permalink: `${host}/archives/${channel.id}/p${ts.replace('.', '')}${query}` };
    },
  },
};

/** Text and blocks of a message, checked. People see the blocks, screen readers and notifications the text. */
export function contents(
  parts: Parts,
  args: Loose,
  most: number,
  limitBlockText = true,
): { readonly text: string; readonly blocks: readonly Block[] | null } {
  const text = textArg(args, 'text');
  const blocks = jsonArg(args, 'blocks', 'invalid_blocks_format');
  const none = blocks === undefined || (Array.isArray(blocks) && blocks.length === 0);
  if (none && text === '') throw new Refusal('no_text');
  if (text.length > most) throw new Refusal('msg_too_long');
  if (blocks === undefined) return { text, blocks: null };
  checkMessageBlocks(blocks, limitBlockText);
  if (text === '')
    parts.wire.violated('a message with blocks and without text: screen readers and notifications are silent');
  return { text, blocks: withIds(parts.ws, blocks as Block[]) };
}

/** The root of the thread that is written into; null for the channel itself. */
export function threadArg({ wire, missingThread }: Parts, channel: Channel, args: Loose): string | null {
  const given = textArg(args, 'thread_ts');
  if (given === '') return null;
  if (!/^\d+\.\d{6}$/.test(given)) throw new Refusal('invalid_thread_ts');
  const root = channel.messages.find(({ ts }) => ts === given);
  if (root === undefined && missingThread === 'channel') return null;
  if (root === undefined) throw new Refusal('thread_not_found');
  if (root.thread !== null) wire.violated(`thread_ts ${given} is an answer, not the root of a thread`);
  return root.thread ?? root.ts;
}

/** A channel by id or name, or the direct messages with a person by the person's id. */
function destination(parts: Parts, args: Loose): Channel {
  const { ws, scopes } = parts;
  const given = textArg(args, 'channel');
  const user = ws.users.get(given);
  if (user !== undefined) {
    if (user.deactivated) throw new Refusal('user_disabled');
    if (user.bot) throw new Refusal('cannot_dm_bot');
    if (!scopes.has('im:write')) parts.wire.violated('a message to a person without the scope im:write');
    return ws.im(given);
  }
  const named = [...ws.channels.values()].find(({ name, kind }) => kind !== 'im' && name === given.replace(/^#/, ''));
  const channel = channelArg(parts, { channel: named?.id ?? given });
  if (channel.kind === 'im' && [...channel.members].some((id) => ws.users.get(id)?.deactivated === true))
    throw new Refusal('user_disabled');
  return channel;
}

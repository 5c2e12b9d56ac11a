import { type Cause, emitChanged, emitDeleted, emitPosted, emitUnfurled } from './events.ts';
import type { Parts } from './parts.ts';
import type { Block, Channel, Loose, Message } from './types.ts';
import { messageJson, threadOf } from './workspace.ts';

/** What a message is made from. */
export interface Draft {
  readonly user: string;
  readonly text: string;
  readonly thread: string | null;
  readonly blocks?: readonly Block[] | null;
  readonly metadata?: Loose | null;
  readonly files?: Message['files'];
  readonly attachments?: readonly Loose[];
  readonly broadcast?: boolean;
  readonly to?: string;
}

/** Puts a message into a channel and tells the bot. */
export function post(parts: Parts, channel: Channel, draft: Draft, cause: Cause): Message {
  const message = make(parts, draft);
  channel.messages.push(message);
  emitPosted(parts, channel, message, cause);
  if (cause === 'person' && parts.unfurls && /<https?:/.test(message.text)) emitUnfurled(parts, channel, message);
  return message;
}

/** Shows a message to one person alone; nobody is told. */
export function whisper(parts: Parts, channel: Channel, draft: Draft): Message {
  const message = make(parts, draft);
  channel.whispers.push(message);
  return message;
}

/** A message as it is made from a draft; `ts` is its time stamp where it was written before. */
export function make({ ws }: Parts, draft: Draft, ts = ws.ts()): Message {
  const ofBot = draft.user === ws.bot.id;
  const files = draft.files ?? [];
  const subtype = files.length > 0 ? 'file_share' : draft.broadcast === true ? 'thread_broadcast' : null;
  return {
    ts,
    user: draft.user,
    ofBot,
    clientId: ws.users.get(draft.user)?.bot === true ? null : ws.id('client-'),
    thread: draft.thread,
    files,
    subtype,
    text: draft.text,
    blocks: draft.blocks ?? null,
    ...(draft.attachments === undefined ? {} : { attachments: draft.attachments }),
    metadata: draft.metadata ?? null,
    edited: null,
    reactions: new Set(),
    to: draft.to ?? null,
  };
}

/** Changes a message and tells the bot. */
export function change(
  parts: Parts,
  channel: Channel,
  message: Message,
  to: Partial<Pick<Message, 'text' | 'blocks' | 'metadata'>>,
  cause: Cause,
): void {
  const before = messageJson(parts.ws, channel, message, true);
  Object.assign(message, to);
  message.edited = parts.ws.ts();
  if (message.to === null) emitChanged(parts, channel, message, before, cause);
}

/**
 * Takes a message away and tells the bot. The root of a thread with answers leaves a tombstone, which is a *change*
 * (https://github.com/slack-edge/slack-edge/pull/10); the tombstone goes with the last answer.
 */
export function take(parts: Parts, channel: Channel, message: Message, cause: Cause): void {
  const before = messageJson(parts.ws, channel, message, true);
  if (message.thread === null && threadOf(channel, message.ts).length > 1) {
    const at = channel.messages.indexOf(message);
    const stone: Message = {
      ...message,
      user: 'USLACKBOT',
      ofBot: false,
      clientId: null,
      files: [],
      subtype: 'tombstone',
      text: 'This message was deleted.',
      blocks: null,
      metadata: null,
      edited: null,
    };
    channel.messages[at] = stone;
    emitChanged(parts, channel, stone, before, cause);
    return;
  }
  channel.messages = channel.messages.filter((one) => one !== message);
  emitDeleted(parts, channel, message.ts, before, cause);
  const root = channel.messages.find(({ ts }) => ts === message.thread);
  if (root?.subtype === 'tombstone' && threadOf(channel, root.ts).length === 1) take(parts, channel, root, cause);
}

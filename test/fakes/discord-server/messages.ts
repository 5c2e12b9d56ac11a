import { messageJson } from './json.ts';
import type { Guild, Json, Message } from './state.ts';

/** Somebody's message, put into the server; with what Discord tells the bot of it. */
export function messageOf(
  guild: Guild,
  channel: string,
  author: string,
  content: string,
): { readonly id: string; readonly json: Json } {
  const message: Message = {
    id: guild.id$(),
    channel,
    author,
    content,
    components: [],
    flags: 0,
    edited: null,
    reference: null,
    attachments: [],
    nonce: null,
    at: Date.now(),
    only: null,
  };
  guild.messages.push(message);
  return { id: message.id, json: messageJson(message, guild) };
}

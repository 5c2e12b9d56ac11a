import { messageJson } from './json.ts';
import { type Guild, type Json, newMessage } from './state.ts';

/** Somebody's message, put into the server; with what Discord tells the bot of it. */
export function messageOf(
  guild: Guild,
  channel: string,
  author: string,
  content: string,
): { readonly id: string; readonly json: Json } {
  const message = newMessage(guild, channel, author, { content });
  guild.messages.push(message);
  return { id: message.id, json: messageJson(message, guild) };
}

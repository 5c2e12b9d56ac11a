import type { Parts } from './parts.ts';
import { type Channel, isLoose, type Loose, type Message, Refusal } from './types.ts';
import type { Workspace } from './workspace.ts';

/** One method of the Web API. */
export interface Method {
  readonly token: 'bot' | 'app' | 'none';
  /** Scopes of which one is needed; none, or as the arguments say. */
  readonly scopes: readonly string[] | ((args: Loose, ws: Workspace) => readonly string[]);
  run(parts: Parts, args: Loose): Loose;
}

/** Methods by their names. */
export type Methods = Readonly<Record<string, Method>>;

/** An argument as a string; empty where it is not there. */
export function textArg(args: Loose, name: string): string {
  const value = args[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** An argument that is on or off. */
export function flagArg(args: Loose, name: string): boolean {
  return ['true', '1', true, 1].includes(args[name] as string);
}

/** An argument that form encoding carries as JSON; undefined where it is not there. */
export function jsonArg(args: Loose, name: string, error: string): unknown {
  const value = args[name];
  if (typeof value !== 'string') return value;
  if (value === '') return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw new Refusal(error);
  }
}

/** Scopes of a family, by the kind of the channel in the arguments. */
export function byChannel(verb: string): (args: Loose, ws: Workspace) => readonly string[] {
  return (args, ws) => {
    const kind = ws.channels.get(textArg(args, 'channel'))?.kind;
    if (kind === undefined) return [`channels:${verb}`, `groups:${verb}`, `im:${verb}`];
    return [kind === 'public' ? `channels:${verb}` : kind === 'private' ? `groups:${verb}` : `im:${verb}`];
  };
}

/** The channel with this id, as far as the bot may know of it. */
export function channelArg({ ws }: Parts, args: Loose, name = 'channel'): Channel {
  const channel = ws.channels.get(textArg(args, name));
  if (channel === undefined) throw new Refusal('channel_not_found');
  if (channel.kind !== 'public' && !channel.members.has(ws.bot.id)) throw new Refusal('channel_not_found');
  return channel;
}

/** A channel that the bot may write into. */
export function writable({ ws }: Parts, channel: Channel): Channel {
  if (channel.archived) throw new Refusal('is_archived');
  if (!channel.members.has(ws.bot.id)) throw new Refusal('not_in_channel');
  return channel;
}

/** A message of a channel by its time stamp. */
export function messageArg(channel: Channel, args: Loose, name = 'ts'): Message {
  const ts = textArg(args, name);
  const message = channel.messages.find((one) => one.ts === ts && one.subtype !== 'tombstone');
  if (message === undefined) throw new Refusal('message_not_found');
  return message;
}

/** One page of a list, with the cursor of the next. */
export function page<T>(all: readonly T[], args: Loose, most: number): { readonly items: T[]; readonly next: string } {
  const limit = Math.min(Number(textArg(args, 'limit')) || 100, most);
  const cursor = textArg(args, 'cursor');
  const from = cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64').toString('utf8'));
  if (!Number.isInteger(from)) throw new Refusal('invalid_cursor');
  const next = from + limit < all.length ? Buffer.from(String(from + limit)).toString('base64') : '';
  return { items: all.slice(from, from + limit), next };
}

/** What was given, if it is an object; null where nothing was. */
export function metadataArg(args: Loose): Loose | null {
  const metadata = jsonArg(args, 'metadata', 'invalid_metadata_format');
  if (metadata === undefined) return null;
  const sound = isLoose(metadata) && typeof metadata['event_type'] === 'string' && isLoose(metadata['event_payload']);
  if (!sound) throw new Refusal('invalid_metadata_format');
  return metadata;
}

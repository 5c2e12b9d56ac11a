import { z } from 'zod';
import type { Actor, MessageRef, Place, Said } from '#chat/port.ts';
import { SecretKey } from '#secret-key.ts';

const NAME = 'slack';
/** Messages that people write; others are joins, topics and the like, and those of bots. */
const WRITTEN = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);

const fileSchema = z.object({
  name: z.string().nullish(),
  mimetype: z.string().nullish(),
  filetype: z.string().nullish(),
  mode: z.string().nullish(),
  size: z.number().nullish(),
  url_private: z.string().nullish(),
  permalink: z.string().nullish(),
});

const writtenSchema = z.object({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  subtype: z.string().optional(),
  text: z.string().default(''),
  thread_ts: z.string().optional(),
  files: z.array(fileSchema).default([]),
  edited: z.object({ ts: z.string() }).optional(),
});

const messageSchema = z.object({
  channel: z.string(),
  channel_type: z.string().optional(),
  subtype: z.string().optional(),
  deleted_ts: z.string().optional(),
  message: writtenSchema.optional(),
  previous_message: writtenSchema.optional(),
});

/** A file of a message, before it is read. */
export type SlackFile = z.output<typeof fileSchema>;

/** What a message event says. */
export type Heard =
  | { readonly type: 'ignored' }
  | { readonly type: 'removed'; readonly id: string; readonly actor: Actor; readonly message: MessageRef }
  | {
      readonly type: 'message';
      readonly id: string;
      readonly said: Omit<Said, 'files' | 'links'>;
      readonly files: readonly SlackFile[];
      readonly mentioned: boolean;
      readonly edited: boolean;
    };

const IGNORED: Heard = { type: 'ignored' };

/**
 * Reads a `message` or `app_mention` event. Both come for a mention; they have the same id.
 *
 * @param team the workspace that the message was seen in
 */
export function readMessage(event: unknown, team: string, botUser: string): Heard {
  const read = messageSchema.safeParse(event);
  if (!read.success) return IGNORED;
  const outer = read.data;
  if (isRemoval(outer)) return removed(outer, team);
  const edited = outer.subtype === 'message_changed';
  const written = edited ? outer.message : writtenSchema.safeParse(event).data;
  if (written === undefined || !isWritten(written)) return IGNORED;
  // Slack also sends a change when it adds the preview of a link.
  if (edited && outer.previous_message?.text === written.text) return IGNORED;
  const place = placeOf(outer.channel, team, threadOf(written), outer.channel_type);
  const id = `${NAME}:${team}:${outer.channel}:${written.ts}`;
  const mention = `<@${botUser}>`;
  return {
    type: 'message',
    id: edited ? `${id}:edited:${written.edited?.ts ?? written.text.length}` : id,
    said: {
      message: { place, id: written.ts },
      author: actorOf(written.user ?? '', team),
      text: plainText(written.text.replaceAll(mention, ' ')).trim(),
    },
    files: written.files,
    mentioned: written.text.includes(mention),
    edited,
  };
}

/** The root of a thread with answers is not deleted but turned into a tombstone. */
function isRemoval({ subtype, message }: z.output<typeof messageSchema>): boolean {
  return subtype === 'message_deleted' || message?.subtype === 'tombstone';
}

/** What a person typed: Slack wraps links and mentions in brackets, and escapes the brackets of people. */
export function plainText(text: string): string {
  return text
    .replaceAll(/<(https?:\/\/[^|>]+|mailto:[^|>]+)(?:\|([^>]*))?>/g, (_whole, url: string, label?: string) =>
      url.startsWith('mailto:') ? (label ?? url) : url,
    )
    .replaceAll(/<([@#!][^|>]+)(?:\|([^>]*))?>/g, (_whole, id: string, label?: string) =>
      label ? `${id[0]}${label}` : id,
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function isWritten({ subtype, bot_id: bot, user }: z.output<typeof writtenSchema>): boolean {
  return WRITTEN.has(subtype) && bot === undefined && user !== undefined;
}

/** A message is the root of its own thread; only answers stand in one. */
function threadOf({
  thread_ts: thread,
  ts,
}: {
  readonly thread_ts?: string | undefined;
  readonly ts: string;
}): string | null {
  return thread === undefined || thread === ts ? null : thread;
}

function removed(outer: z.output<typeof messageSchema>, team: string): Heard {
  const before = outer.previous_message;
  const ts = outer.deleted_ts ?? outer.message?.ts ?? before?.ts;
  if (ts === undefined) return IGNORED;
  const place = placeOf(outer.channel, team, before === undefined ? null : threadOf(before), outer.channel_type);
  return {
    type: 'removed',
    id: `${NAME}:${team}:${outer.channel}:${ts}:removed`,
    actor: actorOf(before?.user ?? '', team),
    message: { place, id: ts },
  };
}

/** A place in ids of Slack. Channels of direct messages begin with D. */
export function placeOf(channel: string, team: string, thread: string | null, type?: string): Place {
  return { chat: NAME, tenant: team, channel, thread, direct: type === 'im' || channel.startsWith('D') };
}

/** A person in ids of Slack; events carry no names. */
export function actorOf(id: string, team: string, name = ''): Actor {
  return { chat: NAME, tenant: team, id, name, bot: false };
}

const TEXT_TYPES = new Set([
  'text',
  'javascript',
  'json',
  'log',
  'shell',
  'python',
  'yaml',
  'typescript',
  'markdown',
  'xml',
]);
/** Largest file that is read, in bytes. */
export const LARGEST_FILE = 1024 * 1024;

/** Is this a file to read? */
export function isTextFile({ mimetype, filetype, mode, size }: SlackFile): boolean {
  if ((size ?? 0) > LARGEST_FILE) return false;
  return mode === 'snippet' || mimetype?.startsWith('text/') === true || TEXT_TYPES.has(filetype ?? '');
}

const metadataSchema = z.object({ form: z.string(), channel: z.string(), thread: z.string().nullable() });

/** Where a form was opened and what it is, as it travels in the form. No answer of a person is ever in it. */
export type FormOrigin = z.output<typeof metadataSchema>;

/** Reads what {@link FormOrigin} was written as; null where it is not ours. */
export function readOrigin(metadata: string): FormOrigin | null {
  try {
    return metadataSchema.safeParse(JSON.parse(metadata)).data ?? null;
  } catch {
    return null;
  }
}

const stateSchema = z.object({
  values: z.record(
    z.string(),
    z.object({
      value: z.object({
        type: z.string(),
        value: z.string().nullish(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    }),
  ),
});

/** The answers of a form. Secrets, marked by the ids of their blocks, are wrapped before anything else sees them. */
export function readAnswers(state: unknown): {
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, SecretKey>>;
} {
  const values: Record<string, string> = {};
  const secrets: Record<string, SecretKey> = {};
  for (const [id, { value: field }] of Object.entries(stateSchema.parse(state).values)) {
    const given = field.selected_option?.value ?? field.value ?? '';
    if (id.startsWith('secret:')) secrets[id.slice('secret:'.length)] = new SecretKey(given);
    else values[id] = given;
  }
  return { values, secrets };
}

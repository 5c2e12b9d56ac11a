import { z } from 'zod';
import type { Actor, MessageRef, Place, Said } from '#chat/port.ts';
import { SecretKey } from '#secret-key.ts';
import { filesOfMessage, textOfMessage } from './message-text.ts';

const NAME = 'slack';
/** Messages that people write; others are joins, topics and the like, and those of bots. */
const WRITTEN = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);

const writtenSchema = z.looseObject({
  ts: z.string(),
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
  subtype: z.string().nullish(),
  text: z.string().nullish(),
  thread_ts: z.string().nullish(),
  edited: z.object({ ts: z.string() }).nullish(),
});

const messageSchema = z.object({
  channel: z.string(),
  channel_type: z.string().nullish(),
  subtype: z.string().nullish(),
  deleted_ts: z.string().nullish(),
  message: writtenSchema.nullish(),
  previous_message: writtenSchema.nullish(),
});

/** What a message event says. */
export type Heard =
  | { readonly type: 'ignored' }
  | { readonly type: 'removed'; readonly id: string; readonly actor: Actor; readonly message: MessageRef }
  | {
      readonly type: 'message';
      readonly id: string;
      readonly said: Omit<Said, 'files' | 'attached' | 'unread'>;
      /** As Slack writes them. */
      readonly files: readonly unknown[];
      readonly mentioned: boolean;
      readonly edited: boolean;
      /** In ms since 1970. */
      readonly at: number;
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
  if (written === undefined || written === null || !isWritten(written)) return IGNORED;
  if (edited && !isEdit(written, outer.previous_message)) return IGNORED;
  const place = placeOf(outer.channel, team, threadOf(written), outer.channel_type);
  const id = `${NAME}:${team}:${outer.channel}:${written.ts}`;
  const mention = `<@${botUser}>`;
  const text = written.text ?? '';
  return {
    type: 'message',
    id: edited ? `${id}:edited:${written.edited?.ts ?? text.length}` : id,
    said: {
      message: { place, id: written.ts },
      author: actorOf(written.user ?? '', team),
      text: textOfMessage({ ...written, text: text.replaceAll(mention, ' ') }),
    },
    files: filesOfMessage(written),
    mentioned: text.includes(mention),
    edited,
    at: Number(written.ts) * 1000,
  };
}

/**
 * Did its author change it? Slack also tells of a change when it adds the preview of a link or the count of a thread, and when
 * somebody pins the message.
 */
function isEdit(now: Written, before: Written | null | undefined): boolean {
  if (!now.edited || now.edited.ts === before?.edited?.ts) return false;
  return !before || textOfMessage(before) !== textOfMessage(now);
}

/** The root of a thread with answers is not deleted but turned into a tombstone. */
function isRemoval({ subtype, message }: z.output<typeof messageSchema>): boolean {
  return subtype === 'message_deleted' || message?.subtype === 'tombstone';
}

type Written = z.output<typeof writtenSchema>;

function isWritten({ subtype, bot_id: bot, user }: Written): boolean {
  return WRITTEN.has(subtype ?? undefined) && !bot && user !== undefined && user !== null;
}

/** A message is the root of its own thread; only answers stand in one. */
function threadOf({
  thread_ts: thread,
  ts,
}: {
  readonly thread_ts?: string | null | undefined;
  readonly ts: string;
}): string | null {
  return !thread || thread === ts ? null : thread;
}

function removed(outer: z.output<typeof messageSchema>, team: string): Heard {
  const before = outer.previous_message;
  const ts = outer.deleted_ts ?? outer.message?.ts ?? before?.ts;
  if (!ts) return IGNORED;
  const place = placeOf(outer.channel, team, before ? threadOf(before) : null, outer.channel_type);
  return {
    type: 'removed',
    id: `${NAME}:${team}:${outer.channel}:${ts}:removed`,
    actor: actorOf(before?.user ?? '', team),
    message: { place, id: ts },
  };
}

/** A place in ids of Slack. Channels of direct messages begin with D. */
export function placeOf(channel: string, team: string, thread: string | null, type?: string | null): Place {
  return { chat: NAME, tenant: team, channel, thread, direct: type === 'im' || channel.startsWith('D') };
}

/** A person in ids of Slack; events carry no names. */
export function actorOf(id: string, team: string, name = ''): Actor {
  return { chat: NAME, tenant: team, id, name, bot: false };
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

import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Chat, Delivery, Destination, MessageRef, Picture, Place, PostOptions, Reply } from '#chat/port.ts';
import type { Log } from '#log.ts';
import { deliveryAfter, readFailure } from './failures.ts';
import { placeOf } from './inbound.ts';
import { render } from './render.ts';
import type { Workspace, WorkspaceOf } from './workspace.ts';

const EVENT = 'keymedic_message';
/** The workspace has taken the bot out. */
const NOT_THERE: Delivery = { type: 'failed', reason: 'revoked', detail: 'not_installed' };

/** The half of the chat that speaks. */
export type Outbound = Pick<Chat, 'post' | 'edit' | 'remove' | 'whisper' | 'linkTo'>;

/** Sends, changes and removes messages. */
export function outboundOf(workspaceOf: WorkspaceOf, log: Log): Outbound {
  const attempt = async (call: string, tenant: string, work: (workspace: Workspace) => Promise<Delivery>) => {
    try {
      const workspace = await workspaceOf(tenant);
      return workspace === null ? NOT_THERE : await work(workspace);
    } catch (error) {
      return deliveryAfter(error, call, log);
    }
  };
  return {
    post: (to, reply, options) =>
      attempt('chat.postMessage', to.tenant, async (workspace) => {
        const before = options.again ? await findSent(to, options, workspace) : null;
        return before === null ? send(to, reply, options, workspace) : { type: 'delivered', message: before };
      }),
    edit: (message, reply) =>
      attempt('chat.update', message.place.tenant, async ({ client }) => {
        await client.chat.update({ channel: message.place.channel, ts: message.id, ...render(reply) });
        return { type: 'delivered', message };
      }),
    remove: (message) =>
      attempt('chat.delete', message.place.tenant, async ({ client }) => {
        await client.chat.delete({ channel: message.place.channel, ts: message.id });
        return { type: 'delivered', message };
      }),
    async whisper(to, place, reply) {
      const workspace = await workspaceOf(place.tenant).catch(() => null);
      return workspace !== null && whisper(to.id, place, reply, { client: workspace.client, log });
    },
    async linkTo({ place, id }) {
      const workspace = await workspaceOf(place.tenant).catch(() => null);
      const found = await workspace?.client.chat
        .getPermalink({ channel: place.channel, message_ts: id })
        .catch(() => null);
      return found?.permalink ?? null;
    },
  };
}

async function whisper(
  user: string,
  place: Place,
  reply: Reply,
  { client, log }: { readonly client: WebClient; readonly log: Log },
): Promise<boolean> {
  if (place.direct) return false;
  try {
    const thread = place.thread === null ? {} : { thread_ts: place.thread };
    await client.chat.postEphemeral({ channel: place.channel, user, ...thread, ...render(reply) });
    return true;
  } catch (error) {
    log('warn', 'slack does not show a whisper', { code: readFailure(error).code });
    return false;
  }
}

async function send(
  to: Destination,
  reply: Reply,
  { key }: PostOptions,
  { client, self }: Workspace,
): Promise<Delivery> {
  const thread = 'channel' in to ? to.thread : null;
  const sent = await client.chat.postMessage({
    channel: 'channel' in to ? to.channel : to.id,
    ...(thread === null ? {} : { thread_ts: thread }),
    ...render(reply),
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: EVENT, event_payload: { key } },
  });
  const { channel, ts } = postedSchema.parse(sent);
  const message: MessageRef = { place: placeOf(channel, self.team, thread), id: ts };
  if (reply.picture !== undefined) await showPicture(reply.picture, message, client);
  return { type: 'delivered', message };
}

/** What is read of Slack's answers: without it the message could never be changed or found. */
const postedSchema = z.object({ channel: z.string(), ts: z.string() });
const openedSchema = z.object({ channel: z.object({ id: z.string() }) });

/** The picture goes into the message's thread: a message and a file are two things in Slack. */
async function showPicture({ png, name, alt }: Picture, { place, id }: MessageRef, client: WebClient): Promise<void> {
  await client.files.uploadV2({
    channel_id: place.channel,
    thread_ts: place.thread ?? id,
    file: Buffer.from(png),
    filename: name,
    alt_text: alt,
  });
}

/** Enough to find one's own message among those of a minute. */
const LOOK_AT = 100;

/**
 * Looks for a message that an earlier attempt may have sent, by its key. Only after a crash or a time-out: reading
 * history is limited to a call a minute for some apps.
 */
async function findSent(
  to: Destination,
  { key, since }: PostOptions,
  { client, self }: Workspace,
): Promise<MessageRef | null> {
  const channel =
    'channel' in to ? to.channel : openedSchema.parse(await client.conversations.open({ users: to.id })).channel.id;
  const thread = 'channel' in to ? to.thread : null;
  const range = { channel, limit: LOOK_AT, include_all_metadata: true };
  const read = async (more: { readonly oldest?: string }) =>
    (thread === null
      ? await client.conversations.history({ ...range, ...more })
      : await client.conversations.replies({ ...range, ...more, ts: thread })
    ).messages ?? [];
  const newer = await read({ oldest: String(since / 1000 - 5) });
  // Where nothing is newer, Slack's clock may be behind that of this machine.
  const messages = newer.some(({ ts }) => ts !== thread) ? newer : await read({});
  const found = messages.find(({ metadata }) => {
    const payload = metadata?.event_payload;
    return metadata?.event_type === EVENT && payload !== undefined && 'key' in payload && payload.key === key;
  });
  return found?.ts === undefined ? null : { place: placeOf(channel, self.team, thread), id: found.ts };
}

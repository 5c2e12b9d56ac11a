import type { WebClient } from '@slack/web-api';
import type { Chat, Delivery, Destination, Log, MessageRef, Picture, Place, PostOptions, Reply } from '#chat/port.ts';
import { deliveryAfter, readFailure } from './failures.ts';
import { placeOf } from './inbound.ts';
import { render } from './render.ts';

const EVENT = 'keymedic_message';

/** The half of the chat that speaks. */
export type Outbound = Pick<Chat, 'post' | 'edit' | 'remove' | 'whisper' | 'linkTo'>;

/** Sends, changes and removes messages. */
export function outboundOf(client: WebClient, team: () => string, log: Log): Outbound {
  const attempt = (call: string, work: () => Promise<Delivery>) =>
    work().catch((error: unknown) => deliveryAfter(error, call, log));
  return {
    post: (to, reply, options) =>
      attempt('chat.postMessage', async () => {
        const before = options.again ? await findSent(to, options, client, team()) : null;
        return before === null ? send(to, reply, options, client, team()) : { type: 'delivered', message: before };
      }),
    edit: (message, reply) =>
      attempt('chat.update', async () => {
        await client.chat.update({ channel: message.place.channel, ts: message.id, ...render(reply) });
        return { type: 'delivered', message };
      }),
    remove: (message) =>
      attempt('chat.delete', async () => {
        await client.chat.delete({ channel: message.place.channel, ts: message.id });
        return { type: 'delivered', message };
      }),
    whisper: (to, place, reply) => whisper(to.id, place, reply, { client, log }),
    async linkTo({ place, id }) {
      const found = await client.chat.getPermalink({ channel: place.channel, message_ts: id }).catch(() => null);
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
  client: WebClient,
  team: string,
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
  const channel = sent.channel ?? '';
  const message: MessageRef = { place: placeOf(channel, team, thread), id: sent.ts ?? '' };
  if (reply.picture !== undefined) await showPicture(reply.picture, message, client);
  return { type: 'delivered', message };
}

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
  client: WebClient,
  team: string,
): Promise<MessageRef | null> {
  const channel =
    'channel' in to ? to.channel : ((await client.conversations.open({ users: to.id })).channel?.id ?? '');
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
  return found?.ts === undefined ? null : { place: placeOf(channel, team, thread), id: found.ts };
}

import {
  type Client,
  MessageFlags,
  type RESTPostAPIChannelMessageJSONBody,
  type RESTPostAPIChannelMessageResult,
  Routes,
} from 'discord.js';
import type { Chat, Delivery, Destination, Log, MessageRef, Place, PostOptions, Reply } from '#chat/port.ts';
import { deliveryAfter } from './failures.ts';
import { channelIdOf } from './inbound.ts';
import { render } from './render.ts';

/** The half of the chat that speaks. */
export type Outbound = Pick<Chat, 'post' | 'edit' | 'remove' | 'redact' | 'linkTo'>;

/** A person whose direct messages are closed is not asked again for so long: refused calls count against the bot. */
const CLOSED_MS = 600_000;

/** What a message with this reply is made of. Nobody is ever pinged. */
export function bodyOf(reply: Reply): RESTPostAPIChannelMessageJSONBody {
  return { flags: MessageFlags.IsComponentsV2, components: render(reply), allowed_mentions: { parse: [] } };
}

/** Sends, changes and removes messages. */
export function outboundOf(client: Client, leak: 'delete' | 'warn', log: Log): Outbound {
  const closed = new Map<string, number>();
  const attempt = (call: string, work: () => Promise<Delivery>) =>
    work().catch((error: unknown) => deliveryAfter(error, call, log));
  return {
    async post(to, reply, options) {
      const person = 'channel' in to ? null : to.id;
      if (person !== null && (closed.get(person) ?? 0) > Date.now())
        return { type: 'failed', reason: 'dm-closed', detail: 'remembered' };
      const delivery = await attempt('post', () => send(to, reply, options, client));
      if (person !== null && delivery.type === 'failed' && delivery.reason === 'dm-closed')
        closed.set(person, Date.now() + CLOSED_MS);
      return delivery;
    },
    edit: (message, reply) =>
      attempt('edit', async () => {
        await client.rest.patch(routeOf(message), { body: bodyOf(reply) });
        return { type: 'delivered', message };
      }),
    remove: (message) =>
      attempt('remove', async () => {
        await client.rest.delete(routeOf(message));
        return { type: 'delivered', message };
      }),
    async redact(message) {
      if (leak === 'warn' || message.place.direct) return false;
      const delivery = await attempt('redact', async () => {
        await client.rest.delete(routeOf(message), { reason: 'a key was posted' });
        return { type: 'delivered', message };
      });
      return delivery.type === 'delivered';
    },
    linkTo: async ({ place, id }) =>
      `https://discord.com/channels/${place.tenant === '' ? '@me' : place.tenant}/${channelIdOf(place)}/${id}`,
  };
}

function routeOf({ place, id }: MessageRef) {
  return Routes.channelMessage(channelIdOf(place), id);
}

async function send(
  to: Destination,
  reply: Reply,
  { key, again, since, replyTo }: PostOptions,
  client: Client,
): Promise<Delivery> {
  const place = 'channel' in to ? to : await directPlace(to.id, client);
  const before = again ? await findSent(place, since, reply, client) : null;
  if (before !== null) return { type: 'delivered', message: { place, id: before } };
  const answered =
    replyTo === undefined ? {} : { message_reference: { message_id: replyTo, fail_if_not_exists: false } };
  // Discord keeps a nonce for some minutes: the same message sent again in that time is shown once.
  const body: RESTPostAPIChannelMessageJSONBody = { ...bodyOf(reply), ...answered, nonce: key, enforce_nonce: true };
  const picture =
    reply.picture === undefined ? {} : { files: [{ name: reply.picture.name, data: Buffer.from(reply.picture.png) }] };
  const sent = (await client.rest.post(Routes.channelMessages(channelIdOf(place)), {
    body,
    ...picture,
  })) as RESTPostAPIChannelMessageResult;
  return { type: 'delivered', message: { place, id: sent.id } };
}

async function directPlace(person: string, client: Client): Promise<Place> {
  const channel = (await client.rest.post(Routes.userChannels(), { body: { recipient_id: person } })) as { id: string };
  return { chat: 'discord', tenant: '', channel: channel.id, thread: null, direct: true };
}

const NONCE_MS = 120_000;
const LOOK_AT = 50;

/**
 * Looks for a message that an earlier attempt may have sent, when the nonce does not help any more: one of the bot's own,
 * not older than the first attempt, with the very same buttons and texts.
 */
async function findSent(place: Place, since: number, reply: Reply, client: Client): Promise<string | null> {
  if (Date.now() - since < NONCE_MS) return null;
  const recent = (await client.rest.get(Routes.channelMessages(channelIdOf(place)), {
    query: new URLSearchParams({ limit: String(LOOK_AT) }),
  })) as RESTPostAPIChannelMessageResult[];
  const wanted = contentOf(render(reply));
  const found = recent.find(
    ({ author, timestamp, components }) =>
      author.id === client.user?.id && Date.parse(timestamp) >= since - 5000 && contentOf(components) === wanted,
  );
  return found?.id ?? null;
}

/** The texts and buttons of components; Discord adds ids to what was sent. */
function contentOf(components: unknown): string {
  return [...JSON.stringify(components ?? []).matchAll(/"(?:content|custom_id)":"((?:[^"\\]|\\.)*)"/g)]
    .map(([, value]) => value)
    .join('\n');
}

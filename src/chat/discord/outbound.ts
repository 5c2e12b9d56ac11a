import {
  type Client,
  MessageFlags,
  type RawFile,
  type RESTPostAPIChannelMessageJSONBody,
  Routes,
  SnowflakeUtil,
} from 'discord.js';
import { z } from 'zod';
import type { Chat, Delivery, Destination, MessageRef, Place, PostOptions, Reply } from '#chat/port.ts';
import type { Log } from '#log.ts';
import { messageSchema, withId } from './answers.ts';
import { deliveryAfter, readFailure } from './failures.ts';
import { channelIdOf } from './inbound.ts';
import { missingIn } from './permissions.ts';
import { fileName, render } from './render.ts';
import { openThread } from './threads.ts';

/** The half of the chat that speaks. */
export type Outbound = Pick<Chat, 'post' | 'edit' | 'remove' | 'redact' | 'linkTo'>;

/** What was refused is not asked again for so long, in milliseconds: refused calls count against the bot. */
const REFUSED_MS = 600_000;
/** So many people, and channels, are remembered. */
const MOST = 10_000;

/** What a message with this reply is made of, with its picture. Nobody is ever pinged. */
function contentsOf(reply: Reply): { body: RESTPostAPIChannelMessageJSONBody; files?: RawFile[] } {
  const { picture } = reply;
  const body = { flags: MessageFlags.IsComponentsV2, components: render(reply), allowed_mentions: { parse: [] } };
  if (picture === undefined) return { body };
  const name = fileName(picture);
  // Where a message is edited, the list replaces what it had before.
  const attachments = [{ id: '0', filename: name }];
  return {
    body: { ...body, attachments },
    files: [{ name, data: Buffer.from(picture.png), contentType: 'image/png' }],
  };
}

/** Sends, changes and removes messages. */
export function outboundOf(client: Client, leak: 'delete' | 'warn', log: Log): Outbound {
  const directOf = directChannels(client);
  const closed = refusals();
  const kept = refusals();
  const attempt = (call: string, channel: string | null, work: () => Promise<Delivery>) =>
    work().catch((error: unknown) => {
      const missing = () =>
        call === 'redact' ? ['Manage Messages'] : channel === null ? [] : missingIn(client, channel);
      return deliveryAfter(error, { call, channel, missing }, log);
    });
  const remove = (call: string, message: MessageRef, reason?: string) =>
    attempt(call, channelIdOf(message.place), async () => {
      await client.rest.delete(routeOf(message), reason === undefined ? {} : { reason });
      return { type: 'delivered', message };
    });
  return {
    async post(to, reply, options) {
      const whom = addressee(to);
      if (whom !== null && closed.has(whom))
        return { type: 'failed', reason: 'dm-closed', detail: 'refused a moment ago' };
      const delivery = await attempt('post', 'channel' in to ? channelIdOf(to) : null, async () =>
        sendToThread('channel' in to ? to : await directOf(to.id), reply, options, client),
      );
      if (whom !== null && delivery.type === 'failed' && delivery.reason === 'dm-closed') closed.add(whom);
      return delivery;
    },
    edit: (message, reply) =>
      attempt('edit', channelIdOf(message.place), async () => {
        const { body, ...files } = contentsOf(reply);
        await client.rest.patch(routeOf(message), { body: { attachments: [], ...body }, ...files });
        return { type: 'delivered', message };
      }),
    remove: (message) => remove('remove', message),
    async redact(message) {
      const channel = channelIdOf(message.place);
      if (leak === 'warn' || message.place.direct || kept.has(channel)) return false;
      const delivery = await remove('redact', message, 'a key was posted');
      if (delivery.type !== 'failed') return delivery.type === 'delivered';
      if (delivery.reason === 'forbidden') kept.add(channel);
      return delivery.reason === 'gone';
    },
    linkTo: async ({ place, id }) =>
      `https://discord.com/channels/${place.tenant === '' ? '@me' : place.tenant}/${channelIdOf(place)}/${id}`,
  };
}

/** Whose direct messages something goes to, by person or by channel; null for a channel of a server. */
function addressee(to: Destination): string | null {
  if ('channel' in to) return to.direct ? to.channel : null;
  return to.id;
}

/** What was refused a moment ago. */
function refusals() {
  const until = new Map<string, number>();
  return {
    has: (id: string) => (until.get(id) ?? 0) > Date.now(),
    add(id: string) {
      if (until.size >= MOST) until.clear();
      until.set(id, Date.now() + REFUSED_MS);
    },
  };
}

/** Where a person is written to. That never changes, and asking counts against a narrow limit. */
function directChannels(client: Client): (person: string) => Promise<Place> {
  const known = new Map<string, string>();
  return async (person) => {
    let channel = known.get(person);
    if (channel === undefined) {
      const body = { recipient_id: person };
      ({ id: channel } = withId.parse(await client.rest.post(Routes.userChannels(), { body })));
      if (known.size >= MOST) known.clear();
      known.set(person, channel);
    }
    return { chat: 'discord', tenant: '', channel, thread: null, direct: true };
  };
}

function routeOf({ place, id }: MessageRef) {
  return Routes.channelMessage(channelIdOf(place), id);
}

/** The thread of a message is opened by what is first said in it. */
async function sendToThread(place: Place, reply: Reply, options: PostOptions, client: Client): Promise<Delivery> {
  try {
    return await send(place, reply, options, client);
  } catch (error) {
    if (place.thread === null || readFailure(error).code !== UNKNOWN_CHANNEL) throw error;
    await openThread(place.channel, place.thread, client);
    return send(place, reply, options, client);
  }
}

async function send(
  place: Place,
  reply: Reply,
  { key, again, since, replyTo }: PostOptions,
  client: Client,
): Promise<Delivery> {
  const before = again ? await findSent(place, since, reply, client) : null;
  if (before !== null) return { type: 'delivered', message: { place, id: before } };
  const answered =
    replyTo === undefined ? {} : { message_reference: { message_id: replyTo, fail_if_not_exists: false } };
  // Discord keeps a nonce for some minutes: the same message sent again in that time is shown once.
  const { body, ...files } = contentsOf(reply);
  const sent = await client.rest.post(Routes.channelMessages(channelIdOf(place)), {
    body: { ...body, ...answered, nonce: key, enforce_nonce: true },
    ...files,
  });
  return { type: 'delivered', message: { place, id: withId.parse(sent).id } };
}

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes */
const UNKNOWN_CHANNEL = 10_003;
const NONCE_MS = 120_000;
const LOOK_AT = 50;
/** Clocks differ. */
const SLACK_MS = 5000;

/**
 * Looks for a message that an earlier attempt may have sent, when the nonce does not help any more: one of the bot's own,
 * among the first that were written since the first attempt, with the very same buttons and texts.
 */
async function findSent(place: Place, since: number, reply: Reply, client: Client): Promise<string | null> {
  if (Date.now() - since < NONCE_MS) return null;
  const after = SnowflakeUtil.generate({ timestamp: since - SLACK_MS, increment: 0n, workerId: 0n, processId: 0n });
  const query = new URLSearchParams({ limit: String(LOOK_AT), after: String(after) });
  const found = await client.rest.get(Routes.channelMessages(channelIdOf(place)), { query });
  const wanted = contentOf(render(reply));
  const same = z
    .array(messageSchema)
    .parse(found)
    .find(
      ({ author, timestamp, components }) =>
        author.id === client.user?.id && Date.parse(timestamp) >= since - SLACK_MS && contentOf(components) === wanted,
    );
  return same?.id ?? null;
}

/** The texts and buttons of components; Discord adds ids to what was sent, and trims texts. */
function contentOf(components: unknown): string {
  return [...JSON.stringify(components ?? []).matchAll(/"(?:content|custom_id)":("(?:[^"\\]|\\.)*")/g)]
    .map(([, value = '""']) => (JSON.parse(value) as string).replaceAll(/\s+/g, ' ').trim())
    .join('\n');
}

import type { Attachment, Channel, Message, MessageSnapshot, PartialMessage, User } from 'discord.js';
import { download } from '#chat/download.ts';
import type { Actor, Place, Said, TextFile } from '#chat/port.ts';
import { decodeText } from '#chat/text.ts';
import type { Log } from '#log.ts';

const NAME = 'discord';
/** Largest file that is read, in bytes. */
const LARGEST_FILE = 1024 * 1024;
const CDN = new Set(['cdn.discordapp.com', 'media.discordapp.net']);

/** A person in ids of Discord. People are the same in every server and in direct messages, so they have no tenant. */
export function actorOf(user: Pick<User, 'id' | 'bot'> & { displayName?: string }): Actor {
  return { chat: NAME, tenant: '', id: user.id, name: user.displayName ?? '', bot: user.bot };
}

/** A place in ids of Discord; of a thread the channel is the one that it hangs on. */
export function placeIn(channel: Channel | null, channelId: string, guildId: string | null): Place {
  const thread = channel?.isThread() === true ? channel : null;
  return {
    chat: NAME,
    tenant: guildId ?? '',
    channel: thread?.parentId ?? channelId,
    thread: thread === null ? null : thread.id,
    direct: guildId === null,
  };
}

/** The channel that a message of this place goes to. */
export function channelIdOf({ channel, thread }: Place): string {
  return thread ?? channel;
}

/** What somebody wrote, with its files and what was forwarded. */
export async function saidIn(message: Message | PartialMessage, apiHost: string | null, log: Log): Promise<Said> {
  const author = actorOf(message.author ?? { id: '', bot: false });
  const forwarded = [...(message.messageSnapshots?.values() ?? [])];
  const own = await readFiles(message, apiHost, log);
  const others = await Promise.all(forwarded.map((snapshot) => readFiles(snapshot, apiHost, log)));
  const me = message.client.user?.id ?? '';
  return {
    message: { place: placeIn(message.channel, message.channelId, message.guildId), id: message.id },
    author: message.webhookId === null ? author : { ...author, bot: true },
    text: [...forwarded.map(({ content }) => content ?? ''), withoutMention(message.content ?? '', me)]
      .filter((text) => text !== '')
      .join('\n'),
    files: [...own.files, ...others.flatMap(({ files }) => files)],
    links: [...own.links, ...others.flatMap(({ links }) => links)],
  };
}

function withoutMention(text: string, me: string): string {
  return text.replaceAll(new RegExp(`<@!?${me}>`, 'g'), ' ').trim();
}

interface Files {
  readonly files: TextFile[];
  readonly links: string[];
}

/** Texts are read (Discord turns long pastes into `message.txt`), of other files there is a link. */
async function readFiles(
  { attachments }: Pick<Message | PartialMessage | MessageSnapshot, 'attachments'>,
  apiHost: string | null,
  log: Log,
): Promise<Files> {
  const read: Files = { files: [], links: [] };
  const texts = await Promise.all(
    [...(attachments?.values() ?? [])].map(async (one) => ({
      name: one.name,
      url: one.url,
      text: await textOf(one, apiHost, log),
    })),
  );
  for (const { name, url, text } of texts) {
    if (text === null) read.links.push(url);
    else read.files.push({ name, text });
  }
  return read;
}

/** The text of a file; null where it is none, or too long. */
async function textOf({ name, url, size, contentType }: Attachment, apiHost: string | null, log: Log) {
  const isText = contentType?.startsWith('text/') === true || /\.(?:txt|log|json|ya?ml|env|md)$/i.test(name);
  if (!isText || size > LARGEST_FILE) return null;
  const found = await download(url, {
    allowed: ({ host, protocol, hostname }) => host === apiHost || (protocol === 'https:' && CDN.has(hostname)),
    keep: LARGEST_FILE,
  });
  if (found === null) log('warn', 'a file could not be read from discord');
  return found === null ? null : decodeText(found.head);
}

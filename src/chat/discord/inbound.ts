import type { Channel, Message, MessageSnapshot, PartialMessage, User } from 'discord.js';
import { joinTexts } from '#chat/join-texts.ts';
import type { Actor, Place, Said } from '#chat/port.ts';
import { joinFiles } from '#chat/read-file.ts';
import type { Log } from '#log.ts';
import { readDiscordFiles } from './files.ts';
import { type SeenMessage, textOfMessage } from './message-text.ts';

const NAME = 'discord';

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

/** What somebody wrote, with its files, its poll, what was forwarded, and the title of the post that it begins. */
export async function saidIn(message: Message | PartialMessage, apiHost: string | null, log: Log): Promise<Said> {
  const author = actorOf(message.author ?? { id: '', bot: false });
  const forwarded = [...(message.messageSnapshots?.values() ?? [])];
  const files = await Promise.all(
    [message, ...forwarded].map((one) => readDiscordFiles(one.attachments?.values() ?? [], apiHost, log)),
  );
  const me = message.client.user?.id ?? '';
  return {
    message: { place: placeIn(message.channel, message.channelId, message.guildId), id: message.id },
    author: message.webhookId === null ? author : { ...author, bot: true },
    text: joinTexts([
      titleOf(message.id, message.channel),
      ...forwarded.map((one) => textOfMessage(seenIn(one, one.content ?? ''))),
      textOfMessage(seenIn(message, withoutMention(message.content ?? '', me))),
    ]),
    ...joinFiles(files),
  };
}

/** The first message of a post in a forum has the id of its thread, and often says less than the title. */
function titleOf(id: string, channel: Channel | null): string {
  return channel?.isThread() === true && channel.id === id ? channel.name : '';
}

function seenIn(message: Message | PartialMessage | MessageSnapshot, content: string): SeenMessage {
  const { embeds, components } = message;
  const poll = 'poll' in message ? message.poll : null;
  const answers = [...(poll?.answers?.values() ?? [])].map((answer) => ('text' in answer ? (answer.text ?? '') : ''));
  return {
    content,
    embeds: (embeds ?? []).map((embed) => embed.toJSON()),
    components: (components ?? []).map((component) => component.toJSON()),
    poll: poll === null ? [] : [poll.question.text ?? '', ...answers],
  };
}

function withoutMention(text: string, me: string): string {
  return text.replaceAll(new RegExp(`<@!?${me}>`, 'g'), ' ').trim();
}

import { change, post, take, whisper } from './messages.ts';
import { contents } from './methods-chat.ts';
import type { Parts } from './parts.ts';
import type { ResponseTarget } from './tickets.ts';
import { type Channel, type Loose, type Message, Refusal } from './types.ts';

const MOST_TEXT = 40_000;

/** Answers a POST to a response address: a message, a whisper, or a change of what was acted on. */
export function answerAt(parts: Parts, path: string, args: Loose): { readonly status: number; readonly body: Loose } {
  try {
    respond(parts, parts.tickets.use(path), args);
    return { status: 200, body: { ok: true } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const gone = ['used_url', 'expired_url', 'no_such_url'].includes(error.code);
    return { status: gone ? 404 : 400, body: { ok: false, error: error.code, ...error.details } };
  }
}

/** Does what an answer to an interaction says, in its place. */
export function respond(parts: Parts, target: ResponseTarget, args: Loose): void {
  const channel = parts.ws.channels.get(target.channel);
  if (channel === undefined) throw new Refusal('channel_not_found');
  const original = [...channel.messages, ...channel.whispers].find(({ ts }) => ts === target.ts);
  if (args['delete_original'] === true) {
    if (original !== undefined) remove(parts, channel, original);
    return;
  }
  const { text, blocks } = contents(parts, args, MOST_TEXT, false);
  if (args['replace_original'] === true && original?.user === parts.ws.bot.id) {
    change(parts, channel, original, { text, blocks }, 'bot');
    return;
  }
  const given = args['thread_ts'];
  const thread = typeof given === 'string' ? given : null;
  const draft = { user: parts.ws.bot.id, text, blocks, thread };
  if (args['response_type'] === 'in_channel') post(parts, channel, draft, 'bot');
  else whisper(parts, channel, { ...draft, to: target.user });
}

function remove(parts: Parts, channel: Channel, message: Message): void {
  if (message.to === null) take(parts, channel, message, 'bot');
  else channel.whispers = channel.whispers.filter((one) => one !== message);
}

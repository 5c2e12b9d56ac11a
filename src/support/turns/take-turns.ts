import { messageKey } from '#chat/message-key.ts';
import type { Turn } from '#chat/port.ts';
import { answerPlace } from '#support/answer/open-answer.ts';
import { type Bot, chatOf } from '#support/bot.ts';
import { answerComesLater, tryAgainLater } from '#support/views/notes.ts';
import { dispatch } from './dispatch.ts';
import { pause } from './pause.ts';

/** What every chat hands its turns to. */
export interface Turns {
  /** Never rejects. */
  take(turn: Turn): Promise<void>;
  /** No turn under way. */
  idle(): boolean;
  /** Turns that wait to be tried again are tried no more, and no picture is read to its end. */
  giveUp(): void;
  /** Resolves when no turn is under way. */
  done(): Promise<void>;
}

/** How long is waited before a turn is tried again, in milliseconds: about a quarter of an hour in all. */
const WAITS_MS = [500, 1000, 2000, 5000, 10_000, 20_000, 30_000, ...Array.from({ length: 14 }, () => 60_000)];
/** So many turns wait at most: each holds what somebody wrote. */
const MOST_WAITING = 1000;
/** Mistakes of the program do not pass by themselves. */
const MISTAKES = [TypeError, ReferenceError, RangeError, SyntaxError];

/**
 * Hands turns to the use cases. What is written in one conversation is taken in its order. What was heard and could not be
 * kept, since the database was away, is tried again: a chat does not say it twice. Of what goes wrong the kind alone is
 * logged, since errors of SDKs and databases hold what people wrote; who waits for an answer to a press or a command is told
 * to try again.
 */
export function takeTurns(bot: Bot): Turns {
  const conversations = new Map<string, Promise<void>>();
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  const tries: Tries = { stopping: stopping.signal, waiting: 0 };
  const inOrder = (turn: Turn) => {
    const conversation = conversationOf(turn);
    if (conversation === null) return takeTurn(turn, tries, bot);
    const before = conversations.get(conversation) ?? Promise.resolve();
    const work = before
      .then(() => takeTurn(turn, tries, bot))
      .finally(() => {
        if (conversations.get(conversation) === work) conversations.delete(conversation);
      });
    conversations.set(conversation, work);
    return work;
  };
  return {
    take(turn) {
      const work = inOrder(turn).finally(() => underWay.delete(work));
      underWay.add(work);
      return work;
    },
    idle: () => underWay.size === 0,
    giveUp() {
      stopping.abort();
      bot.pictures?.stop();
    },
    async done() {
      await Promise.all(underWay);
    },
  };
}

/** What all turns share that are tried again. */
interface Tries {
  readonly stopping: AbortSignal;
  waiting: number;
}

async function takeTurn(turn: Turn, tries: Tries, bot: Bot): Promise<void> {
  try {
    await dispatch(turn, bot);
  } catch (error) {
    bot.log('error', 'a turn failed', { turn: turn.id, type: turn.type, error: nameOf(error) });
    bot.meter.turnFailed(turn.actor.chat, turn.type);
    if ('whisper' in turn) await turn.whisper(tryAgainLater).catch(() => undefined);
    else if (mayPass(turn, error) && tries.waiting < MOST_WAITING) {
      tries.waiting += 1;
      await tellAsker(turn, bot);
      await tryAgain(turn, tries, bot);
      tries.waiting -= 1;
    }
  }
}

/** Who asked is told at once, past the outbox: that is away, too. It is no promise that must survive, so it may get lost. */
async function tellAsker(turn: Turn, bot: Bot): Promise<void> {
  if (turn.type !== 'message' || !turn.asked) return;
  const place = answerPlace(turn, bot);
  const options = { key: messageKey(), again: false, since: bot.clock() };
  await chatOf(bot, place.chat).post(place, answerComesLater, options);
}

async function tryAgain(turn: Turn, { stopping }: Tries, bot: Bot): Promise<void> {
  for (const ms of WAITS_MS) {
    await pause(ms, stopping);
    if (stopping.aborted) break;
    try {
      await dispatch(turn, bot);
      bot.log('info', 'a turn was handled after all', { turn: turn.id });
      return;
    } catch {
      // Said when it failed first.
    }
  }
  bot.log('error', 'a turn is given up', { turn: turn.id, type: turn.type });
}

/**
 * Direct messages and threads are conversations. In a channel everybody speaks for themselves, but what happens to one message
 * happens in its order.
 */
function conversationOf(turn: Turn): string | null {
  if (turn.type !== 'message' && turn.type !== 'removed') return null;
  const { place, message } = turn;
  const within = place.direct || place.thread !== null ? (place.thread ?? '') : `message ${message.id}`;
  return [place.chat, place.tenant, place.channel, within].join('\u001f');
}

function mayPass({ type }: Turn, error: unknown): boolean {
  if (type !== 'message' && type !== 'removed' && type !== 'left') return false;
  return !MISTAKES.some((mistake) => error instanceof mistake);
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  // SQLite's words for its code, such as "database or disk is full"; they are always the same.
  const words = 'errstr' in error && typeof error.errstr === 'string' ? ` (${error.errstr})` : '';
  return `${error.name}${code}${words} ${placeIn(error)}`;
}

/** The first line of the stack that is ours: file and line, no message. */
function placeIn({ stack = '' }: Error): string {
  return /(?:src|bench|test)\/[\w/.-]+:\d+/.exec(stack)?.[0] ?? '';
}

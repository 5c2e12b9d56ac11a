import type { Chat, MessageRef, MessageTurn } from '#chat/port.ts';
import { bareKey, keysIn } from '#diagnosis/text/mask.ts';
import type { Diagnosis } from '#diagnosis/types.ts';
import { SecretKey } from '#secret-key.ts';
import type { MarkKey, Transaction } from '#store/types.ts';
import { diagnosePolitely } from '#support/answer/diagnose-politely.ts';
import { answerPlace } from '#support/answer/open-answer.ts';
import { type Bot, chatOf, staffOf } from '#support/bot.ts';
import { directTo } from '#support/people.ts';
import { markKeys } from '#support/turns/manners.ts';
import { exposedReply, type Leaked, leakAlert, leakNote, leakWarning } from '#support/views/leak.ts';

/** A key is remembered as public for so long, in milliseconds; longer than anybody leaves one in use. */
const PUBLIC_MS = 400 * 24 * 3_600_000;
/** Of one message; a dump of thousands must not hold up the store. */
const MOST_REMEMBERED = 200;
const SHORTEST_TYPED = 16;

/** Remembers the keys of a text as exposed: none of them is ever checked. */
export async function rememberExposed(text: string, diagnosis: Diagnosis, bot: Bot, trx: Transaction): Promise<void> {
  const { secret } = bot;
  if (secret === null) return;
  if (diagnosis.secrets.length === 0) return;
  const exposed = keysIn(text, bot.catalogue().secrets).slice(0, MOST_REMEMBERED);
  for (const key of exposed) await trx.mark(exposedMark(key, secret), bot.clock() + PUBLIC_MS);
}

/** As {@link rememberExposed}, for a text that was typed where a key is expected: it counts as one whatever it looks like. */
export async function rememberTyped(text: string, bot: Bot, trx: Transaction): Promise<void> {
  const { secret } = bot;
  if (secret === null) return;
  const words = text.split(/\s+/).filter((word) => word.length >= SHORTEST_TYPED);
  const typed = new Set([text, ...words].map(bareKey).filter((key) => key.length >= SHORTEST_TYPED));
  for (const key of [...typed].slice(0, MOST_REMEMBERED))
    await trx.mark(exposedMark(key, secret), bot.clock() + PUBLIC_MS);
}

function exposedMark(key: string, secret: string): MarkKey {
  return markKeys.seenInPublic(new SecretKey(key).fingerprint(secret));
}

/** Whose keys a text shows. */
export function leakedIn(diagnosis: Diagnosis): Leaked {
  return diagnosis.secrets.map(({ provider }) => provider);
}

/**
 * Somebody posted a key in a channel: deletes the message where the bot may, tells its author at once and alone, the thread
 * without a word of the key, and the staff.
 *
 * @param answered true where an answer to the same message says it too: then the thread gets no note of its own
 */
export async function guardChannel(
  turn: MessageTurn,
  diagnosis: Diagnosis,
  answered: boolean,
  bot: Bot,
): Promise<void> {
  const { knowledge } = bot.catalogue();
  const chat = chatOf(bot, turn.place.chat);
  const leaked = leakedIn(diagnosis);
  // Somebody else's words are deleted on proof alone: what only looks like a key may be none.
  const proved = diagnosis.secrets.some((secret) => secret.proved);
  const removed = proved && chat.capabilities.redactOthers && (await takeAway(turn.message, chat, bot));
  const warning = leakWarning(leaked, knowledge, removed);
  const whispered = await chat.whisper(turn.actor, turn.place, warning);
  const staff = staffOf(bot, turn.place);
  const link = removed ? null : await chat.linkTo(turn.message);
  await bot.store.write(async (trx) => {
    if (!whispered)
      await trx.send({ type: 'post', caseId: null, role: 'leak', to: directTo(turn.actor), reply: warning });
    if (!answered) {
      const to = answerPlace(turn, bot);
      await trx.send({ type: 'post', caseId: null, role: 'leak', to, reply: leakNote(leaked, removed) });
    }
    if (staff !== null)
      await trx.send({
        type: 'post',
        caseId: null,
        role: 'leak',
        to: staff,
        reply: leakAlert(leaked, knowledge, { link, byBot: false }),
      });
  });
  bot.log('warn', 'a key was posted in a channel', { chat: chat.name, keys: leaked.length, removed });
}

/**
 * A bot or a webhook posted a key in a channel: nobody is answered, but the staff is told, or the channel where there is none.
 * The key counts as exposed, and the message is deleted where the bot may.
 *
 * @param text everything of the message that people see
 */
export async function guardAgainstBot(turn: MessageTurn, text: string, bot: Bot): Promise<void> {
  if (turn.place.direct) return;
  const diagnosis = await diagnosePolitely(text, bot.catalogue());
  if (diagnosis.secrets.length === 0) return;
  const isNew = await bot.store.write(async (trx) => {
    if (!(await trx.firstSeen(turn.id))) return false;
    await rememberExposed(text, diagnosis, bot, trx);
    return true;
  });
  if (!isNew) return;
  const chat = chatOf(bot, turn.place.chat);
  const leaked = leakedIn(diagnosis);
  const proved = diagnosis.secrets.some((secret) => secret.proved);
  const removed = proved && chat.capabilities.redactOthers && (await takeAway(turn.message, chat, bot));
  const staff = staffOf(bot, turn.place);
  const link = removed ? null : await chat.linkTo(turn.message);
  const to = staff ?? answerPlace(turn, bot);
  const reply =
    staff === null ? leakNote(leaked, removed) : leakAlert(leaked, bot.catalogue().knowledge, { link, byBot: true });
  await bot.store.write((trx) => trx.send({ type: 'post', caseId: null, role: 'leak', to, reply }));
  bot.wake();
  bot.log('warn', 'a bot posted a key in a channel', { chat: chat.name, keys: leaked.length, removed });
}

/** How long the platform may take to tell of a deletion, in milliseconds. */
const TOLD_LATER_MS = 600_000;

/** Deletes a message; that the bot did it and not its author is kept first, so that the answer to it stays. */
async function takeAway(message: MessageRef, chat: Chat, bot: Bot): Promise<boolean> {
  const mark = markKeys.takenAway(message);
  await bot.store.write((trx) => trx.mark(mark, bot.clock() + TOLD_LATER_MS));
  const removed = await chat.redact(message);
  if (!removed) await bot.store.write((trx) => trx.unmark(mark));
  return removed;
}

/** Somebody typed a key where the bot alone reads it, but where it is kept: it is called exposed and not used. */
export async function answerExposed(
  turn: MessageTurn,
  diagnosis: Diagnosis,
  bot: Bot,
  trx: Transaction,
): Promise<void> {
  const reply = exposedReply(leakedIn(diagnosis), bot.catalogue().knowledge);
  await trx.send({ type: 'post', caseId: null, role: 'leak', to: turn.place, reply });
}

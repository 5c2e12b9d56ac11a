import type { MessageTurn } from '#chat/port.ts';
import type { Diagnosis } from '#diagnosis/types.ts';
import type { PersonRef, Transaction } from '#store/types.ts';
import { diagnosePolitely } from '#support/answer/diagnose-politely.ts';
import { answerMessage, answerPlace } from '#support/answer/open-answer.ts';
import { readFrom, readPictures, type Seen, tellKeyInPicture, withPictureOf } from '#support/answer/read-pictures.ts';
import type { Bot } from '#support/bot.ts';
import { isStaff, namedPerson } from '#support/desk/card.ts';
import { relayFromThread } from '#support/desk/relay-to-person.ts';
import { relayToStaff } from '#support/desk/relay-to-staff.ts';
import { answerExposed, guardAgainstBot, guardChannel, rememberExposed } from '#support/key-check/guard-leak.ts';
import { pictureNotRead } from '#support/views/picture.ts';
import { followUp } from './follow-up.ts';
import { isGone } from './gone.ts';
import { mayAnswerUnasked, noteStaff } from './manners.ts';

/** What was read from a message, with everything that belongs to the same paste. */
interface Heard {
  readonly turn: MessageTurn;
  /** The message with its files and what it is about. */
  readonly text: string;
  readonly diagnosis: Diagnosis;
  readonly seen: Seen;
}

/**
 * Somebody wrote something. In a channel the bot answers pastes that it is sure about; where it was asked it always
 * answers. A second message, an edit or a file within two minutes belongs to the same paste.
 */
export async function hearMessage(turn: MessageTurn, bot: Bot): Promise<void> {
  if (turn.actor.bot) {
    await guardAgainstBot(turn, textOf(turn), bot);
    return;
  }
  const seen = await readPictures([turn.about, turn], turn, bot);
  const text = [textOf(turn), seen.text].filter((part) => part !== '').join('\n');
  const from = performance.now();
  const diagnosis = readFrom(await diagnosePolitely(text, bot.catalogue()), seen);
  const ms = performance.now() - from;
  const heard = { turn, text, diagnosis, seen };
  const staff = !turn.place.direct && (await isStaff(turn.actor, bot)) ? await namedPerson(turn.actor, bot) : null;
  const said = await bot.store.write((trx) => say(heard, staff, bot, trx));
  if (said === 'seen-before') return;
  bot.meter.diagnosed(diagnosis.speak || turn.asked ? diagnosis.kind : null, ms);
  bot.wake();
  if (seen.keyLike) await tellKeyInPicture(turn.about?.author ?? turn.actor, turn.place, bot);
  if (turn.place.direct || diagnosis.secrets.length === 0) return;
  await guardChannel(turn, diagnosis, said === 'answered', bot);
  bot.wake();
}

/** A message as one text: what it is about first, then its own words, then its files. */
function textOf({ about, text, files }: MessageTurn): string {
  const parts = [...(about === null ? [] : [about.text, ...about.files.map((file) => file.text)]), text];
  return [...parts, ...files.map((file) => file.text)].filter((part) => part !== '').join('\n');
}

/** So long after it was written an edit can make a message a paste, in milliseconds: nobody waits for an answer to an old one. */
const EDITED_WITHIN_MS = 3_600_000;

function isOldEdit({ edited, at }: MessageTurn, now: number): boolean {
  return edited && now - at > EDITED_WITHIN_MS;
}

type Said = 'seen-before' | 'answered' | 'silent';

async function say(heard: Heard, staff: PersonRef | null, bot: Bot, trx: Transaction): Promise<Said> {
  const { turn, diagnosis } = heard;
  if (!(await trx.firstSeen(turn.id))) return 'seen-before';
  if (await isGone(turn, trx)) return 'silent';
  await rememberExposed(heard.text, diagnosis, bot, trx);
  if (turn.place.direct && diagnosis.secrets.length > 0) {
    await answerExposed(turn, diagnosis, bot, trx);
    if (diagnosis.kind === null) return 'answered';
  }
  if (await relayToStaff(turn, diagnosis.masked, bot, trx)) return 'answered';
  const { masked } = diagnosis;
  if (staff !== null && (await relayFromThread(turn, { masked, by: staff }, { bot, trx }))) return 'silent';
  if (await followUp(turn, diagnosis, bot, trx)) return 'answered';
  if (isOldEdit(turn, bot.clock())) return 'silent';
  if (turn.asked) return answerAsked(heard, bot, trx);
  if (staff !== null) {
    bot.meter.silent('staff');
    if (turn.place.thread !== null) await noteStaff(turn.place, { trx, now: bot.clock() });
    return 'silent';
  }
  return answerUnasked(heard, bot, trx);
}

async function answerAsked(heard: Heard, bot: Bot, trx: Transaction): Promise<Said> {
  const { turn, diagnosis, seen } = heard;
  const notRead = seen.notRead ?? (seen.sure || diagnosis.speak ? null : ({ type: 'unreadable' } as const));
  if (notRead !== null && !diagnosis.speak && textOf(turn) === '') {
    const reply = pictureNotRead(notRead);
    const to = answerPlace(turn, bot);
    await trx.send({ type: 'post', caseId: null, role: 'leak', to, reply, replyTo: turn.message.id });
    return 'answered';
  }
  const { unread } = turn;
  await answerMessage({ ...subjectOf(turn, diagnosis, bot), unread, notRead }, bot, trx);
  return 'answered';
}

/** An error often comes in two messages: what the person wrote a moment ago is read along. */
async function answerUnasked({ turn, diagnosis }: Heard, bot: Bot, trx: Transaction): Promise<Said> {
  const now = bot.clock();
  const before = bot.recent.of(turn.actor, turn.place, now);
  const joined =
    diagnosis.speak || before === ''
      ? diagnosis
      : withPictureOf(await diagnosePolitely(`${before}\n${diagnosis.masked}`, bot.catalogue()), diagnosis);
  if (await mayAnswerUnasked(turn, joined, bot.manners, { trx, now })) {
    bot.recent.clear(turn.actor, turn.place);
    await answerMessage(subjectOf(turn, { ...joined, secrets: diagnosis.secrets }, bot), bot, trx);
    return 'answered';
  }
  bot.meter.silent(joined.speak && joined.kind !== null ? 'manners' : 'below-threshold');
  bot.recent.add(turn.actor, turn.place, diagnosis.masked, now);
  // Most messages are talk. That a key was exposed must be known for good, though.
  if (diagnosis.secrets.length === 0) await trx.relaxDurability();
  return 'silent';
}

function subjectOf(turn: MessageTurn, diagnosis: Diagnosis, bot: Bot) {
  return { actor: turn.actor, place: answerPlace(turn, bot), diagnosis, message: turn.message };
}

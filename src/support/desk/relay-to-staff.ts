import type { MessageRef, MessageTurn, RemovedTurn } from '#chat/port.ts';
import type { Case, CaseEvent, Transaction } from '#store/types.ts';
import { diagnosePolitely } from '#support/answer/diagnose-politely.ts';
import { keptText } from '#support/answer/keep-diagnosis.ts';
import { answerMessage } from '#support/answer/open-answer.ts';
import type { Bot } from '#support/bot.ts';
import { happen } from '#support/case/happen.ts';
import { directTo, personOf, samePerson } from '#support/people.ts';
import type { Afterwards, Press } from '#support/press.ts';
import { markKeys } from '#support/turns/manners.ts';
import { passedOn, personSaid } from '#support/views/desk/relay.ts';
import { isOver } from '#support/views/notes.ts';
import { type Desk, sayOnCard } from './card.ts';
import { takeBackLine } from './relay-to-person.ts';

/** The states in which the staff owns a case. */
const WITH_STAFF = ['waiting_for_staff', 'claimed', 'waiting_for_person'] as const;

/**
 * A person whose case is with the staff writes to the bot: the message goes into the thread of the card, with keys masked, and
 * the bot does not answer. An edit changes that copy.
 *
 * @param masked what they wrote, without keys
 */
export async function relayToStaff(turn: MessageTurn, masked: string, bot: Bot, trx: Transaction): Promise<boolean> {
  if (turn.edited) return relayEdit(turn.message, masked, trx);
  const it = await caseWithStaff(turn, trx);
  if (it === null) return false;
  // Others may write in the thread of a case; the bot does not answer them there.
  if (!samePerson(it.person, turn.actor)) return !turn.asked;
  const event = { type: 'person_said', by: personOf(turn.actor), data: { text: keptText(masked) } } as const;
  await happen(it, event, { bot, trx });
  await trx.link(it.id, `heard:${turn.message.id}`, turn.message);
  await sayOnCard(
    it,
    `said:${turn.message.id}`,
    personSaid(
      it,
      masked,
      turn.attached.map(({ link }) => link),
    ),
    { bot, trx },
  );
  await sendReceipt(it, turn.message, { bot, trx });
  return true;
}

/** After this long without a message the next one gets a receipt again, in milliseconds. */
const RECEIPT_AGAIN_MS = 3_600_000;

/** Confirms that a message reached the staff, and offers to ask the bot instead; once per conversation, not below every line. */
async function sendReceipt(it: Case, { id }: MessageRef, { bot, trx }: Desk): Promise<void> {
  const mark = markKeys.receipt(it);
  if (!(await trx.marked(mark))) {
    const to = directTo(it.person);
    await trx.send({ type: 'post', caseId: it.id, role: `receipt:${id}`, to, reply: passedOn(it) });
  }
  await trx.mark(mark, bot.clock() + RECEIPT_AGAIN_MS);
}

/** *This is another error*: what the person wrote recently gets an answer and a case of its own. */
export async function setApart(it: Case, { turn, by, bot, trx }: Press): Promise<Afterwards> {
  const text = saidOfLate(await trx.events(it.id));
  if (text === '' || !samePerson(it.person, by)) return (interaction) => interaction.whisper(isOver);
  await happen(it, { type: 'set_apart', by }, { bot, trx });
  const diagnosis = await diagnosePolitely(text, bot.catalogue());
  await answerMessage({ actor: turn.actor, place: turn.place, diagnosis, message: null }, bot, trx);
  await trx.unmark(markKeys.receipt(it));
  return null;
}

/** What the person wrote in one sitting and has not moved to another case: an error often comes in several messages. */
function saidOfLate(events: readonly CaseEvent[]): string {
  const from = events.findLastIndex(({ type }) => type === 'set_apart') + 1;
  const said = events.slice(from).filter((event) => event.type === 'person_said');
  const last = said.at(-1)?.at ?? 0;
  const texts = said.filter(({ at }) => at > last - RECEIPT_AGAIN_MS).flatMap(({ data }) => data?.text ?? []);
  return texts.filter((text) => text !== '').join('\n');
}

/** The case with the staff that a message belongs to: by the direct messages, or by the thread of its answer. */
async function caseWithStaff({ actor, place }: MessageTurn, trx: Transaction): Promise<Case | null> {
  if (place.direct) return (await trx.casesOf(actor, WITH_STAFF))[0] ?? null;
  const it = place.thread === null ? null : await trx.caseIn(place);
  return it?.owner === 'human' ? it : null;
}

async function relayEdit(message: MessageRef, masked: string, trx: Transaction): Promise<boolean> {
  const known = await trx.caseOf(message);
  if (known === null || !known.role.startsWith('heard:')) return false;
  const reply = personSaid(known.case, masked, [], 'edited');
  await trx.send({ type: 'edit', caseId: known.case.id, role: `said:${message.id}`, reply });
  return true;
}

/** Somebody deleted a message that was passed on: its copy is deleted too. */
export async function relayRemoval({ message }: RemovedTurn, trx: Transaction): Promise<void> {
  const known = await trx.caseOf(message);
  if (known?.role.startsWith('line:') === true) await takeBackLine(known.case, message, trx);
  if (known === null || !known.role.startsWith('heard:')) return;
  const reply = personSaid(known.case, '', [], 'deleted');
  await trx.send({ type: 'edit', caseId: known.case.id, role: `said:${message.id}`, reply });
}

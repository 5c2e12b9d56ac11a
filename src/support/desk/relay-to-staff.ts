import type { MessageRef, MessageTurn, RemovedTurn } from '#chat/port.ts';
import type { Case, Transaction } from '#store/types.ts';
import { personOf } from '#support/answer/open-answer.ts';
import type { Bot } from '#support/bot.ts';
import { personSaid } from '#support/views/desk/relay.ts';
import { changeOnDesk, sayOnCard } from './card.ts';
import { takeBackLine } from './relay-to-person.ts';

/** The states in which humans own a case. */
const WITH_STAFF = ['waiting_for_staff', 'claimed', 'waiting_for_person'] as const;

/**
 * A person whose case humans own writes to the bot: it goes into the thread of the card, keys masked, and the bot does not
 * answer. An edit changes what stands there.
 *
 * @param masked what they wrote, without keys
 */
export async function relayToStaff(turn: MessageTurn, masked: string, bot: Bot, trx: Transaction): Promise<boolean> {
  if (turn.edited) return relayEdit(turn.message, masked, trx);
  const it = await caseWithStaff(turn, trx);
  if (it === null) return false;
  // Others may speak in the thread of a case; the bot is quiet there all the same.
  if (it.person.chat !== turn.actor.chat || it.person.id !== turn.actor.id) return !turn.asked;
  // An answer ends the waiting for it, and a snooze.
  const change = {
    ...(it.state === 'waiting_for_person' ? { state: 'claimed' as const } : {}),
    ...(it.due === null || it.due.what === 'nudge' ? {} : { due: null }),
  };
  const event = { type: 'person_said', by: personOf(turn.actor) };
  if (Object.keys(change).length > 0) await changeOnDesk(it, change, event, { bot, trx });
  else await trx.changeCase(it.id, {}, event);
  await trx.link(it.id, `heard:${turn.message.id}`, turn.message);
  await sayOnCard(it, `said:${turn.message.id}`, personSaid(it, masked, turn.links), { bot, trx });
  return true;
}

/** The case that humans own, and that this is written in: in the direct messages, or in the thread of its answer. */
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

/** Somebody deleted what was passed on: its text goes there too. */
export async function relayRemoval({ message }: RemovedTurn, trx: Transaction): Promise<void> {
  const known = await trx.caseOf(message);
  if (known?.role.startsWith('line:') === true) await takeBackLine(known.case, message, trx);
  if (known === null || !known.role.startsWith('heard:')) return;
  const reply = personSaid(known.case, '', [], 'deleted');
  await trx.send({ type: 'edit', caseId: known.case.id, role: `said:${message.id}`, reply });
}

import type { FormTurn, MessageRef, MessageTurn, RemovedTurn } from '#chat/port.ts';
import type { Case, PersonRef, Transaction } from '#store/types.ts';
import type { Bot } from './bot.ts';
import { changeOnDesk, type Desk, isStaff, namedPerson, sayOnCard } from './card.ts';
import { askDue } from './desk.ts';
import { diagnosePolitely } from './diagnose-politely.ts';
import { removeNudge } from './nudge.ts';
import { directTo, personOf } from './open-answer.ts';
import { staffOnly } from './views/notes.ts';
import { personSaid, relayed, sentToPerson } from './views/relay.ts';

/** The states in which humans own a case. */
const WITH_STAFF = ['waiting_for_staff', 'claimed', 'waiting_for_person'] as const;
/** What makes a line in a case's thread go to its person; everything else stays among the staff. */
const OUTWARD = /^\s*>>\s*/;

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

/** A person deleted what they had written to the staff: its text goes there too. */
export async function relayRemoval({ message }: RemovedTurn, trx: Transaction): Promise<void> {
  const known = await trx.caseOf(message);
  if (known === null || !known.role.startsWith('heard:')) return;
  const reply = personSaid(known.case, '', [], 'deleted');
  await trx.send({ type: 'edit', caseId: known.case.id, role: `said:${message.id}`, reply });
}

/** A line of the staff in the thread of a card; it goes to the person only if it begins with `>>`. */
export async function relayFromThread(
  turn: MessageTurn,
  { masked, by }: { readonly masked: string; readonly by: PersonRef },
  desk: Desk,
): Promise<boolean> {
  const { place } = turn;
  if (place.thread === null || turn.edited) return false;
  const known = await desk.trx.caseOf({ place, id: place.thread });
  if (known?.role !== 'card') return false;
  const text = masked.replace(OUTWARD, '');
  if (OUTWARD.test(masked)) await sendToPerson(known.case, { text, by, id: turn.id }, desk);
  return true;
}

/** The *Reply* form of a card was sent. */
export async function replyFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  await turn.ack();
  if (!(await isStaff(turn.actor, bot))) return turn.whisper(staffOnly);
  const caseId = Number(turn.form.split(':')[1] ?? 0);
  const { masked } = await diagnosePolitely(turn.values['text'] ?? '', bot.catalogue());
  const by = await namedPerson(turn.actor, bot);
  const text = masked.trim();
  await bot.store.write(async (trx) => {
    const it = (await trx.firstSeen(turn.id)) ? await trx.case(caseId) : null;
    if (it !== null && text !== '') await sendToPerson(it, { text, by, id: turn.id }, { bot, trx });
  });
  bot.wake();
  return undefined;
}

/** What is sent to a person also stands in the thread, with what became of it. */
async function sendToPerson(
  it: Case,
  { text, by, id }: { readonly text: string; readonly by: PersonRef; readonly id: string },
  desk: Desk,
): Promise<void> {
  if (it.owner !== 'human') return;
  // Who answers has the case, where nobody has claimed it.
  const change = {
    state: 'waiting_for_person',
    claimedBy: it.claimedBy ?? by,
    due: askDue(desk.bot.clock(), desk.bot.desk),
  } as const;
  await changeOnDesk(it, change, { type: 'staff_said', by }, desk);
  await removeNudge(it, desk);
  await sayOnCard(it, `sent:${id}`, sentToPerson(it, by, text, 'sending'), desk);
  const reply = relayed(it, by, text);
  await desk.trx.send({ type: 'post', caseId: it.id, role: `reply:${id}`, to: directTo(it.person), reply });
}

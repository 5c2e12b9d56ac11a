import type { FormTurn, MessageRef, MessageTurn, RemovedTurn } from '#chat/port.ts';
import type { Case, Leased, Outcome, Transaction } from '#store/types.ts';
import type { Bot } from './bot.ts';
import { chatOf } from './bot.ts';
import { diagnosePolitely } from './diagnose-politely.ts';
import { refreshCard } from './escalate.ts';
import { directTo, personOf } from './open-answer.ts';
import { personSaid, relayed, sentToPerson } from './views/relay.ts';

/** The states in which humans own a case. */
const WITH_STAFF = ['waiting_for_staff', 'claimed', 'waiting_for_person'] as const;
/** What makes a line in a case's thread go to its person; everything else stays among the staff. */
const OUTWARD = /^\s*>>\s*/;

/** Where things about a case are said among the staff: in the thread of its card, or beside it. */
async function cardPlace(it: Case, bot: Bot, trx: Transaction) {
  const card = await trx.messageOf(it.id, 'card');
  if (card === null) return bot.staff === null ? null : { to: bot.staff };
  const threads = chatOf(bot, card.place.chat).capabilities.threadPerMessage;
  return threads ? { to: { ...card.place, thread: card.id } } : { to: card.place, replyTo: card.id };
}

/**
 * A person whose case humans own writes to the bot: it goes into the thread of the card, keys masked, and the bot does not
 * answer. An edit changes what stands there.
 *
 * @param masked what they wrote, without keys
 */
export async function relayToStaff(turn: MessageTurn, masked: string, bot: Bot, trx: Transaction): Promise<boolean> {
  if (!turn.place.direct) return false;
  if (turn.edited) return relayEdit(turn.message, masked, trx);
  const [it] = await trx.casesOf(turn.actor, WITH_STAFF);
  const place = it === undefined ? null : await cardPlace(it, bot, trx);
  if (it === undefined || place === null) return false;
  const back = it.state === 'waiting_for_person';
  const changed = await trx.changeCase(it.id, back ? { state: 'claimed' } : {}, {
    type: 'person_said',
    by: personOf(turn.actor),
  });
  if (back) await refreshCard(changed, bot, trx);
  await trx.link(it.id, `heard:${turn.message.id}`, turn.message);
  const reply = personSaid(it, masked, turn.links);
  await trx.send({ type: 'post', caseId: it.id, role: `said:${turn.message.id}`, ...place, reply });
  return true;
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
export async function relayFromThread(turn: MessageTurn, masked: string, bot: Bot, trx: Transaction): Promise<boolean> {
  const { place } = turn;
  if (place.thread === null || turn.edited) return false;
  const known = await trx.caseOf({ place, id: place.thread });
  if (known?.role !== 'card') return false;
  if (OUTWARD.test(masked)) await sendToPerson(known.case, masked.replace(OUTWARD, ''), turn, { bot, trx });
  return true;
}

/** The *Reply* form of a card was sent. */
export async function replyFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  await turn.ack();
  const caseId = Number(turn.form.split(':')[1] ?? 0);
  const { masked } = await diagnosePolitely(turn.values['text'] ?? '', bot.catalogue());
  await bot.store.write(async (trx) => {
    const it = (await trx.firstSeen(turn.id)) ? await trx.case(caseId) : null;
    if (it !== null && masked.trim() !== '') await sendToPerson(it, masked.trim(), turn, { bot, trx });
  });
  bot.wake();
}

/** What is sent to a person also stands in the thread, with what became of it. */
async function sendToPerson(
  it: Case,
  text: string,
  { actor, id }: MessageTurn | FormTurn,
  { bot, trx }: { readonly bot: Bot; readonly trx: Transaction },
): Promise<void> {
  const by = { ...personOf(actor), name: actor.name || (await chatOf(bot, actor.chat).nameOf(actor)) };
  const place = await cardPlace(it, bot, trx);
  if (place === null || it.state === 'resolved') return;
  const changed = await trx.changeCase(it.id, { state: 'waiting_for_person' }, { type: 'staff_said', by });
  await refreshCard(changed, bot, trx);
  await trx.send({
    type: 'post',
    caseId: it.id,
    role: `sent:${id}`,
    ...place,
    reply: sentToPerson(it, by, text, 'sending'),
  });
  await trx.send({
    type: 'post',
    caseId: it.id,
    role: `reply:${id}`,
    to: directTo(it.person),
    reply: relayed(it, by, text),
  });
}

/** After a message to a person was delivered, or could not be: the thread says so. */
export async function tellOutcome(leased: Leased, outcome: Outcome, bot: Bot): Promise<void> {
  const { outgoing } = leased;
  if (outgoing.type !== 'post' || outgoing.caseId === null || !outgoing.role.startsWith('reply:')) return;
  if (outcome.type !== 'sent' && outcome.type !== 'failed') return;
  const { caseId } = outgoing;
  const role = `sent:${outgoing.role.slice('reply:'.length)}`;
  await bot.store.write(async (trx) => {
    const it = await trx.case(caseId);
    if (it === null) return;
    const state = outcome.type === 'sent' ? 'delivered' : 'failed';
    const [by, text] = [{ name: outgoing.reply.title }, outgoing.reply.text];
    await trx.send({ type: 'edit', caseId, role, reply: sentToPerson(it, by, text, state) });
  });
  bot.wake();
}

import type { MessageRef, MessageTurn, RemovedTurn } from '#chat/port.ts';
import type { Diagnosis } from '#diagnosis/types.ts';
import type { Case, Transaction } from '#store/types.ts';
import { diagnosePolitely } from '#support/answer/diagnose-politely.ts';
import { keptDiagnosis, keptText } from '#support/answer/keep-diagnosis.ts';
import { replyFor } from '#support/answer/open-answer.ts';
import { withPictureOf } from '#support/answer/read-pictures.ts';
import type { Bot } from '#support/bot.ts';
import { happen } from '#support/case/happen.ts';
import type { Desk } from '#support/desk/card.ts';
import { relayRemoval } from '#support/desk/relay-to-staff.ts';
import { noteGone } from './gone.ts';
import { markKeys } from './manners.ts';
import { SAME_PASTE_MS } from './recent-words.ts';

/**
 * A message that belongs to a paste that has its answer already: its edit, or another message of the same person in the
 * same place within two minutes. The answer is changed where the diagnosis is another one; there is never a second answer.
 *
 * @returns false where the message is a paste of its own
 */
export async function followUp(turn: MessageTurn, diagnosis: Diagnosis, bot: Bot, trx: Transaction): Promise<boolean> {
  if (turn.edited) {
    const known = await trx.caseOf(turn.message);
    if (known === null || !known.role.startsWith('paste')) return false;
    if (isOpen(known.case)) await rediagnose(known.case, diagnosis, turn, bot, trx);
    return true;
  }
  const it = await trx.latestCase(turn.actor, turn.place, bot.clock() - SAME_PASTE_MS);
  if (it === null || !isOpen(it) || !samePlace(it, turn) || asksAnew(it, turn, diagnosis)) return false;
  if (await trx.marked(markKeys.staffSpoke(it.place))) return true;
  const joined = withPictureOf(await diagnosePolitely(`${it.paste}\n${diagnosis.masked}`, bot.catalogue()), diagnosis);
  await trx.link(it.id, `paste:${turn.message.id}`, turn.message);
  if (joined.kind !== null) await rediagnose(it, { ...joined, secrets: diagnosis.secrets }, turn, bot, trx);
  return true;
}

/** Only before the person has begun to walk, and while the bot owns the case: a list must not change under their hands. */
function isOpen(it: Case): boolean {
  return it.state === 'open' && it.owner === 'bot' && it.walk === null;
}

/** Who asks about another failure gets another answer. */
function asksAnew(it: Case, turn: MessageTurn, diagnosis: Diagnosis): boolean {
  const was = it.diagnosis.kind;
  return turn.asked && was !== null && diagnosis.kind !== null && diagnosis.speak && diagnosis.kind !== was;
}

/** In a thread: the thread of the answer. In a channel: the place from which the answer's thread hangs. */
function samePlace({ place }: Case, turn: MessageTurn): boolean {
  if (turn.place.direct || turn.place.thread !== null) return place.thread === turn.place.thread;
  return true;
}

async function rediagnose(
  it: Case,
  diagnosis: Diagnosis,
  turn: MessageTurn,
  bot: Bot,
  trx: Transaction,
): Promise<void> {
  const kept = keptDiagnosis(diagnosis);
  const by = it.person;
  if (kept.kind === null && !turn.asked) {
    await happen(it, { type: 'withdrawn', by, data: { why: 'edited' }, diagnosis: kept }, { bot, trx });
    return;
  }
  const data = { kind: kept.kind, provider: kept.provider, tool: kept.tool };
  const event = { type: 'rediagnosed', by, data, diagnosis: kept, paste: keptText(diagnosis.masked) } as const;
  const changed = await happen(it, event, { bot, trx });
  if (changed === null) return;
  const reply = replyFor(changed, bot);
  if (JSON.stringify(reply) !== JSON.stringify(replyFor(it, bot)))
    await trx.send({ type: 'edit', caseId: it.id, role: 'answer', reply });
}

/**
 * A message was deleted: where it was a paste, its answer goes too, unless humans are at the case or the bot itself took the
 * message away.
 */
export async function messageRemoved(turn: RemovedTurn, bot: Bot): Promise<void> {
  await bot.store.write(async (trx) => {
    if (!(await trx.firstSeen(turn.id))) return;
    await noteGone(turn.message, { bot, trx });
    if (!(await trx.marked(markKeys.takenAway(turn.message)))) await withdraw(turn.message, { bot, trx });
    await relayRemoval(turn, trx);
  });
  bot.wake();
}

async function withdraw(message: MessageRef, desk: Desk): Promise<void> {
  const known = await desk.trx.caseOf(message);
  if (known?.role !== 'paste') return;
  await happen(known.case, { type: 'withdrawn', by: known.case.person, data: { why: 'deleted' } }, desk);
}

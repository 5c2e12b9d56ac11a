import type { FormTurn, MessageRef, MessageTurn } from '#chat/port.ts';
import type { Case, KeptReply, PersonRef, Transaction } from '#store/types.ts';
import { diagnosePolitely } from '#support/answer/diagnose-politely.ts';
import type { Bot } from '#support/bot.ts';
import { happen } from '#support/case/happen.ts';
import { directTo } from '#support/people.ts';
import { text } from '#support/texts/text.ts';
import { caseIdOf } from '#support/turns/actions.ts';
import { thenAck } from '#support/turns/then-ack.ts';
import { notSent, relayed, sentToPerson } from '#support/views/desk/relay.ts';
import { isOver } from '#support/views/notes.ts';
import { type Desk, namedPerson, sayOnCard } from './card.ts';

/** The prefix that sends a line in the thread of a card to the person; everything else stays with the staff. */
const OUTWARD = /^\s*>>\s*/;

/** A line that a staff member wrote, with keys masked. */
interface Line {
  readonly masked: string;
  readonly by: PersonRef;
}

/**
 * A line that a staff member wrote in the thread of a card. It goes to the person only if it begins with `>>`; an edit changes
 * their copy.
 */
export async function relayFromThread(turn: MessageTurn, { masked, by }: Line, desk: Desk): Promise<boolean> {
  const { place, message, attached } = turn;
  if (place.thread === null) return false;
  const known = await desk.trx.caseOf({ place, id: place.thread });
  if (known?.role !== 'card') return false;
  if (!OUTWARD.test(masked)) return true;
  const said = [masked.replace(OUTWARD, ''), ...attached.map(({ link }) => link)]
    .filter((part) => part !== '')
    .join('\n');
  if (turn.edited) await changeLine(known.case, { said, by, message }, desk.trx);
  else {
    await desk.trx.link(known.case.id, `line:${message.id}`, message);
    await sendToPerson(known.case, { said, by, id: message.id }, desk);
  }
  return true;
}

async function changeLine(
  it: Case,
  { said, by, message }: { readonly said: string; readonly by: PersonRef; readonly message: MessageRef },
  trx: Transaction,
): Promise<void> {
  const line = await trx.caseOf(message);
  if (line?.role !== `line:${message.id}`) return;
  const reply = relayed(it, by, said);
  await trx.send({ type: 'edit', caseId: it.id, role: `reply:${message.id}`, reply });
  const shown = sentToPerson(it, by, said, 'changed');
  await trx.send({ type: 'edit', caseId: it.id, role: `sent:${message.id}`, reply: shown });
}

/** A staff member deleted a line that was sent to the person: their copy is deleted too. */
export async function takeBackLine(it: Case, message: MessageRef, trx: Transaction): Promise<void> {
  await trx.send({ type: 'remove', caseId: it.id, role: `reply:${message.id}` });
  const shown = sentToPerson(it, { name: it.claimedBy?.name ?? text('relay.team') }, '', 'taken-back');
  await trx.send({ type: 'edit', caseId: it.id, role: `sent:${message.id}`, reply: shown });
}

/** The *Reply* form of a card was sent. */
export async function replyFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  const refusal = await thenAck(turn, () => replyTo(turn, bot));
  bot.wake();
  if (refusal !== null) await turn.whisper(refusal);
}

/** @returns what to say where nothing was sent */
async function replyTo(turn: FormTurn, bot: Bot): Promise<KeptReply | null> {
  const caseId = caseIdOf(turn);
  const said = (await diagnosePolitely(turn.values['text'] ?? '', bot.catalogue())).masked.trim();
  if (said === '') return null;
  const by = await namedPerson(turn.actor, bot);
  return bot.store.write(async (trx) => {
    const it = (await trx.firstSeen(turn.id)) ? await trx.case(caseId) : null;
    if (it !== null) await sendToPerson(it, { said, by, id: turn.id }, { bot, trx });
    return it?.owner === 'human' ? null : isOver;
  });
}

/** Sends a message to the person, and shows a copy in the thread with its delivery state. */
async function sendToPerson(
  it: Case,
  { said, by, id }: { readonly said: string; readonly by: PersonRef; readonly id: string },
  desk: Desk,
): Promise<void> {
  if ((await happen(it, { type: 'staff_said', by }, desk)) === null)
    return sayOnCard(it, `unsent:${id}`, notSent(it), desk);
  await sayOnCard(it, `sent:${id}`, sentToPerson(it, by, said, 'sending'), desk);
  const reply = relayed(it, by, said);
  return desk.trx.send({ type: 'post', caseId: it.id, role: `reply:${id}`, to: directTo(it.person), reply });
}

import type { Case, DeliveryOutcome, KeptReply, Leased, Role, Transaction } from '#store/types.ts';
import type { Bot } from '#support/bot.ts';
import { happen } from '#support/case/happen.ts';
import { type Desk, sayOnCard } from '#support/desk/card.ts';
import { samePerson } from '#support/people.ts';
import type { Afterwards, Press } from '#support/press.ts';
import { hasRead, sentToPerson, undeliveredNote, unreadNote, unreadReplies } from '#support/views/desk/relay.ts';
import { isOver } from '#support/views/notes.ts';

/** The messages that must reach the person. */
const MATTERS = /^(?:reply|step|asked|resolved)(?:$|:)/;

/**
 * Reports in the staff's thread whether a message reached the person. A person whose direct messages are closed gets a note
 * where they asked, without the message's text; a button shows it to them alone.
 */
export async function tellOutcome(leased: Leased, outcome: DeliveryOutcome, bot: Bot): Promise<void> {
  const { outgoing } = leased;
  if (outgoing.type !== 'post' || outgoing.caseId === null || !MATTERS.test(outgoing.role)) return;
  const { caseId, role, reply } = outgoing;
  if (outcome.type === 'failed') {
    await bot.store.write(async (trx) => {
      const it = await trx.case(caseId);
      if (it !== null) await tellUndelivered(it, role, reply, { bot, trx });
    });
  } else if (outcome.type === 'sent' && role.startsWith('reply:')) {
    await bot.store.write(async (trx) => {
      const it = await trx.case(caseId);
      if (it !== null) await showState(it, role, reply, 'delivered', trx);
    });
  } else return;
  bot.wake();
}

async function tellUndelivered(it: Case, role: Role, reply: KeptReply, desk: Desk): Promise<void> {
  const told = await tellInChannel(it, role, reply, desk);
  if (role.startsWith('reply:')) await showState(it, role, reply, told ? 'told' : 'failed', desk.trx);
  else await sayOnCard(it, `sent:${role}`, undeliveredNote(it, reply, told), desk);
}

/** Updates the state of a reply in the staff's thread. */
function showState(
  it: Case,
  role: Role,
  { title: name, text }: KeptReply,
  state: 'delivered' | 'told' | 'failed',
  trx: Transaction,
): Promise<void> {
  const shown = sentToPerson(it, { name }, text, state);
  return trx.send({ type: 'edit', caseId: it.id, role: `sent:${role.slice('reply:'.length)}`, reply: shown });
}

async function tellInChannel(it: Case, role: Role, reply: KeptReply, { bot, trx }: Desk): Promise<boolean> {
  if (it.place.direct || it.place.channel === '') return false;
  const data = { name: reply.title, text: reply.text, buttons: JSON.stringify(reply.buttons ?? []) };
  await happen(it, { type: 'undelivered', by: null, data }, { bot, trx });
  const paste = await trx.messageOf(it.id, 'paste');
  const replyTo = paste === null || it.place.thread !== null ? {} : { replyTo: paste.id };
  await trx.send({
    type: 'post',
    caseId: it.id,
    role: `unread:${role}`,
    to: it.place,
    reply: unreadNote(it),
    ...replyTo,
  });
  return true;
}

/** *Read it here*: shows what could not be delivered, to the person of the case only. */
export async function readHere(it: Case, { by, bot, trx }: Press): Promise<Afterwards> {
  const events = await trx.events(it.id);
  const replies = events.flatMap((event) => (event.type === 'undelivered' ? (event.data ?? []) : []));
  const last = replies.at(-1);
  if (!samePerson(it.person, by) || last === undefined) return (interaction) => interaction.whisper(isOver);
  await happen(it, { type: 'read', by }, { bot, trx });
  if (events.at(-1)?.type !== 'read') await sayOnCard(it, `read:${events.length}`, hasRead(it), { bot, trx });
  const buttons = JSON.parse(last.buttons ?? '[]') as NonNullable<KeptReply['buttons']>;
  return (interaction) => interaction.whisper(unreadReplies(it, replies, buttons));
}

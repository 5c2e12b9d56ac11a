import type { Case, DeliveryOutcome, Leased, Transaction } from '#store/types.ts';
import type { Afterwards } from '#support/answer/give-feedback.ts';
import type { Bot } from '#support/bot.ts';
import { type DeskPress, sayOnCard } from '#support/desk/card.ts';
import { hasRead, sentToPerson, unreadNote, unreadReplies } from '#support/views/desk/relay.ts';
import { isOver } from '#support/views/notes.ts';

const UNDELIVERED = 'undelivered';
const READ = 'read';

/**
 * After a message to a person was delivered, or could not be: the thread of the staff says so. A person whose direct
 * messages are closed is told where they asked that there is an answer, without a word of it; a button shows it to them alone.
 */
export async function tellOutcome(leased: Leased, outcome: DeliveryOutcome, bot: Bot): Promise<void> {
  const { outgoing } = leased;
  if (outgoing.type !== 'post' || outgoing.caseId === null || !outgoing.role.startsWith('reply:')) return;
  if (outcome.type !== 'sent' && outcome.type !== 'failed') return;
  const { caseId } = outgoing;
  const id = outgoing.role.slice('reply:'.length);
  const { title: name, text } = outgoing.reply;
  await bot.store.write(async (trx) => {
    const it = await trx.case(caseId);
    if (it === null) return;
    const told = outcome.type === 'failed' && (await tellInChannel(it, { name, text, id }, trx));
    const state = outcome.type === 'sent' ? 'delivered' : told ? 'told' : 'failed';
    await trx.send({ type: 'edit', caseId, role: `sent:${id}`, reply: sentToPerson(it, { name }, text, state) });
  });
  bot.wake();
}

async function tellInChannel(
  it: Case,
  { name, text, id }: { readonly name: string; readonly text: string; readonly id: string },
  trx: Transaction,
): Promise<boolean> {
  if (it.place.direct || it.place.channel === '') return false;
  await trx.changeCase(it.id, {}, { type: UNDELIVERED, by: null, data: { name, text } });
  const paste = await trx.messageOf(it.id, 'paste');
  const replyTo = paste === null || it.place.thread !== null ? {} : { replyTo: paste.id };
  await trx.send({
    type: 'post',
    caseId: it.id,
    role: `unread:${id}`,
    to: it.place,
    reply: unreadNote(it),
    ...replyTo,
  });
  return true;
}

/** *Read it here*: what could not be delivered, for the person of the case alone. */
export async function readHere(it: Case, { by, bot, trx }: DeskPress): Promise<Afterwards> {
  const events = await trx.events(it.id);
  const own = it.person.chat === by.chat && it.person.id === by.id;
  const replies = events.filter(({ type }) => type === UNDELIVERED).map(({ data }) => data);
  if (!own || replies.length === 0) return (interaction) => interaction.whisper(isOver);
  await trx.changeCase(it.id, {}, { type: READ, by });
  if (events.at(-1)?.type !== READ) await sayOnCard(it, `read:${events.length}`, hasRead(it), { bot, trx });
  const shown = replies.map((data) => ({ name: String(data?.['name'] ?? ''), text: String(data?.['text'] ?? '') }));
  return (interaction) => interaction.whisper(unreadReplies(it, shown));
}

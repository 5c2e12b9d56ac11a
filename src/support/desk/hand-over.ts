import type { Form, FormTurn, Interaction } from '#chat/port.ts';
import type { Case, PersonRef } from '#store/types.ts';
import type { Bot } from '#support/bot.ts';
import { happen } from '#support/case/happen.ts';
import { samePerson } from '#support/people.ts';
import { caseIdOf } from '#support/turns/actions.ts';
import { handOverForm, QUEUE } from '#support/views/desk/desk-forms.ts';
import { handedOverTo } from '#support/views/desk/staff-notes.ts';
import { isOver, notStaff } from '#support/views/notes.ts';
import { namedPerson } from './card.ts';

/** Colleagues who claimed a case within this time are offered, in milliseconds. */
const COLLEAGUES_MS = 90 * 24 * 3_600_000;
const MOST_COLLEAGUES = 25;

/** *Hand over*: the form, with the colleagues who claimed cases recently. */
export async function openHandOver(it: Case, bot: Bot): Promise<Form> {
  const since = bot.clock() - COLLEAGUES_MS;
  return handOverForm(it, await bot.store.write((trx) => trx.claimers(since, MOST_COLLEAGUES)));
}

/** The form of *Hand over* was sent: the case goes to a colleague, or back to the queue. */
export async function handOverFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  await turn.ack();
  const [chat = '', tenant = '', id = ''] = (turn.values['to'] ?? QUEUE).split('|');
  const to = id === '' ? null : { chat, tenant, id };
  if (to !== null && (await bot.chats.get(chat)?.isStaff(to)) !== true) return turn.whisper(notStaff);
  return handOver(caseIdOf(turn), to, turn, bot);
}

/**
 * Hands a case over and tells the actor the result. The caller has checked that they are on the staff.
 *
 * @param to null puts it back into the queue
 */
export async function handOver(
  caseId: number,
  to: Omit<PersonRef, 'name'> | null,
  turn: Pick<FormTurn, 'id' | 'actor'> & Interaction,
  bot: Bot,
): Promise<void> {
  const by = await namedPerson(turn.actor, bot);
  const colleague = to === null ? null : { ...to, name: (await bot.chats.get(to.chat)?.nameOf(to)) ?? to.id };
  const done = await bot.store.write(async (trx) => {
    const it = (await trx.firstSeen(turn.id)) ? await trx.case(caseId) : null;
    if (it === null) return false;
    const desk = { bot, trx };
    if (colleague === null) return (await happen(it, { type: 'put_back', by }, desk)) !== null;
    if (it.owner === 'human' && samePerson(colleague, it.claimedBy)) return true;
    const event = { type: 'handed_over', by, data: { to: colleague.name }, to: colleague } as const;
    return (await happen(it, event, desk)) !== null;
  });
  bot.wake();
  await turn.whisper(done ? handedOverTo(caseId, colleague?.name ?? null) : isOver);
}

import type { FormTurn, Interaction } from '#chat/port.ts';
import type { Case, PersonRef } from '#store/types.ts';
import { directTo } from '#support/answer/open-answer.ts';
import type { Bot } from '#support/bot.ts';
import { caseIdOf } from '#support/turns/actions.ts';
import { QUEUE } from '#support/views/desk/desk-forms.ts';
import { assignedNote, backInQueue, handedOverTo } from '#support/views/desk/staff-notes.ts';
import { isOver, notStaff, staffOnly } from '#support/views/notes.ts';
import { changeOnDesk, type Desk, isStaff, namedPerson, sayOnCard } from './card.ts';
import { giveTo } from './claim-case.ts';
import { nudgeDue } from './desk.ts';

/** The form of *Hand over* was sent: a colleague gets the case, or the queue does. */
export async function handOverFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  await turn.ack();
  if (!(await isStaff(turn.actor, bot))) return turn.whisper(staffOnly);
  const [chat = '', tenant = '', id = ''] = (turn.values['to'] ?? QUEUE).split('|');
  const to = id === '' ? null : { chat, tenant, id };
  if (to !== null && (await bot.chats.get(chat)?.isStaff(to)) !== true) return turn.whisper(notStaff);
  return handOver(caseIdOf(turn), to, turn, bot);
}

/**
 * Hands a case over; who does it must be of the staff. They are told how it went.
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
    if (it === null || it.owner !== 'human') return false;
    const desk = { bot, trx };
    const same = colleague?.chat === it.claimedBy?.chat && colleague?.id === it.claimedBy?.id;
    if (colleague === null) await putBack(it, by, desk);
    else if (!same) {
      await giveTo(it, colleague, { type: 'handed_over', by }, desk);
      const reply = assignedNote(it, by);
      await trx.send({ type: 'post', caseId, role: 'assigned', to: directTo(colleague), reply });
    }
    return true;
  });
  bot.wake();
  await turn.whisper(done ? handedOverTo(caseId, colleague?.name ?? null) : isOver);
}

async function putBack(it: Case, by: PersonRef, desk: Desk): Promise<void> {
  const due = nudgeDue(desk.bot.clock(), 0, desk.bot.desk);
  const change = { state: 'waiting_for_staff', claimedBy: null, due } as const;
  const changed = await changeOnDesk(it, change, { type: 'put_back', by }, desk);
  await sayOnCard(changed, 'put-back', backInQueue(by), desk);
}

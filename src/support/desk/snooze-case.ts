import type { FormTurn } from '#chat/port.ts';
import type { Case } from '#store/types.ts';
import { directTo } from '#support/answer/open-answer.ts';
import type { Bot } from '#support/bot.ts';
import { caseIdOf } from '#support/turns/actions.ts';
import { awakeNote, snoozedNote } from '#support/views/desk/staff-notes.ts';
import { isOver, staffOnly } from '#support/views/notes.ts';
import { changeOnDesk, type Desk, isStaff, namedPerson, sayOnCard } from './card.ts';
import { SNOOZES, wakeDue } from './desk.ts';
import { nudge, removeNudge } from './nudge.ts';

/** The form of *Snooze* was sent: the case comes back by itself, within working hours. */
export async function snoozeFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  await turn.ack();
  const wanted = SNOOZES.find(({ value }) => value === turn.values['for']);
  if (!(await isStaff(turn.actor, bot))) return turn.whisper(staffOnly);
  if (wanted === undefined) return undefined;
  const by = await namedPerson(turn.actor, bot);
  const changed = await bot.store.write(async (trx) => {
    const it = (await trx.firstSeen(turn.id)) ? await trx.case(caseIdOf(turn)) : null;
    if (it === null || it.owner !== 'human') return null;
    const due = wakeDue(bot.clock(), wanted.ms, bot.desk);
    const snoozed = await changeOnDesk(it, { due }, { type: 'snoozed', by, data: { until: due.at } }, { bot, trx });
    await removeNudge(it, { bot, trx });
    return snoozed;
  });
  bot.wake();
  return turn.whisper(changed === null ? isOver : snoozedNote(changed, bot.desk.hours.timeZone));
}

/** A snooze is over: an unclaimed case comes up in the channel, another one is brought to who has it. */
export async function wakeUp(it: Case, desk: Desk): Promise<void> {
  if (it.state === 'waiting_for_staff' || it.claimedBy === null) return nudge(it, desk);
  const changed = await changeOnDesk(it, { due: null }, { type: 'snooze_over', by: null }, desk);
  await sayOnCard(changed, 'awake', awakeNote(changed), desk);
  const post = { type: 'post', caseId: it.id, role: 'awake-note', reply: awakeNote(changed) } as const;
  await desk.trx.send({ ...post, to: directTo(it.claimedBy) });
  return undefined;
}

import type { FormTurn } from '#chat/port.ts';
import type { Bot } from '#support/bot.ts';
import { happen } from '#support/case/happen.ts';
import { caseIdOf } from '#support/turns/actions.ts';
import { snoozedNote } from '#support/views/desk/staff-notes.ts';
import { isOver } from '#support/views/notes.ts';
import { namedPerson } from './card.ts';
import { SNOOZES, wakeDue } from './desk.ts';

/** The form of *Snooze* was sent: the case comes back later, within working hours. */
export async function snoozeFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  await turn.ack();
  const wanted = SNOOZES.find(({ value }) => value === turn.values['for']);
  if (wanted === undefined) return undefined;
  const by = await namedPerson(turn.actor, bot);
  const changed = await bot.store.write(async (trx) => {
    const it = (await trx.firstSeen(turn.id)) ? await trx.case(caseIdOf(turn)) : null;
    if (it === null) return null;
    const until = wakeDue(bot.clock(), wanted.ms, bot.desk).at;
    return happen(it, { type: 'snoozed', by, data: { until }, ms: wanted.ms }, { bot, trx });
  });
  bot.wake();
  return turn.whisper(changed === null ? isOver : snoozedNote(changed, bot.desk.hours.timeZone));
}

import type { FormTurn } from '#chat/port.ts';
import type { Case } from '#store/types.ts';
import type { Afterwards } from '#support/answer/give-feedback.ts';
import { checklistOf } from '#support/answer/keep-diagnosis.ts';
import { directTo } from '#support/answer/open-answer.ts';
import type { Bot } from '#support/bot.ts';
import { caseIdOf, type DoneOutcome } from '#support/turns/actions.ts';
import { askedForCheck, askedStep, didNote, doneStep, quietQuestion } from '#support/views/desk/ask-person.ts';
import { isOver, staffOnly } from '#support/views/notes.ts';
import { changeOnDesk, type Desk, type DeskPress, isStaff, namedPerson, sayOnCard } from './card.ts';
import { askDue, closeDue } from './desk.ts';

/** *Ask for a key check*: the person gets the button for it; what it says comes into the thread of the card. */
export async function askForCheck(it: Case, { turn, by, bot, trx }: DeskPress): Promise<Afterwards> {
  if (it.owner !== 'human') return (interaction) => interaction.whisper(isOver);
  const change = { state: 'waiting_for_person', due: askDue(bot.clock(), bot.desk) } as const;
  const changed = await changeOnDesk(it, change, { type: 'asked_check', by }, { bot, trx });
  const role = `reply:${turn.id}`;
  await trx.send({ type: 'post', caseId: it.id, role, to: directTo(it.person), reply: askedForCheck(it, by) });
  await sayOnCard(changed, `sent:${turn.id}`, { ...askedForCheck(it, by), buttons: [] }, { bot, trx });
  return null;
}

/** The form of *Ask for a step* was sent: the person gets that step, and says how it went by a button. */
export async function askStepFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  await turn.ack();
  if (!(await isStaff(turn.actor, bot))) return turn.whisper(staffOnly);
  const by = await namedPerson(turn.actor, bot);
  const done = await bot.store.write(async (trx) => {
    const it = (await trx.firstSeen(turn.id)) ? await trx.case(caseIdOf(turn)) : null;
    const step = it === null ? undefined : stepOf(it, turn.values['step'] ?? '', bot);
    if (it === null || step === undefined || it.owner !== 'human') return false;
    const change = { state: 'waiting_for_person', due: askDue(bot.clock(), bot.desk) } as const;
    const data = { step: step.id, goal: step.goal };
    const changed = await changeOnDesk(it, change, { type: 'asked_step', by, data }, { bot, trx });
    const reply = askedStep(it, step, by);
    await trx.send({ type: 'post', caseId: it.id, role: stepRole(step.id), to: directTo(it.person), reply });
    await sayOnCard(changed, `sent:${turn.id}`, { ...reply, buttons: [], code: [] }, { bot, trx });
    return true;
  });
  bot.wake();
  return done ? undefined : turn.whisper(isOver);
}

/** The person says how the step went that the staff has asked for. */
export async function didStep(
  it: Case,
  { step: id, outcome }: { readonly step: string; readonly outcome: DoneOutcome },
  { turn, by, bot, trx }: DeskPress,
): Promise<Afterwards> {
  const step = stepOf(it, id, bot);
  if (it.owner !== 'human' || step === undefined) return (interaction) => interaction.whisper(isOver);
  const event = { type: 'step', by, data: { step: id, goal: step.goal, outcome } };
  const state = it.state === 'waiting_for_person' ? 'claimed' : it.state;
  const changed = await changeOnDesk(it, { state, due: null }, event, { bot, trx });
  await trx.send({ type: 'edit', caseId: it.id, role: stepRole(id), reply: doneStep(step, outcome) });
  await sayOnCard(changed, `did:${turn.id}`, didNote(it, step, outcome), { bot, trx });
  return null;
}

/** A person who was written to and says nothing is asked, once. */
export async function askQuiet(it: Case, desk: Desk): Promise<void> {
  const due = closeDue(desk.bot.clock(), desk.bot.desk);
  await changeOnDesk(it, { due }, { type: 'asked_quiet', by: null }, desk);
  const reply = quietQuestion(it, due.at, desk.bot.desk.hours.timeZone);
  await desk.trx.send({ type: 'post', caseId: it.id, role: 'asked', to: directTo(it.person), reply });
}

function stepOf(it: Case, id: string, bot: Bot) {
  return checklistOf(it, bot)?.steps.find((step) => step.id === id);
}

function stepRole(step: string): string {
  return `step:${step}`;
}

import type { FormTurn } from '#chat/port.ts';
import type { Case, Role } from '#store/types.ts';
import { checklistOf } from '#support/answer/keep-diagnosis.ts';
import type { Bot } from '#support/bot.ts';
import { happen } from '#support/case/happen.ts';
import { directTo } from '#support/people.ts';
import type { Afterwards, Press } from '#support/press.ts';
import { caseIdOf, type DoneOutcome } from '#support/turns/actions.ts';
import { askedForCheck, askedStep, didNote, doneStep, quietQuestion } from '#support/views/desk/ask-person.ts';
import { resolvedNote } from '#support/views/desk/staff-notes.ts';
import { isOver } from '#support/views/notes.ts';
import { type Desk, namedPerson, sayOnCard } from './card.ts';

/** *Ask for a key check*: sends the person the button for it. The result appears in the thread of the card. */
export async function askForCheck(it: Case, { turn, by, bot, trx }: Press): Promise<Afterwards> {
  const changed = await happen(it, { type: 'asked_check', by }, { bot, trx });
  if (changed === null) return (interaction) => interaction.whisper(isOver);
  const role = `reply:${turn.id}` as const;
  await trx.send({ type: 'post', caseId: it.id, role, to: directTo(it.person), reply: askedForCheck(it, by) });
  await sayOnCard(changed, `sent:${turn.id}`, { ...askedForCheck(it, by), buttons: [] }, { bot, trx });
  return null;
}

/** The form of *Ask for a step* was sent: the person gets that step, with buttons to say how it went. */
export async function askStepFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  await turn.ack();
  const by = await namedPerson(turn.actor, bot);
  const done = await bot.store.write(async (trx) => {
    const it = (await trx.firstSeen(turn.id)) ? await trx.case(caseIdOf(turn)) : null;
    const step = it === null ? undefined : stepOf(it, turn.values['step'] ?? '', bot);
    if (it === null || step === undefined) return false;
    const data = { step: step.id, goal: step.goal };
    const changed = await happen(it, { type: 'asked_step', by, data }, { bot, trx });
    if (changed === null) return false;
    const reply = askedStep(it, step, by);
    await trx.send({ type: 'post', caseId: it.id, role: stepRole(step.id), to: directTo(it.person), reply });
    await sayOnCard(changed, `sent:${turn.id}`, { ...reply, buttons: [], code: [] }, { bot, trx });
    return true;
  });
  bot.wake();
  return done ? undefined : turn.whisper(isOver);
}

/** The person says how a step went that the staff asked for. If it fixed the problem, the case is solved. */
export async function didStep(
  it: Case,
  { turn, by, bot, trx }: Press,
  { step: id, outcome }: { readonly step: string; readonly outcome: DoneOutcome },
): Promise<Afterwards> {
  const step = stepOf(it, id, bot);
  if (it.owner !== 'human' || step === undefined) return (interaction) => interaction.whisper(isOver);
  const data = { step: id, goal: step.goal, outcome };
  const changed = await happen(it, { type: outcome === 'fixed' ? 'solved' : 'step', by, data }, { bot, trx });
  if (changed === null) return (interaction) => interaction.whisper(isOver);
  await sayOnCard(changed, `did:${turn.id}`, didNote(it, step, outcome), { bot, trx });
  if (changed.state === 'resolved') {
    const reply = resolvedNote(changed, null, '');
    await trx.send({ type: 'post', caseId: it.id, role: `resolved:${turn.id}`, to: directTo(it.person), reply });
  }
  const done = doneStep(step, outcome);
  const shown = turn.message === null ? null : await trx.caseOf(turn.message);
  if (shown === null) return (interaction) => interaction.whisper(done);
  await trx.send({ type: 'edit', caseId: it.id, role: shown.role, reply: done });
  return null;
}

/** Asks a person once who has not replied to the staff. */
export async function askQuiet(it: Case, desk: Desk): Promise<void> {
  const changed = await happen(it, { type: 'asked_quiet', by: null }, desk);
  if (changed === null) return;
  const reply = quietQuestion(it, changed.due?.at ?? desk.bot.clock(), desk.bot.desk.hours.timeZone);
  const role = `asked:${desk.bot.clock()}` as const;
  await desk.trx.send({ type: 'post', caseId: it.id, role, to: directTo(it.person), reply });
}

function stepOf(it: Case, id: string, bot: Bot) {
  return checklistOf(it, bot)?.steps.find((step) => step.id === id);
}

function stepRole(step: string): Role {
  return `step:${step}`;
}

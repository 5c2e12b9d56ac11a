import type { FormTurn } from '#chat/port.ts';
import type { Case, CaseEvent, KeptReply, PersonRef } from '#store/types.ts';
import { diagnosePolitely } from '#support/answer/diagnose-politely.ts';
import type { Bot } from '#support/bot.ts';
import { comeUp, happen } from '#support/case/happen.ts';
import { directTo, samePerson } from '#support/people.ts';
import type { Afterwards, Press } from '#support/press.ts';
import { caseIdOf } from '#support/turns/actions.ts';
import {
  closedNote,
  openAgain,
  resolvedNote,
  saysItFails,
  saysItWorks,
  tooLateToReopen,
} from '#support/views/desk/staff-notes.ts';
import { isOver } from '#support/views/notes.ts';
import { causeInWords } from '#support/views/stand.ts';
import { type Desk, namedPerson, sayOnCard } from './card.ts';
import { REOPEN_MS } from './desk.ts';

/** *Resolve*, after its form: stores the actual cause and tells the person. A case is closed once. */
export async function resolveFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  await turn.ack();
  const by = await namedPerson(turn.actor, bot);
  const wanted = turn.values['cause'] ?? '';
  const cause = bot.catalogue().knowledge.failures.has(wanted) ? wanted : null;
  const note = (await diagnosePolitely(turn.values['note'] ?? '', bot.catalogue())).masked.trim();
  const done = await bot.store.write(async (trx) => {
    const it = (await trx.firstSeen(turn.id)) ? await trx.case(caseIdOf(turn)) : null;
    if (it === null) return false;
    const data = { cause, note, before: it.diagnosis.kind };
    const changed = await happen(it, { type: 'resolved', by, data }, { bot, trx });
    if (changed === null) return false;
    const reply = resolvedNote(changed, causeInWords(cause, bot.catalogue().knowledge), note);
    await trx.send({ type: 'post', caseId: it.id, role: `resolved:${turn.id}`, to: directTo(it.person), reply });
    return true;
  });
  bot.wake();
  return done ? undefined : turn.whisper(isOver);
}

/** Closes a case whose person has not replied for too long. It can be reopened. */
export async function closeQuiet(it: Case, desk: Desk): Promise<void> {
  const data = { cause: null, why: 'quiet' } as const;
  const changed = await happen(it, { type: 'resolved', by: null, data }, desk);
  if (changed === null) return;
  const role = `resolved:${desk.bot.clock()}` as const;
  await desk.trx.send({ type: 'post', caseId: it.id, role, to: directTo(it.person), reply: closedNote(changed) });
}

/** A person who was asked says that it works now. */
export async function itWorks(it: Case, press: Press): Promise<Afterwards> {
  const { by, bot, trx } = press;
  const data = { cause: null, why: 'person' } as const;
  const changed = await happen(it, { type: 'resolved', by, data }, { bot, trx });
  if (changed === null) return (interaction) => interaction.whisper(isOver);
  await sayOnCard(changed, 'works', saysItWorks(it), { bot, trx });
  return answerPressed(changed, resolvedNote(changed, null, ''), press);
}

/** A person who was asked says that it fails as before. */
export async function itStillFails(it: Case, press: Press): Promise<Afterwards> {
  if (it.owner !== 'human') return reopen(it, press);
  const { by, bot, trx } = press;
  const changed = await happen(it, { type: 'person_said', by }, { bot, trx });
  if (changed === null) return (interaction) => interaction.whisper(isOver);
  await sayOnCard(changed, 'fails', saysItFails(it), { bot, trx });
  return answerPressed(changed, openAgain(it), press);
}

/** Replaces the question with the result. */
async function answerPressed(it: Case, reply: KeptReply, { turn, trx }: Press): Promise<Afterwards> {
  const shown = turn.message === null ? null : await trx.caseOf(turn.message);
  if (shown === null) return (interaction) => interaction.whisper(reply);
  await trx.send({ type: 'edit', caseId: it.id, role: shown.role, reply });
  return null;
}

/**
 * *Reopen*, within some days. If the person reopens it, the case goes back to whoever resolved it, and comes up again if
 * they do nothing. If a staff member reopens it, it is theirs.
 */
export async function reopen(it: Case, { by, bot, trx }: Press): Promise<Afterwards> {
  const events = await trx.events(it.id);
  const end = events.findLast(({ type }) => type === 'resolved' || type === 'solved');
  if (it.state !== 'resolved' || end === undefined) return (interaction) => interaction.whisper(isOver);
  if (bot.clock() - end.at > REOPEN_MS) return (interaction) => interaction.whisper(tooLateToReopen);
  const changed = await happen(it, { type: 'reopened', by, to: ownerBefore(it, end) }, { bot, trx });
  if (changed === null) return (interaction) => interaction.whisper(isOver);
  if (changed.claimedBy === null) await comeUp(changed, 'reopened', { bot, trx });
  return null;
}

/** Who resolved it, or else who had claimed it. */
function ownerBefore(it: Case, { by }: CaseEvent): PersonRef | null {
  return by === null || samePerson(by, it.person) ? it.claimedBy : by;
}

import type { FormTurn } from '#chat/port.ts';
import type { Case, CaseEvent, Transaction } from '#store/types.ts';
import { diagnosePolitely } from '#support/answer/diagnose-politely.ts';
import type { Afterwards } from '#support/answer/give-feedback.ts';
import { directTo } from '#support/answer/open-answer.ts';
import type { Bot } from '#support/bot.ts';
import { caseIdOf } from '#support/turns/actions.ts';
import {
  closedNote,
  openAgain,
  resolvedNote,
  saysItFails,
  saysItWorks,
  tooLateToReopen,
} from '#support/views/desk/staff-notes.ts';
import { isOver, staffOnly } from '#support/views/notes.ts';
import { changeOnDesk, type Desk, type DeskPress, isStaff, namedPerson, sayOnCard } from './card.ts';
import { nudgeDue, REOPEN_MS } from './desk.ts';
import { nudge, removeNudge } from './nudge.ts';

/** *Resolve*, after its form: the true cause is kept with the case, its person is told. A case is closed once. */
export async function resolveFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  await turn.ack();
  if (!(await isStaff(turn.actor, bot))) return turn.whisper(staffOnly);
  const by = await namedPerson(turn.actor, bot);
  const wanted = turn.values['cause'] ?? '';
  const cause = bot.catalogue().knowledge.failures.has(wanted) ? wanted : null;
  const note = (await diagnosePolitely(turn.values['note'] ?? '', bot.catalogue())).masked.trim();
  const done = await bot.store.write(async (trx) => {
    const it = (await trx.firstSeen(turn.id)) ? await trx.case(caseIdOf(turn)) : null;
    if (it === null || it.owner !== 'human') return false;
    const data = { cause, note, before: it.diagnosis.kind };
    const changed = await close(it, { by, data }, { bot, trx });
    const reply = resolvedNote(changed, note);
    await trx.send({ type: 'post', caseId: it.id, role: 'resolved', to: directTo(it.person), reply });
    return true;
  });
  bot.wake();
  return done ? undefined : turn.whisper(isOver);
}

/** Ends the staff's part of a case. */
async function close(it: Case, event: Pick<CaseEvent, 'by' | 'data'>, desk: Desk): Promise<Case> {
  const change = { state: 'resolved', owner: 'bot', due: null } as const;
  const changed = await changeOnDesk(it, change, { type: 'resolved', ...event }, desk);
  await removeNudge(changed, desk);
  return changed;
}

/** Nobody has answered for too long: the case is closed, and can be opened again. */
export async function closeQuiet(it: Case, desk: Desk): Promise<void> {
  const changed = await close(it, { by: null, data: { cause: null, why: 'quiet' } }, desk);
  const reply = closedNote(changed);
  await desk.trx.send({ type: 'post', caseId: it.id, role: 'resolved', to: directTo(it.person), reply });
}

/** A person who was asked says that it works now. */
export async function itWorks(it: Case, { by, bot, trx }: DeskPress): Promise<Afterwards> {
  if (it.owner !== 'human') return (interaction) => interaction.whisper(isOver);
  const changed = await close(it, { by, data: { cause: null, why: 'person' } }, { bot, trx });
  await sayOnCard(changed, 'works', saysItWorks(it), { bot, trx });
  await trx.send({ type: 'edit', caseId: it.id, role: 'asked', reply: resolvedNote(changed, '') });
  return null;
}

/** A person who was asked says that it fails as before. */
export async function itStillFails(it: Case, press: DeskPress): Promise<Afterwards> {
  if (it.owner !== 'human') return reopen(it, press);
  const { by, bot, trx } = press;
  const event = { type: 'person_said', by };
  const changed = await changeOnDesk(it, { state: 'claimed', due: null }, event, { bot, trx });
  await sayOnCard(changed, 'fails', saysItFails(it), { bot, trx });
  await trx.send({ type: 'edit', caseId: it.id, role: 'asked', reply: openAgain(it) });
  return null;
}

/** *Reopen*, by the person or by the staff, within some days: the case waits for the staff again, or is theirs who did it. */
export async function reopen(it: Case, { by, bot, trx }: DeskPress): Promise<Afterwards> {
  if (it.state !== 'resolved' || it.handedAt === null) return (interaction) => interaction.whisper(isOver);
  if (bot.clock() - (await closedAt(it, trx)) > REOPEN_MS) return (interaction) => interaction.whisper(tooLateToReopen);
  const own = it.person.chat === by.chat && it.person.id === by.id;
  const due = own ? nudgeDue(bot.clock(), 0, bot.desk) : null;
  const change = {
    owner: 'human',
    state: own ? 'waiting_for_staff' : 'claimed',
    claimedBy: own ? null : by,
    due,
  } as const;
  const changed = await changeOnDesk(it, change, { type: 'reopened', by }, { bot, trx });
  if (own) await nudge(changed, { bot, trx }, 'reopened');
  const reply = openAgain(changed);
  await trx.send({ type: 'post', caseId: it.id, role: 'reopened', to: directTo(it.person), reply });
  return null;
}

async function closedAt({ id }: Case, trx: Transaction): Promise<number> {
  return (await trx.events(id)).findLast(({ type }) => type === 'resolved')?.at ?? 0;
}

import type { ButtonTurn } from '#chat/port.ts';
import { move, startWalk } from '#diagnosis/walk.ts';
import type { Case, KeptWalk, Transaction } from '#store/types.ts';
import { type Bot, staffOf } from '#support/bot.ts';
import type { Action } from '#support/turns/actions.ts';
import { walkReply } from '#support/views/walk.ts';
import { checklistOf } from './keep-diagnosis.ts';
import { directTo, personOf } from './open-answer.ts';

/**
 * *Walk me through it*: the message of the answer becomes the walk. Where the answer was whispered, the walk gets a message
 * of its own in the direct messages. A walk that was begun goes on where it stood.
 */
export async function beginWalk(it: Case, turn: ButtonTurn, bot: Bot, trx: Transaction): Promise<void> {
  const checklist = checklistOf(it, bot);
  if (checklist === null) return;
  const known = turn.message === null ? null : await trx.caseOf(turn.message);
  const role = known?.case.id === it.id ? known.role : 'walk';
  const walk: KeptWalk =
    it.walk === null ? { ...startWalk(checklist.steps.map(({ id }) => id)), role } : { ...it.walk, role };
  await trx.changeCase(it.id, { walk }, { type: 'walk_begun', by: personOf(turn.actor) });
  const reply = walkReply(it, walk, checklist, staffOf(bot, it.person) !== null);
  const posted = role === 'walk' && (await trx.messageOf(it.id, 'walk')) !== null;
  if (role !== 'walk' || posted) await trx.send({ type: 'edit', caseId: it.id, role, reply });
  else await trx.send({ type: 'post', caseId: it.id, role, to: directTo(it.person), reply });
}

/** A press within the walk. A press on a step that is not shown any more does nothing: it is a second press. */
export async function takeStep(
  it: Case,
  action: Extract<Action, { do: 'step' }>,
  turn: ButtonTurn,
  { bot, trx }: { readonly bot: Bot; readonly trx: Transaction },
): Promise<void> {
  const checklist = checklistOf(it, bot);
  if (it.walk === null || checklist === null || action.at !== it.walk.at) return;
  const walk: KeptWalk = { ...move(it.walk, action.move), role: it.walk.role };
  const step = it.walk.steps[it.walk.at] ?? null;
  const goal = checklist.steps.find(({ id }) => id === step)?.goal ?? step;
  const solved = walk.state === 'fixed';
  const changed = await trx.changeCase(
    it.id,
    { walk, ...(solved && it.owner === 'bot' ? { state: 'resolved' as const } : {}) },
    { type: solved ? 'solved' : 'step', by: personOf(turn.actor), data: { step, goal, outcome: action.move } },
  );
  const reply = walkReply(changed, walk, checklist, staffOf(bot, changed.person) !== null);
  await trx.send({ type: 'edit', caseId: it.id, role: walk.role, reply });
}

import { move, startWalk } from '#diagnosis/walk.ts';
import type { Case, KeptWalk, Role } from '#store/types.ts';
import { staffOf } from '#support/bot.ts';
import { happen } from '#support/case/happen.ts';
import { directTo, personOf } from '#support/people.ts';
import type { Afterwards, Press } from '#support/press.ts';
import type { readMove } from '#support/turns/actions.ts';
import { walkReply } from '#support/views/walk.ts';
import { over } from './give-feedback.ts';
import { checklistOf } from './keep-diagnosis.ts';

/**
 * *Walk me through it*: the message of the answer becomes the walk. Where the answer was whispered, the walk gets a message
 * of its own in the direct messages. A walk that was begun goes on where it stood.
 */
export async function beginWalk(it: Case, { turn, bot, trx }: Press): Promise<Afterwards> {
  const checklist = checklistOf(it, bot);
  if (checklist === null) return null;
  const known = turn.message === null ? null : await trx.caseOf(turn.message);
  const role: Role = known?.case.id === it.id ? known.role : 'walk';
  // Who begins again after it was solved begins at the first step.
  const walk: KeptWalk =
    it.walk === null || it.walk.state === 'fixed'
      ? { ...startWalk(checklist.steps.map(({ id }) => id)), role }
      : { ...it.walk, role };
  if ((await happen(it, { type: 'walk_begun', by: personOf(turn.actor), walk }, { bot, trx })) === null)
    return over(it);
  const reply = walkReply(it, walk, checklist, staffOf(bot, it.person) !== null);
  const posted = role === 'walk' && (await trx.messageOf(it.id, 'walk')) !== null;
  if (role !== 'walk' || posted) await trx.send({ type: 'edit', caseId: it.id, role, reply });
  else await trx.send({ type: 'post', caseId: it.id, role, to: directTo(it.person), reply });
  return null;
}

/** A press within the walk. A press on a step that is not shown any more does nothing: it is a second press. */
export async function takeStep(
  it: Case,
  { turn, bot, trx }: Press,
  action: NonNullable<ReturnType<typeof readMove>>,
): Promise<null> {
  const checklist = checklistOf(it, bot);
  if (it.walk === null || checklist === null || action.at !== it.walk.at) return null;
  const walk: KeptWalk = { ...move(it.walk, action.move), role: it.walk.role };
  const step = it.walk.steps[it.walk.at] ?? null;
  const goal = checklist.steps.find(({ id }) => id === step)?.goal ?? step;
  const solved = walk.state === 'fixed';
  const data = { step, goal, outcome: action.move };
  const event = { type: solved ? 'solved' : 'step', by: personOf(turn.actor), data, walk } as const;
  const changed = await happen(it, event, { bot, trx });
  // How it ended is shown where the case stands.
  if (changed === null || solved) return null;
  const reply = walkReply(changed, walk, checklist, staffOf(bot, changed.person) !== null);
  await trx.send({ type: 'edit', caseId: it.id, role: walk.role, reply });
  return null;
}

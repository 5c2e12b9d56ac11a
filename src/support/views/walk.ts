import type { Checklist } from '#diagnosis/types.ts';
import type { Case, KeptReply, KeptWalk } from '#store/types.ts';
import { type Action, actionId } from '#support/turns/actions.ts';
import { humanButton } from './answer.ts';
import { endOfWalkReply } from './end-of-walk.ts';
import { stepReply } from './step.ts';

const MOVES: readonly { readonly label: string; readonly move: Extract<Action, { do: 'step' }>['move'] }[] = [
  { label: 'Looks fine, next', move: 'fine' },
  { label: 'That was it', move: 'fixed' },
  { label: 'Skip', move: 'skipped' },
  { label: 'Back', move: 'back' },
];

/** A walk as its one message shows it: the step that it is at, or its end. */
export function walkReply(it: Case, walk: KeptWalk, checklist: Checklist, staff: boolean): KeptReply {
  const step = walk.state === 'walking' ? checklist.steps.find(({ id }) => id === walk.steps[walk.at]) : undefined;
  if (step === undefined) return endReply(it, walk, checklist, staff);
  const moves = MOVES.filter(({ move }) => move !== 'back' || walk.at > 0);
  return {
    ...stepReply(step, { number: walk.at + 1, of: walk.steps.length }, it.diagnosis.facts),
    buttons: [
      ...moves.map(({ label, move }) => ({
        label,
        action: actionId({ do: 'step', caseId: it.id, at: walk.at, move }),
        ...(move === 'fine' ? { style: 'primary' as const } : {}),
      })),
      ...humanButton(it.id, staff),
    ],
    footer: checklist.title,
  };
}

function endReply(it: Case, walk: KeptWalk, checklist: Checklist, staff: boolean): KeptReply {
  const end = endOfWalkReply(
    { ...walk, state: walk.state === 'walking' ? 'ended' : walk.state },
    checklist,
    'your provider',
  );
  if (walk.state === 'fixed') return end;
  const offer = staff
    ? {
        title: end.title,
        text: 'If it still fails, check your key with the provider, or get a human. They will see everything you tried.',
      }
    : end;
  return {
    ...(staff ? { tone: end.tone, ...offer } : end),
    buttons: [
      { label: 'Check my key privately', action: actionId({ do: 'key', caseId: it.id }), style: 'primary' },
      ...humanButton(it.id, staff),
      { label: 'Back', action: actionId({ do: 'step', caseId: it.id, at: walk.at, move: 'back' }) },
    ],
  };
}

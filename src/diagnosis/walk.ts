/** What a person says of a step. */
export type StepOutcome = 'fixed' | 'fine' | 'skipped';

/** A person's way through a checklist; plain data, so that it can be stored and resumed. */
export interface Walk {
  /** Ids of the steps, in order. */
  readonly steps: readonly string[];
  /** Index of the step that is shown; as many as there are steps when the end is reached. */
  readonly at: number;
  readonly outcomes: Readonly<Record<string, StepOutcome>>;
  readonly state: 'walking' | 'fixed' | 'ended' | 'stopped';
}

/** What a person can do at a step. */
export type Move = StepOutcome | 'back' | 'stop';

/** A walk at its first step; one without steps has ended. */
export function startWalk(steps: readonly string[]): Walk {
  return { steps, at: 0, outcomes: {}, state: steps.length === 0 ? 'ended' : 'walking' };
}

/** The walk after a move. A walk that is over does not move any more, save for *back* from its end. */
export function move(walk: Walk, by: Move): Walk {
  if (walk.state === 'fixed' || walk.state === 'stopped') return walk;
  if (by === 'stop') return { ...walk, state: 'stopped' };
  if (by === 'back')
    return { ...walk, at: Math.max(0, walk.at - 1), state: walk.steps.length === 0 ? 'ended' : 'walking' };
  const step = walk.steps[walk.at];
  if (step === undefined) return walk;
  const outcomes = { ...walk.outcomes, [step]: by };
  if (by === 'fixed') return { ...walk, outcomes, state: 'fixed' };
  const at = walk.at + 1;
  return { ...walk, outcomes, at, state: at === walk.steps.length ? 'ended' : 'walking' };
}

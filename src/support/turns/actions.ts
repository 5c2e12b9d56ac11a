import type { FormTurn } from '#chat/port.ts';

/** What a button does, and to which case. Buttons hold ids only; who may press them is asked of the store. */
export type Action =
  | { readonly do: Plain; readonly caseId: number }
  | { readonly do: 'step'; readonly caseId: number; readonly at: number; readonly move: Move }
  | { readonly do: 'choose'; readonly caseId: number; readonly kind: string }
  /** A step that the staff has asked for was tried. */
  | { readonly do: 'did'; readonly caseId: number; readonly outcome: DoneOutcome; readonly step: string }
  /** More of a list of the staff: cases before this one. */
  | { readonly do: 'list'; readonly caseId: number; readonly filter: ListFilter }
  | { readonly do: 'answer'; readonly caseId: number; readonly question: string; readonly value: string };

const MOVES = ['fixed', 'fine', 'skipped', 'back', 'stop'] as const;
type Move = (typeof MOVES)[number];

const OUTCOMES = ['fixed', 'fine', 'skipped'] as const;
/** What a person says of a step that they were asked for. */
export type DoneOutcome = (typeof OUTCOMES)[number];

const FILTERS = ['open', 'mine', 'unclaimed'] as const;
/** Which cases a list of the staff shows. */
export type ListFilter = (typeof FILTERS)[number];

const PLAIN = [
  'walk',
  'not-this',
  'dismiss',
  'share',
  'key',
  'human',
  'claim',
  'resolve',
  'reply',
  'show',
  'ask-key',
  'ask-step',
  'correct',
  'hand-over',
  'snooze',
  'reopen',
  'helped',
  'still',
  'read',
  'anew',
  'quiet',
  'speak',
  'forget',
] as const;
type Plain = (typeof PLAIN)[number];

/** An action as the text that a button carries: at most 100 characters. */
export function actionId(action: Action): string {
  return [action.do, action.caseId, ...detailsOf(action)].join(':');
}

/** What stands behind verb and case, in the order in which it is read again. */
function detailsOf(action: Action): readonly (string | number)[] {
  if (action.do === 'step') return [action.at, action.move];
  if (action.do === 'choose') return [action.kind];
  if (action.do === 'did') return [action.outcome, action.step];
  if (action.do === 'list') return [action.filter];
  return action.do === 'answer' ? [action.question, action.value] : [];
}

/** The action that a text stands for; null where it stands for none: it is from an older version, or made up. */
export function parseAction(text: string): Action | null {
  const [verb = '', id = '', ...rest] = text.split(':');
  const caseId = readCaseId(id);
  if (caseId === null) return null;
  const plain = PLAIN.find((one) => one === verb);
  if (plain !== undefined) return rest.length === 0 ? { do: plain, caseId } : null;
  const [first = '', second = ''] = rest;
  return DETAILED.get(verb)?.(caseId, first, second) ?? null;
}

/** Numbers of cases are integers of four bytes in PostgreSQL, which takes no larger one, not even to look for it. */
const LARGEST_ID = 2 ** 31 - 1;

/** The number of a case as it stands in a button, a form or a command; null where it cannot be one. */
export function readCaseId(text: string): number | null {
  return /^\d{1,10}$/.test(text) && Number(text) <= LARGEST_ID ? Number(text) : null;
}

/** The number of the case that a form is about (`resolve:12`); 0 where it is about none. */
export function caseIdOf({ form }: Pick<FormTurn, 'form'>): number {
  return readCaseId(form.split(':')[1] ?? '') ?? 0;
}

type Detailed = (caseId: number, first: string, second: string) => Action | null;

const DETAILED: ReadonlyMap<string, Detailed> = new Map(
  Object.entries<Detailed>({
    choose: (caseId, kind) => (/^[a-z_]{1,40}$/.test(kind) ? { do: 'choose', caseId, kind } : null),
    answer: (caseId, question, value) => ({ do: 'answer', caseId, question, value }),
    step(caseId, at, wanted) {
      const move = MOVES.find((one) => one === wanted);
      return move === undefined || !/^\d{1,2}$/.test(at) ? null : { do: 'step', caseId, at: Number(at), move };
    },
    did(caseId, wanted, step) {
      const outcome = OUTCOMES.find((one) => one === wanted);
      return outcome === undefined || !/^[a-z0-9-]{1,70}$/.test(step) ? null : { do: 'did', caseId, outcome, step };
    },
    list(caseId, wanted) {
      const filter = FILTERS.find((one) => one === wanted);
      return filter === undefined ? null : { do: 'list', caseId, filter };
    },
  }),
);

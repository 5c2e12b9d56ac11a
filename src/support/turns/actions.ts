import type { FormTurn } from '#chat/port.ts';

/** What a button says: the name of a row in the table of buttons, and the case. Who may press it is asked of the store. */
export type Action =
  | { readonly do: string; readonly caseId: number }
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

/** An action as the text that a button carries: at most 100 characters. */
export function actionId(action: Action): string {
  return [action.do, action.caseId, ...detailsOf(action)].join(':');
}

/** What stands behind the name and the case, in the order in which it is read again. */
function detailsOf(action: Action): Details {
  if ('move' in action) return [`${action.at}`, action.move];
  if ('kind' in action) return [action.kind];
  if ('outcome' in action) return [action.outcome, action.step];
  if ('filter' in action) return [action.filter];
  return 'question' in action ? [action.question, action.value] : [];
}

/** What stands behind the name and the case, not read yet. */
export type Details = readonly string[];

/** A button that was pressed, as its text says: not trusted. */
export interface PressedAction {
  readonly do: string;
  readonly caseId: number;
  readonly details: Details;
}

/** The action that a text stands for; null where it has no number of a case. Whether there is such a button, the table knows. */
export function parseAction(text: string): PressedAction | null {
  const [verb = '', id = '', ...details] = text.split(':');
  const caseId = readCaseId(id);
  return caseId === null ? null : { do: verb, caseId, details };
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

/** The details of a move in a walk; null where they are none, as for the readers below. */
export function readMove([at = '', wanted]: Details): { readonly at: number; readonly move: Move } | null {
  const move = MOVES.find((one) => one === wanted);
  return move === undefined || !/^\d{1,2}$/.test(at) ? null : { at: Number(at), move };
}

/** The kind that a person has chosen. */
export function readKind([kind = '']: Details): string | null {
  return /^[a-z_]{1,40}$/.test(kind) ? kind : null;
}

/** How a step went that the staff had asked for. */
export function readDone([wanted, step = '']: Details): {
  readonly outcome: DoneOutcome;
  readonly step: string;
} | null {
  const outcome = OUTCOMES.find((one) => one === wanted);
  return outcome === undefined || !/^[a-z0-9-]{1,70}$/.test(step) ? null : { outcome, step };
}

/** Which list goes on. */
export function readFilter([wanted]: Details): ListFilter | null {
  return FILTERS.find((one) => one === wanted) ?? null;
}

import type { FormTurn } from '#chat/port.ts';

/** What a button does: the name of its row in the table of buttons, and the case. It holds no permission. */
export type Action =
  | { readonly do: string; readonly caseId: number }
  | { readonly do: 'step'; readonly caseId: number; readonly at: number; readonly move: Move }
  | { readonly do: 'choose'; readonly caseId: number; readonly kind: string }
  /** The outcome of a step that the staff asked for. */
  | { readonly do: 'did'; readonly caseId: number; readonly outcome: DoneOutcome; readonly step: string }
  /** The next page of a list: cases before this number. */
  | { readonly do: 'list'; readonly caseId: number; readonly filter: ListFilter }
  | { readonly do: 'answer'; readonly caseId: number; readonly question: string; readonly value: string };

const MOVES = ['fixed', 'fine', 'skipped', 'back', 'stop'] as const;
type Move = (typeof MOVES)[number];

const OUTCOMES = ['fixed', 'fine', 'skipped'] as const;
/** How a step went that the staff asked for. */
export type DoneOutcome = (typeof OUTCOMES)[number];

const FILTERS = ['open', 'mine', 'unclaimed'] as const;
/** Which cases a list of the staff shows. */
export type ListFilter = (typeof FILTERS)[number];

/** An action as the text that a button carries: at most 100 characters. */
export function actionId(action: Action): string {
  return [action.do, action.caseId, ...detailsOf(action)].join(':');
}

/** The details of an action, in the order in which they are read. */
function detailsOf(action: Action): Details {
  if ('move' in action) return [`${action.at}`, action.move];
  if ('kind' in action) return [action.kind];
  if ('outcome' in action) return [action.outcome, action.step];
  if ('filter' in action) return [action.filter];
  return 'question' in action ? [action.question, action.value] : [];
}

/** What follows the name and the case in an action, not checked yet. */
export type Details = readonly string[];

/** A pressed button, as its text says. It is not trusted. */
export interface PressedAction {
  readonly do: string;
  readonly caseId: number;
  readonly details: Details;
}

/** Splits the text of a button; null if it has no valid number. The table of buttons decides whether the name exists. */
export function parseAction(text: string): PressedAction | null {
  const [verb = '', id = '', ...details] = text.split(':');
  const caseId = readCaseId(id);
  return caseId === null ? null : { do: verb, caseId, details };
}

/** PostgreSQL stores the numbers of cases in four bytes and rejects larger ones even in a query. */
const LARGEST_ID = 2 ** 31 - 1;

/** The number of a case as it stands in a button, a form or a command; null where it cannot be one. */
export function readCaseId(text: string): number | null {
  return /^\d{1,10}$/.test(text) && Number(text) <= LARGEST_ID ? Number(text) : null;
}

/** The number of the case that a form is about (`resolve:12`); 0 where it is about none. */
export function caseIdOf({ form }: Pick<FormTurn, 'form'>): number {
  return readCaseId(form.split(':')[1] ?? '') ?? 0;
}

/** Reads the details of a move in a walk; null if they are invalid, as in the readers below. */
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

import type { AnswerRow, ProbeDefaults } from '#knowledge/types.ts';
import { type Answer, valueAt } from './read-answer.ts';
import type { Failed, Judgement } from './types.ts';

type Rows = readonly AnswerRow[];

/**
 * What an answer says about the key. Pure. The provider's rows come first, then those that hold for every provider;
 * what none of them names is undecided.
 *
 * A web page never rejects a key, whatever a row says: a firewall may have written it.
 */
export function judge(answer: Answer, rows: Rows, defaults: ProbeDefaults): Judgement {
  const own = rows.find((row) => fits(row, answer) && !(row.says === 'rejected' && answer.form !== 'json'));
  const row = own ?? defaults.answers.find((generic) => fits(generic, answer));
  if (row === undefined)
    return { says: 'undecided', kind: null, note: defaults.unmapped.note, row: null, credits: null, askNext: null };
  return {
    says: row.says,
    kind: row.kind ?? null,
    note: row.note ?? '',
    row: row.id,
    credits: row.credits ?? null,
    askNext: row.ask_next ?? null,
  };
}

/** What it says about the key that there was no answer: nothing. */
export function judgeFailure({ stage }: Failed, defaults: ProbeDefaults): Judgement {
  // A name that leads to a private address is answered like one that leads nowhere: whoever asks must not learn internal names.
  const known = defaults.failures[leadsNowhere(stage) ? 'dns' : stage];
  const note = known?.note ?? defaults.refusals[stage] ?? defaults.unmapped.note;
  return { says: 'undecided', kind: known?.kind ?? null, note, row: null, credits: null, askNext: null };
}

/** Is this all that may be said: that the name does not lead to a public address? */
export function leadsNowhere(stage: Failed['stage']): boolean {
  return stage === 'dns' || stage === 'private-address';
}

type Row = Rows[number] | ProbeDefaults['answers'][number];

function fits(row: Row, answer: Answer): boolean {
  return (
    (row.status === undefined || row.status.includes(answer.status)) &&
    (row.form === 'any' || row.form === answer.form) &&
    fitsValues(row, answer) &&
    fitsText(row, answer)
  );
}

function fitsValues({ at, field, has, at_most: atMost }: Row, answer: Answer): boolean {
  return (
    all(at, (path, values) => isOneOf(valueAt(answer.body, path), values)) &&
    all(field, (name, values) => hasField(answer, name, values)) &&
    all(atMost, (path, most) => isAtMost(answer, path, most)) &&
    (has === undefined || has.every((path) => (valueAt(answer.body, path) ?? null) !== null))
  );
}

function fitsText({ text, not_text: notText }: Row, answer: Answer): boolean {
  const stands = (words: string) => answer.text.includes(words.toLowerCase());
  return (text === undefined || text.some(stands)) && notText?.some(stands) !== true;
}

function all<T>(wanted: Readonly<Record<string, T>> | undefined, holds: (name: string, value: T) => boolean): boolean {
  return wanted === undefined || Object.entries(wanted).every(([name, value]) => holds(name, value));
}

type Scalar = string | number | boolean | null;

function isOneOf(value: unknown, wanted: readonly Scalar[]): boolean {
  return wanted.some((one) =>
    typeof one === 'string' && typeof value === 'string' ? same(one, value) : one === value,
  );
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function hasField({ fields }: Answer, name: string, wanted: readonly Scalar[]): boolean {
  const values = fields.get(name.toLowerCase());
  return values !== undefined && wanted.some((one) => values.has(String(one).toLowerCase()));
}

function isAtMost({ body }: Answer, path: string, most: number): boolean {
  const value = valueAt(body, path);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && number <= most;
}

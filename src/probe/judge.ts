import type { AnswerRow, ProbeDefaults } from '#knowledge/types.ts';
import { type Answer, valueAt } from './read-answer.ts';
import type { Failed, Judgement } from './types.ts';

type Rows = readonly Omit<AnswerRow, 'refine'>[];

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
    return { says: 'undecided', kind: null, note: defaults.unmapped.note, row: null, credits: null, then: null };
  return {
    says: row.says,
    kind: row.kind ?? null,
    note: row.note ?? '',
    row: row.id,
    credits: row.credits ?? null,
    then: row.then ?? null,
  };
}

/** What it says about the key that there was no answer: nothing. */
export function judgeFailure({ stage }: Failed, defaults: ProbeDefaults): Judgement {
  const known = defaults.failures[stage];
  const note = known?.note ?? defaults.refusals[stage] ?? defaults.unmapped.note;
  return { says: 'undecided', kind: known?.kind ?? null, note, row: null, credits: null, then: null };
}

function fits(row: Rows[number] | ProbeDefaults['answers'][number], answer: Answer): boolean {
  return (
    (row.status === undefined || row.status.includes(answer.status)) &&
    (row.form === 'any' || row.form === answer.form) &&
    (row.at === undefined ||
      Object.entries(row.at).every(([path, values]) => isOneOf(valueAt(answer.body, path), values))) &&
    (row.field === undefined || Object.entries(row.field).every(([name, values]) => hasField(answer, name, values))) &&
    (row.text === undefined || row.text.some((text) => answer.text.includes(text.toLowerCase()))) &&
    (row.not_text === undefined || !row.not_text.some((text) => answer.text.includes(text.toLowerCase()))) &&
    (row.has === undefined || row.has.every((path) => (valueAt(answer.body, path) ?? null) !== null)) &&
    (row.at_most === undefined || Object.entries(row.at_most).every(([path, most]) => isAtMost(answer, path, most)))
  );
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

import type { Knowledge } from '#knowledge/types.ts';
import { accepted, isSameName, nameOf, type Scored } from './accuracy.ts';

/** How many of how many. */
export interface Count {
  readonly of: number;
  readonly right: number;
}

/** The figures of one part of a labelled file; it names no record. */
export interface Slice {
  readonly name: string;
  readonly kind: Count;
  readonly strict: Count;
  readonly provider: Count;
  readonly tool: Count;
  readonly speaks: Count;
  readonly negativesSpoken: Count;
}

/** Up to these lengths a text is short or medium, in characters. */
const SHORT = 160;
const MEDIUM = 600;
/** Smaller parts are put together: their shares would tell nothing, and might point at a record. */
const LEAST = 5;

/** Figures by language, by whether the provider has a file, and by length; small parts are put together as "others". */
export function slicesOf(scored: readonly Scored[], knowledge: Knowledge): readonly Slice[] {
  const isFailure = ({ record }: Scored) => !knowledge.negatives.has(record.kind);
  const by = (sort: string, nameFor: (one: Scored) => string) => {
    const groups = Map.groupBy(scored, nameFor);
    const small = new Set([...groups].filter(([, list]) => list.length < LEAST).map(([name]) => name));
    const merged = Map.groupBy(scored, (one) => (small.has(nameFor(one)) ? 'others' : nameFor(one)));
    return [...merged]
      .sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
      .map(([name, list]) => sliceOf(`${sort} ${name}`, list, isFailure));
  };
  return [
    sliceOf('all', scored, isFailure),
    ...by('language', ({ record }) => record.lang ?? 'unmarked'),
    ...by('provider', ({ record }) => standing(record.provider, knowledge)),
    ...by('length', ({ record }) => lengthOf(record.text)),
  ];
}

function standing(label: string, { providers }: Knowledge): string {
  if (label === 'unknown') return 'not shown';
  return providers.has(nameOf(label)) ? 'with a file' : 'without a file';
}

function lengthOf({ length }: string): string {
  if (length < SHORT) return 'short';
  return length < MEDIUM ? 'medium' : 'long';
}

function sliceOf(name: string, scored: readonly Scored[], isFailure: (one: Scored) => boolean): Slice {
  const failures = scored.filter(isFailure);
  const count = (list: readonly Scored[], holds: (one: Scored) => boolean): Count => ({
    of: list.length,
    right: list.filter(holds).length,
  });
  const named = (field: 'provider' | 'tool') =>
    count(
      failures.filter(({ record }) => record[field] !== 'unknown'),
      ({ record, diagnosis }) => isSameName(record[field], diagnosis[field]),
    );
  return {
    name,
    kind: count(failures, ({ record, diagnosis }) => accepted(record).includes(diagnosis.kind ?? '')),
    strict: count(failures, ({ record, diagnosis }) => record.kind === diagnosis.kind),
    provider: named('provider'),
    tool: named('tool'),
    speaks: count(failures, ({ diagnosis }) => diagnosis.speak),
    negativesSpoken: count(
      scored.filter((one) => !isFailure(one)),
      ({ diagnosis }) => diagnosis.speak,
    ),
  };
}

const COLUMNS = ['kind', 'strict', 'provider', 'tool', 'speaks', 'negativesSpoken'] as const;

/** The figures as a table: shares, and beside each how many of how many. */
export function sliceLines(slices: readonly Slice[]): string {
  const rows = [
    ['', 'kind', 'strict', 'provider', 'tool', 'speaks', 'speaks on negatives'],
    ...slices.map((slice) => [slice.name, ...COLUMNS.map((column) => shown(slice[column]))]),
  ];
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at] as number))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function shown({ of, right }: Count): string {
  return of === 0 ? '-' : `${(right / of).toFixed(3)} (${right}/${of})`;
}

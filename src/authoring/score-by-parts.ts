import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import { explain, type Trained } from '#diagnosis/diagnose.ts';
import { type Labelled, nameOf, type Scored } from './accuracy.ts';
import { repositoryOf, train } from './train.ts';

/** What all records of one part have in common, so that none is scored by what was learned from its like. */
export const PART_SORTS = ['repository', 'provider', 'language'] as const;
export type PartSort = (typeof PART_SORTS)[number];

/** Scores records with what is committed, or with what was learned elsewhere. */
export function diagnosed(records: readonly Labelled[], catalogue: Catalogue, trained?: Trained): Scored[] {
  return records.map((record) => ({ record, diagnosis: explain(record.text, catalogue, trained).diagnosis }));
}

/** How records are scored in parts. */
export interface Parts {
  readonly count: number;
  readonly by: PartSort;
}

/**
 * Scores each part by what was learned from all others.
 *
 * @param records what is scored; by language only those that are marked with one other than English
 * @param more records that are always learned from and never scored, save those about a provider that is being scored
 * @param tell is told of each part that is done
 */
export function scoredByParts(
  records: readonly Labelled[],
  more: readonly Labelled[],
  catalogue: Catalogue,
  { count, by }: Parts,
  tell: (line: string) => void = () => {},
): Scored[] {
  const groups = [...new Set(records.map((record) => groupOf(record, by)).filter((group) => group !== null))].sort();
  const partOf = new Map(groups.map((group, index) => [group, index % count]));
  const isIn = (record: Labelled, part: number) => partOf.get(groupOf(record, by) ?? '') === part;
  return Array.from({ length: Math.min(count, groups.length) }, (_, part) => {
    const others = [
      ...more.filter((record) => by !== 'provider' || !isIn(record, part)),
      ...records.filter((record) => !isIn(record, part)),
    ];
    const scored = diagnosed(
      records.filter((record) => isIn(record, part)),
      catalogue,
      train(others, catalogue),
    );
    tell(`part ${part + 1} of ${Math.min(count, groups.length)}: ${scored.length} scored`);
    return scored;
  }).flat();
}

/** Records whose provider nobody knows, and those in English, are learned from and not scored by these. */
function groupOf(record: Labelled, by: PartSort): string | null {
  if (by === 'repository') return repositoryOf(record);
  if (by === 'provider') return record.provider === 'unknown' ? null : nameOf(record.provider);
  return record.lang === undefined || record.lang === 'en' ? null : record.lang;
}

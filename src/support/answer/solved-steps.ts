import type { StepOrder } from '#diagnosis/checklist.ts';
import type { Log } from '#log.ts';
import type { KeptDiagnosis, SolvedStep, Store } from '#store/types.ts';

/** What a checklist is about. */
type About = Pick<KeptDiagnosis, 'kind' | 'provider' | 'tool'>;

/** What solved walks teach about the order of checklists. */
export interface SolvedSteps {
  /** The order for such a case; null where too few were solved to say. */
  orderFor(about: About): StepOrder | null;
  /** Counts anew. Never rejects: what was known stays. */
  refresh(): Promise<void>;
}

/** So many walks must have been solved before their order counts. */
export const ENOUGH = 20;
/** The order of the knowledge weighs as much as so many solved walks. */
const PRIOR = 10;
const YEAR_MS = 365 * 24 * 3_600_000;

/** For when nothing is learned. */
export const NOTHING_SOLVED: SolvedSteps = { orderFor: () => null, refresh: async () => undefined };

/** Learns from the walks of the last year. */
export function openSolvedSteps(store: Store, clock: () => number, log: Log): SolvedSteps {
  let counts: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map();
  return {
    orderFor: (about) => orderOf(about, counts),
    async refresh() {
      try {
        counts = countsOf(await store.solvedSteps(clock() - YEAR_MS));
      } catch {
        log('warn', 'what solved cases is not read just now');
      }
    },
  };
}

/** From the narrowest to the widest. */
function groupsOf({ kind, provider, tool }: About): string[] {
  const [all, house, whole] = [[kind], [kind, provider], [kind, provider, tool]].map((part) => part.join('\u001f'));
  return [whole ?? '', house ?? '', all ?? ''];
}

function countsOf(solved: readonly SolvedStep[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const { step, count, ...about } of solved)
    for (const group of new Set(groupsOf(about))) {
      const steps = counts.get(group) ?? new Map<string, number>();
      steps.set(step, (steps.get(step) ?? 0) + count);
      counts.set(group, steps);
    }
  return counts;
}

/** The narrowest group that has enough solved walks decides. */
function orderOf(about: About, counts: ReadonlyMap<string, ReadonlyMap<string, number>>): StepOrder | null {
  for (const group of groupsOf(about)) {
    const fixed = counts.get(group);
    const all = fixed === undefined ? 0 : [...fixed.values()].reduce((sum, count) => sum + count, 0);
    if (fixed !== undefined && all >= ENOUGH) return (ids) => ordered(ids, fixed, all);
  }
  return null;
}

/** Smoothed: what was in front stays there until enough speaks against it. */
function ordered(ids: readonly string[], fixed: ReadonlyMap<string, number>, all: number): ReturnType<StepOrder> {
  const priors = ids.map((_id, index) => 1 / (index + 1));
  const sum = priors.reduce((total, prior) => total + prior, 0);
  return ids
    .map((id, index) => {
      const count = fixed.get(id) ?? 0;
      const score = (count + (PRIOR * (priors[index] ?? 0)) / sum) / (all + PRIOR);
      return { id, score, fixedFor: count === 0 ? null : count / all };
    })
    .toSorted((a, b) => b.score - a.score)
    .map(({ id, fixedFor }) => ({ id, fixedFor }));
}

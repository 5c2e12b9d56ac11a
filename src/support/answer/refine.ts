import type { ProbeDefaults } from '#knowledge/types.ts';
import type { Says } from '#probe/types.ts';

/** The part of a diagnosis that a key check can change. */
export interface Refinable {
  readonly kind: string | null;
  readonly provider: string | null;
  readonly tool: string | null;
}

/** The part of a verdict that changes a diagnosis. */
export interface Refining {
  readonly verdict: Says;
  readonly kind: string | null;
  readonly provider: string | null;
}

/**
 * A diagnosis after its key was checked: what the provider answered beats what a paste looked like; a key that is known
 * to be good takes the blame off the key; an undecided check changes nothing that was known. Pure.
 *
 * @param before the diagnosis of the paste, or null where there was none
 * @param rules which kinds blame the key, and what is left of them (knowledge)
 */
export function refine(before: Refinable | null, verdict: Refining, rules: ProbeDefaults['refine']): Refinable {
  const known = { provider: verdict.provider ?? before?.provider ?? null, tool: before?.tool ?? null };
  const was = before?.kind ?? null;
  if (verdict.verdict === 'undecided') return { ...known, kind: was ?? verdict.kind };
  if (verdict.kind !== null) return { ...known, kind: verdict.kind };
  if (verdict.verdict !== 'works') return { ...known, kind: was };
  return { ...known, kind: rules.works.find((rule) => was !== null && rule.was.includes(was))?.now ?? was };
}

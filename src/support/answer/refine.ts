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
 * to be good takes the blame off the key; an undecided check, or one at another provider, changes nothing that was known. Pure.
 *
 * @param before the diagnosis of the paste, or null where there was none
 * @param rules which kinds blame the key, and what is left of them (knowledge)
 */
export function refine(before: Refinable | null, verdict: Refining, rules: ProbeDefaults['refine']): Refinable {
  const was = before?.kind ?? null;
  if (before !== null && was !== null && !isAboutIt(before, verdict)) return before;
  const known = { provider: providerAfter(before, verdict), tool: before?.tool ?? null };
  if (verdict.kind !== null) return { ...known, kind: verdict.kind };
  if (verdict.verdict !== 'works') return { ...known, kind: was };
  return { ...known, kind: rules.works.find((rule) => was !== null && rule.was.includes(was))?.now ?? was };
}

function providerAfter(before: Refinable | null, { verdict, provider }: Refining): string | null {
  const known = before?.provider ?? null;
  return verdict === 'undecided' ? (known ?? provider) : (provider ?? known);
}

/** An explicit answer of the one that the diagnosis is about. Of a key of somebody else it says nothing. */
function isAboutIt(before: Refinable, { verdict, provider }: Refining): boolean {
  if (verdict === 'undecided') return false;
  return before.provider === null || provider === null || provider === before.provider;
}

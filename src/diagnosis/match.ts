import type { Catalogue, CompiledSignature } from './compile.ts';
import type { Fact } from './facts.ts';
import type { Signals } from './signals.ts';

/** A signature whose conditions hold, and the span of the normalised text that shows it. */
export interface Match {
  readonly signature: CompiledSignature;
  readonly start: number;
  readonly end: number;
}

/** All signatures that hold. Only those are looked at of which one condition was found. */
export function match(signals: Signals, facts: readonly Fact[], catalogue: Catalogue): readonly Match[] {
  const held = signals.held;
  for (const fact of facts) {
    const atom = catalogue.named.get(`fact:${fact.name}`);
    if (atom === undefined || held.has(atom)) continue;
    held.set(atom, [fact.at, fact.end]);
    for (const group of catalogue.groups.get(atom) ?? []) held.set(group, [fact.at, fact.end]);
  }
  const looked = new Set<number>();
  const matches: Match[] = [];
  for (const atom of held.keys()) {
    for (const index of catalogue.wanted[atom] ?? []) {
      if (looked.has(index)) continue;
      looked.add(index);
      const found = holds(catalogue.signatures[index] as CompiledSignature, held);
      if (found !== null) matches.push(found);
    }
  }
  return matches;
}

function holds(signature: CompiledSignature, held: Signals['held']): Match | null {
  if (!signature.all.every((atom) => held.has(atom))) return null;
  if (signature.none.some((atom) => held.has(atom))) return null;
  const any = signature.any.find((atom) => held.has(atom));
  if (signature.any.length > 0 && any === undefined) return null;
  const spans = [...(any === undefined ? [] : [any]), ...signature.all].map((atom) => held.get(atom) as readonly [number, number]);
  // The longest condition says most about why: a sentence rather than the status beside it.
  const [start, end] = spans.reduce((best, span) => (span[1] - span[0] > best[1] - best[0] ? span : best));
  return { signature, start, end };
}

import type { Catalogue, CompiledSignature } from '#diagnosis/catalogue/compile.ts';
import type { Held } from './signals.ts';

/** A signature whose conditions hold, and the span of the text as given that shows it. */
export interface Match {
  readonly signature: CompiledSignature;
  readonly start: number;
  readonly end: number;
}

/** All signatures that hold, as they stand in the text. Only those are looked at of which one condition was found. */
export function match({ spans }: Held, catalogue: Catalogue): readonly Match[] {
  const looked = new Set<number>();
  const matches: Match[] = [];
  for (const atom of spans.keys()) {
    for (const index of catalogue.wanted[atom] ?? []) {
      if (looked.has(index)) continue;
      looked.add(index);
      const found = holds(catalogue.signatures[index] as CompiledSignature, spans);
      if (found !== null) matches.push(found);
    }
  }
  // In which order conditions were found depends on how literals are filed; what people see must not.
  return matches.sort((a, b) => a.start - b.start || a.end - b.end || (a.signature.id < b.signature.id ? -1 : 1));
}

function holds(signature: CompiledSignature, spans: Held['spans']): Match | null {
  if (!signature.all.every((atom) => spans.has(atom))) return null;
  if (signature.none.some((atom) => spans.has(atom))) return null;
  const any = signature.any.find((atom) => spans.has(atom));
  if (signature.any.length > 0 && any === undefined) return null;
  const shown = [...(any === undefined ? [] : [any]), ...signature.all].map(
    (atom) => spans.get(atom) as readonly [number, number],
  );
  // The longest condition says most about why: a sentence rather than the status beside it.
  const [start, end] = shown.reduce((best, span) => (span[1] - span[0] > best[1] - best[0] ? span : best));
  return { signature, start, end };
}

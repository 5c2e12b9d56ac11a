import type { NameRead } from '#diagnosis/read/read-names.ts';

/** A name that was read from an address, a class, a package, a variable or a header. */
export interface OpenName {
  readonly name: string;
  readonly host: string | null;
  readonly weight: number;
}

/**
 * The name that most speaks for. Of two spellings (`square`, `squareup`) the shorter one is taken; names that weigh alike
 * leave it open.
 *
 * @param least what a name must weigh
 */
export function openName(read: readonly NameRead[], least: number): OpenName | null {
  const found = new Map<string, { weight: number; best: number; host: string | null; at: number }>();
  for (const [at, { name, weight, host }] of read.entries()) {
    const known = found.get(name);
    if (known === undefined) found.set(name, { weight, best: weight, host, at });
    else {
      known.weight += known.weight < known.best + MORE ? weight * AGAIN : 0;
      known.best = Math.max(known.best, weight);
      known.host ??= host;
    }
  }
  const names = [...found.keys()];
  for (const [name, one] of found) {
    const longer = names.filter((other) => other !== name && name.length >= 4 && other.startsWith(name));
    for (const other of longer) {
      const more = found.get(other);
      one.weight += (more?.weight ?? 0) * 0.6;
      one.host ??= more?.host ?? null;
    }
  }
  const [first] = [...found].sort((a, b) => b[1].weight - a[1].weight || a[1].at - b[1].at);
  return first === undefined || first[1].weight < least
    ? null
    : { name: first[0], host: first[1].host, weight: first[1].weight };
}

/** What a name that stands again adds, and how much that may come to. */
const AGAIN = 0.3;
const MORE = 2;

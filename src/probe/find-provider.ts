import type { Knowledge, Provider } from '#knowledge/types.ts';

/** How many names are offered where none fits. */
const MOST_NEAREST = 5;
/** Shorter words stand in too many names. */
const SHORTEST_PART = 3;

/**
 * The provider that a person means by what they typed: its id, name, a part of the name, or one of its addresses. Pure.
 *
 * @returns null where none fits, or where a part fits several
 */
export function findProvider(typed: string, { providers }: Knowledge): Provider | null {
  const wanted = bare(typed);
  if (wanted === '') return null;
  const all = [...providers.values()];
  const whole = all.find(({ id, name }) => bare(id) === wanted || bare(name) === wanted);
  if (whole !== undefined) return whole;
  const host = hostIn(typed);
  const atHost = all.find(({ hosts }) => hosts.some((one) => host === one || host.endsWith(`.${one}`)));
  if (atHost !== undefined) return atHost;
  if (wanted.length < SHORTEST_PART) return null;
  const parts = all.filter(({ id, name }) => bare(id).includes(wanted) || bare(name).includes(wanted));
  return parts.length === 1 ? (parts[0] ?? null) : null;
}

/** Names of the providers that are written most like what was typed, the nearest first. Pure. */
export function nearestProviders(typed: string, { providers }: Knowledge): readonly string[] {
  const wanted = pairsOf(bare(typed));
  return [...providers.values()]
    .map(({ id, name }) => ({
      name,
      near: Math.max(likeness(wanted, pairsOf(bare(id))), likeness(wanted, pairsOf(bare(name)))),
    }))
    .sort((a, b) => b.near - a.near || a.name.localeCompare(b.name))
    .slice(0, MOST_NEAREST)
    .map(({ name }) => name);
}

function bare(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function hostIn(typed: string): string {
  const text = typed.trim();
  return URL.canParse(text) ? new URL(text).hostname : text.toLowerCase();
}

function pairsOf(text: string): ReadonlySet<string> {
  const padded = ` ${text} `;
  return new Set(Array.from({ length: padded.length - 1 }, (_, at) => padded.slice(at, at + 2)));
}

/** Dice's coefficient: twice what both have, by what each has. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return (2 * [...a].filter((pair) => b.has(pair)).length) / (a.size + b.size);
}

import type { AskableProbe } from '#knowledge/types.ts';
import type { SecretKey } from '#secret-key.ts';

/** One house of a provider: a region, a plan or a country with keys of its own. */
export type House = AskableProbe['twins'][number];

/**
 * The houses that could know a key. Pure.
 *
 * @param houses all houses of the provider; one with a prefix knows only keys that begin so
 * @returns the houses of its prefix where there are any, else those without a prefix
 */
export function housesFor(key: SecretKey, houses: readonly House[]): readonly House[] {
  const text = key.reveal();
  const marked = houses.filter(({ prefix }) => prefix !== undefined && text.startsWith(prefix));
  return marked.length > 0 ? marked : houses.filter(({ prefix }) => prefix === undefined);
}

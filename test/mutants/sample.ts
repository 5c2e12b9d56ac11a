import type { Mutant } from './operators.ts';

/** A mutant with its file, by its path from the root. */
export interface Placed extends Mutant {
  readonly file: string;
}

/** Numbers from 0 to under 1, always the same ones for a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Draws mutants, none twice: a file, in proportion to its mutants; then one of the operators that it has mutants of; then
 * one of those. Drawn from all alike, half of them would be texts.
 *
 * @returns `count` of them, or all where there are fewer
 */
export function sample(mutants: readonly Placed[], seed: number, count: number): readonly Placed[] {
  const random = randomFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const left = new Set(mutants);
  const drawn: Placed[] = [];
  while (drawn.length < count && left.size > 0) {
    const all = [...left];
    const { file } = pick(all);
    const inFile = all.filter((one) => one.file === file);
    const operator = pick([...new Set(inFile.map((one) => one.operator))]);
    const chosen = pick(inFile.filter((one) => one.operator === operator));
    left.delete(chosen);
    drawn.push(chosen);
  }
  return drawn;
}

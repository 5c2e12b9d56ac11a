/** Something measured several times. `spread` is the range in which the middle half of the measurements lies. */
export interface Figure {
  readonly median: number;
  readonly spread: readonly [number, number];
  readonly runs: number;
}

export function figureOf(measured: readonly number[]): Figure {
  const sorted = measured.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), spread: [at(0.25), at(0.75)], runs: sorted.length };
}

/** How long many things took, in milliseconds. */
export interface Spread {
  readonly median: number;
  readonly p99: number;
  readonly most: number;
  readonly count: number;
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { median: at(0.5), p99: at(0.99), most: sorted.at(-1) ?? Number.NaN, count: sorted.length };
}

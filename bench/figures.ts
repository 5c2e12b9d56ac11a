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

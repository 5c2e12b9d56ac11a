/**
 * The name that was probably meant.
 *
 * @returns null where none is near: more than a third of the letters differ
 */
export function nearest(written: string, names: readonly string[]): string | null {
  const plain = plainly(written);
  let best: string | null = null;
  let least = Math.max(1, Math.floor(plain.length / 3)) + 1;
  for (const name of names) {
    const distance = distanceOf(plain, plainly(name));
    if (distance >= least) continue;
    least = distance;
    best = name;
  }
  return best;
}

function plainly(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '').slice(0, 60);
}

/** Letters to insert, leave out, replace or swap with the next (optimal string alignment). */
function distanceOf(from: string, to: string): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const steps = [(last[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1)];
      if (row > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1])
        steps.push((before[column - 2] ?? 0) + 1);
      line.push(Math.min(...steps));
    }
    before = last;
    last = line;
  }
  return last[to.length] ?? 0;
}

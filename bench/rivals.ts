import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import { normalise } from '#diagnosis/text/normalise.ts';
import { type Figure, figureOf } from './figures.ts';

/** What a plain bot does: one regular expression a literal, each over the whole text. */
export function plainWay(catalogue: Catalogue): (text: string) => number {
  const expressions = [
    ...catalogue.literals.map((literal) => new RegExp(literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'u')),
    ...catalogue.expressions.values(),
  ];
  return (text) => {
    const { text: normal } = normalise(text);
    return expressions.filter((expression) => expression.test(normal)).length;
  };
}

/** Milliseconds that ripgrep takes for the same literals on the same bytes, its start included; null where it is not installed. */
export function ripgrep(catalogue: Catalogue, text: string, rounds: number): Figure | null {
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-bench-'));
  try {
    writeFileSync(join(folder, 'literals'), catalogue.literals.join('\n'));
    writeFileSync(join(folder, 'text'), text);
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const from = performance.now();
      const run = spawnSync('rg', ['-c', '-i', '-F', '-f', join(folder, 'literals'), join(folder, 'text')]);
      if (run.error !== undefined) return null;
      times.push(performance.now() - from);
    }
    return figureOf(times);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

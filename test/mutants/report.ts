import { mutate } from './operators.ts';
import type { Placed } from './sample.ts';
import type { Verdict } from './scratch.ts';

/** A mutant that the tests have run on, with the source that it was made from. */
export interface Judged extends Placed {
  readonly source: string;
  readonly verdict: Verdict;
}

/** A mutant on one line: place, operator, and the changed line before and after. */
export function lineOf(one: Placed, source: string): string {
  const { line, before, after } = changed(one, source);
  return `${one.file}:${line} ${one.operator}: ${before} → ${after}`;
}

/** The share of mutants that the tests have caught, 0 to 1; 1 where there are none. */
export function shareOf(judged: readonly Judged[]): number {
  return judged.length === 0 ? 1 : judged.filter(isCaught).length / judged.length;
}

/** The result as Markdown: the share in all and by folder, and each survivor with its change. */
export function report(judged: readonly Judged[], seed: number): string {
  const folders = Map.groupBy(judged, ({ file }) => file.split('/').slice(0, 2).join('/'));
  const rows = [...folders]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(
      ([folder, own]) => `| ${folder} | ${own.length} | ${own.filter(isCaught).length} | ${shareOf(own).toFixed(2)} |`,
    );
  const survivors = judged.filter((one) => !isCaught(one)).map(survivor);
  const slow = judged.filter(({ verdict }) => verdict.type === 'slow').length;
  return [
    `Seed ${seed}: ${judged.filter(isCaught).length} of ${judged.length} mutants caught, ${shareOf(judged).toFixed(2)}; ${slow} of them by the time limit.`,
    '',
    '| folder | drawn | caught | share |',
    '|---|---|---|---|',
    ...rows,
    '',
    survivors.length === 0 ? 'None survived.' : 'Survivors:',
    '',
    ...survivors,
    '',
  ].join('\n');
}

const isCaught = ({ verdict }: Judged) => verdict.type !== 'passed';

function survivor(one: Judged): string {
  const { line, before, after } = changed(one, one.source);
  return `- \`${one.file}:${line}\`, ${one.operator}\n\n  \`\`\`diff\n  - ${before}\n  + ${after}\n  \`\`\``;
}

/** The first line that a mutant changes, with its number; at most 160 characters of it. */
function changed(one: Placed, source: string) {
  const from = source.lastIndexOf('\n', one.start - 1) + 1;
  const until = (text: string, at: number) =>
    text.slice(from, endOfLine(text, at)).trim().replaceAll(/\s+/g, ' ').slice(0, 160);
  return {
    line: source.slice(0, one.start).split('\n').length,
    before: until(source, one.end),
    after: until(mutate(source, one), one.start + one.replacement.length),
  };
}

const endOfLine = (text: string, at: number) => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
};

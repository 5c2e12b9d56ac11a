import type { AccuracyReport } from './accuracy.ts';

/** Figures that must stay small; all others must stay large. */
const SMALL_IS_GOOD: ReadonlySet<string> = new Set([
  'provider_wrong',
  'provider_wrong_known',
  'tool_wrong',
  'tool_wrong_known',
  'speaks_on_negatives',
  'calibration_error',
]);

/** One line for each figure that is worse than its bar. */
export function belowBars(report: AccuracyReport, bars: Readonly<Record<string, number>>): string[] {
  const figures = report as unknown as Readonly<Record<string, number>>;
  return Object.entries(bars).flatMap(([name, bar]) => {
    const figure = figures[name];
    if (figure === undefined) return [`${name}: there is no such figure`];
    const good = SMALL_IS_GOOD.has(name) ? figure <= bar : figure >= bar;
    return good ? [] : [`${name}: ${figure.toFixed(3)}, but the bar is ${bar}`];
  });
}

/** The figures as people read them. */
export function figureLines(report: AccuracyReport): string {
  const figures = Object.entries(report).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  const lines = figures.map(
    ([name, value]) => `${name.padEnd(24)} ${Number.isInteger(value) && value > 1 ? value : value.toFixed(3)}\n`,
  );
  if (report.confusions.length === 0) return lines.join('');
  return `${lines.join('')}\nMost frequent confusions\n${report.confusions.map((line) => `  ${line}\n`).join('')}`;
}

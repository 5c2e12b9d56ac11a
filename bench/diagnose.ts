import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench } from 'tinybench';
import { compile } from '#diagnosis/catalogue/compile.ts';
import { diagnose } from '#diagnosis/diagnose.ts';
import { findSecrets } from '#diagnosis/text/mask.ts';
import type { Failure, Knowledge } from '#knowledge/types.ts';
import { type Figure, figureOf } from './figures.ts';
import { loaded } from './loaded.ts';
import { plainWay, ripgrep } from './rivals.ts';
import { HUGE, LINE, logOf } from './texts.ts';

const HELP =
  'Usage: npm run -s bench -- [--json]\nTimes the matcher, and measures its memory; ratios are of this run. A bar is what must be reached.\n';
const PROCESSES = 9;
const PREPARE = join(import.meta.dirname, '../src/prepare.mjs');
const WARM_UP = join(import.meta.dirname, '../src/warm-up.mjs');
const PASTE = 'paste, 1.5 KB';
const LOG = 'log, 5 MB';

/** The knowledge with as many made-up signatures more as it takes to have so many times the literals. */
function multiplied(knowledge: Knowledge, factor: number, literals: number): Knowledge {
  const words = 'quota token refused gateway tenant limit scope region policy billing session cluster'.split(' ');
  const text = (index: number) =>
    [7, 31, 101].map((prime) => words[Math.floor(index / prime) % words.length]).join(' ') +
    ` code ${(index * 7919) % 999_983}`;
  const [id, failure] = [...knowledge.failures][0] as [string, Failure];
  const extra = Array.from({ length: literals * (factor - 1) }, (_, index) => ({
    id: `made-up-${index}`,
    says: { kind: id },
    also: [],
    strength: 'strong' as const,
    when: { any: [{ text: text(index) }] },
    source: ['made up'],
    examples: [],
    counter_examples: [],
  }));
  const failures = new Map(knowledge.failures).set(id, { ...failure, signatures: [...failure.signatures, ...extra] });
  return { ...knowledge, failures };
}

/**
 * Runs a file of this folder several times, each in a process of its own that starts like `npm start`, with a folder of its
 * own for what is kept, and gathers the numbers that it prints.
 *
 * @param start `prepared`: the first start after `npm ci`; `unprepared`: the first where npm runs no scripts
 */
function inProcesses(file: string, start: 'prepared' | 'unprepared' = 'prepared'): (name: string) => Figure {
  const printed = Array.from({ length: PROCESSES }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'keymedic-bench-'));
    const run = (...args: readonly string[]) => {
      const env = { ...process.env, NODE_COMPILE_CACHE: folder };
      const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
      if (status !== 0) throw new Error(stderr);
      return stdout;
    };
    try {
      if (start === 'prepared') run(WARM_UP);
      return JSON.parse(run('--import', PREPARE, join(import.meta.dirname, file))) as Record<string, number>;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  return (name) => figureOf(printed.map((numbers) => numbers[name] ?? Number.NaN));
}

interface Row {
  readonly name: string;
  readonly figure: Figure | null;
  readonly unit: string;
  readonly bar?: number;
}

async function times(): Promise<Row[]> {
  const knowledge = loaded();
  const catalogue = compile(knowledge);
  const ten = compile(multiplied(knowledge, 10, catalogue.literals.length));
  const hundred = compile(multiplied(knowledge, 100, catalogue.literals.length));
  const plain = plainWay(catalogue);
  const [typical, middle, huge] = [logOf(1500), logOf(40_000), logOf(HUGE)];
  const bench = new Bench({ time: 700, warmupTime: 300, retainSamples: true });
  bench
    .add('line, 200 characters', () => diagnose(LINE, catalogue))
    .add(PASTE, () => diagnose(typical, catalogue))
    .add(`${PASTE}, plain loop of expressions`, () => plain(typical))
    .add(`${PASTE}, 10 × signatures`, () => diagnose(typical, ten))
    .add(`${PASTE}, 100 × signatures`, () => diagnose(typical, hundred))
    .add(`${PASTE}, masking alone`, () => findSecrets(typical, catalogue.secrets))
    .add('log, 40 KB', () => diagnose(middle, catalogue))
    .add(LOG, () => diagnose(huge, catalogue));
  await bench.run();
  const bars: Readonly<Record<string, number>> = { [PASTE]: 0.1, [LOG]: 150 };
  const rows = bench.tasks.map(({ name, result }): Row => {
    const figure = 'latency' in result ? figureOf(result.latency.samples ?? []) : null;
    const bar = bars[name];
    return { name, figure, unit: 'ms', ...(bar === undefined ? {} : { bar }) };
  });
  return [...rows, { name: `${LOG}, ripgrep -f`, figure: ripgrep(catalogue, huge, 7), unit: 'ms' }];
}

function sizes(): Row[] {
  const idle = inProcesses('idle-process.mjs');
  const unprepared = inProcesses('idle-process.mjs', 'unprepared');
  const log = inProcesses('log-process.ts');
  return [
    { name: 'knowledge, load and compile, first start', figure: idle('coldMs'), unit: 'ms', bar: 150 },
    { name: 'knowledge, load and compile, nothing prepared', figure: unprepared('coldMs'), unit: 'ms' },
    { name: 'idle with knowledge, resident, first start', figure: idle('rssMb'), unit: 'MB', bar: 90 },
    { name: 'idle with knowledge, resident, nothing prepared', figure: unprepared('rssMb'), unit: 'MB' },
    { name: `${LOG}, longest step`, figure: log('stallMs'), unit: 'ms', bar: 20 },
    { name: `${LOG}, memory beyond its own`, figure: log('timesInput'), unit: '× the log', bar: 3 },
    { name: 'literals', figure: idle('literals'), unit: '' },
  ];
}

function ratiosOf(rows: readonly Row[]): Record<string, number> {
  const median = (name: string) => rows.find((row) => row.name === name)?.figure?.median ?? Number.NaN;
  const toPaste = (name: string) => median(`${PASTE}, ${name}`) / median(PASTE);
  return {
    'plain loop / paste (at least 10)': toPaste('plain loop of expressions'),
    '10 × signatures / paste (at most 1.3)': toPaste('10 × signatures'),
    '100 × signatures / paste': toPaste('100 × signatures'),
    'ripgrep / log': median(`${LOG}, ripgrep -f`) / median(LOG),
  };
}

const shown = (number: number | undefined) => (number === undefined ? '' : Number(number.toPrecision(3)).toString());

async function main(json: boolean): Promise<void> {
  const rows = [...(await times()), ...sizes()];
  const ratios = ratiosOf(rows);
  if (json) {
    process.stdout.write(`${JSON.stringify({ rows, ratios }, null, 2)}\n`);
    return;
  }
  console.table(
    rows.map(({ name, figure, unit, bar }) => ({
      name,
      median: figure === null ? 'not installed' : `${shown(figure.median)} ${unit}`,
      spread: figure?.spread.map(shown).join(' - ') ?? '',
      runs: figure?.runs ?? 0,
      bar: shown(bar),
    })),
  );
  console.table(Object.fromEntries(Object.entries(ratios).map(([name, ratio]) => [name, shown(ratio)])));
}

if (process.argv.includes('--help')) process.stdout.write(HELP);
else await main(process.argv.includes('--json'));

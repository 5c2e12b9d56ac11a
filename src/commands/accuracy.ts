import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type AccuracyReport, accepted, isSameName, type Labelled, type Scored, score } from '#authoring/accuracy.ts';
import { belowBars, figureLines } from '#authoring/accuracy-bars.ts';
import { sliceLines, slicesOf } from '#authoring/accuracy-slices.ts';
import { diagnosed, PART_SORTS, type Parts, scoredByParts } from '#authoring/score-by-parts.ts';
import { readRecords, trainingRecords } from '#authoring/training-records.ts';
import { compile } from '#diagnosis/catalogue/compile.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import type { Knowledge } from '#knowledge/types.ts';
import type { Io } from './io.ts';

const HELP = `Usage: npm run -s accuracy -- FILE.jsonl [--totals] [--folds N [--by repository]] [--bars FILE.json] [--json] [--misses FILE]

Scores the matcher on labeled pastes, one record per line (a file that ends in .gz is unpacked):
{"id","text","kind","provider","tool","http_status","source","alt_kinds"}; "lang" is optional.

--totals       print figures and slices by language, provider and length, with counts; no record is named or shown
--folds N      cross-validate: split the file into N parts, train N times on all but one part (plus training/ and the
               examples in the knowledge files), and score the part left out. Use it for files that the committed model
               was trained on
--by SORT      what a part keeps together: repository (the default), provider (what to expect of unknown services), or
               language (what to expect of unknown languages; only records marked with a language other than English)
--bars FILE    exit with 1 if a figure is worse than the bar in FILE
--json         print the figures as one JSON object
--misses FILE  write every wrong answer to FILE, with the expected and the actual result; not together with --totals
`;

const OPTIONS = {
  help: { type: 'boolean' },
  json: { type: 'boolean' },
  totals: { type: 'boolean' },
  folds: { type: 'string' },
  by: { type: 'string' },
  bars: { type: 'string' },
  misses: { type: 'string' },
} as const;

/** `npm run accuracy`: measures the matcher on a labelled file. Returns the exit status. */
export async function accuracyCommand(argv: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  const file = positionals[0];
  if (values.help === true || file === undefined) {
    (values.help === true ? io.out : io.error)(HELP);
    return values.help === true ? 0 : 2;
  }
  const parts = partsOf(values);
  const refused = typeof parts === 'string' ? parts : refusalOf(values);
  if (typeof parts === 'string' || refused !== null) {
    io.error(`${refused}\n`);
    return 2;
  }
  const loaded = loadKnowledge(io.env['KNOWLEDGE_DIR']);
  if (!loaded.ok) {
    io.error('The knowledge files have mistakes. To list them, run npm run -s knowledge -- check\n');
    return 1;
  }
  const { knowledge } = loaded;
  const records = readRecords(file);
  const catalogue = compile(knowledge);
  const scored =
    parts === null
      ? diagnosed(records, catalogue)
      : scoredByParts(records, trainingRecords(knowledge), catalogue, parts, (line) => io.error(`${line}\n`));
  const report = score(scored, knowledge);
  if (values.totals === true) io.out(totals(report, scored, knowledge, values.json === true));
  else io.out(values.json === true ? `${JSON.stringify(report, null, 2)}\n` : figureLines(report));
  if (values.misses !== undefined) writeFileSync(values.misses, missesOf(scored, knowledge));
  return values.bars === undefined ? 0 : checkBars(report, values.bars, io);
}

interface Values {
  readonly folds?: string | undefined;
  readonly by?: string | undefined;
  readonly totals?: boolean | undefined;
  readonly misses?: string | undefined;
}

/** How to score in parts, null where the committed numbers are scored, or what is wrong with the options. */
function partsOf({ folds, by = 'repository' }: Values): Parts | string | null {
  if (folds === undefined) return null;
  const count = Number(folds);
  if (!(Number.isInteger(count) && count >= 2))
    return `--folds needs a whole number of at least 2, such as 5; found ${folds}`;
  const sort = PART_SORTS.find((one) => one === by);
  return sort === undefined ? `--by takes ${PART_SORTS.join(', ')}; found ${by}` : { count, by: sort };
}

function refusalOf({ folds, by, totals: isTotals, misses }: Values): string | null {
  if (isTotals === true && misses !== undefined)
    return '--misses shows records, and --totals is for files whose records nobody reads';
  return by !== undefined && folds === undefined ? '--by needs --folds' : null;
}

/** Figures and slices that name no record, not even in a confusion. */
function totals(report: AccuracyReport, scored: readonly Scored[], knowledge: Knowledge, isJson: boolean): string {
  const slices = slicesOf(scored, knowledge);
  const { confusions: _, ...figures } = report;
  if (isJson) return `${JSON.stringify({ ...figures, slices }, null, 2)}\n`;
  return `${figureLines({ ...report, confusions: [] })}\n${sliceLines(slices)}`;
}

function checkBars(report: AccuracyReport, file: string, io: Io): number {
  const below = belowBars(report, JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>);
  for (const line of below) io.error(`${line}\n`);
  return below.length === 0 ? 0 : 1;
}

function missesOf(scored: readonly Scored[], knowledge: Knowledge): string {
  return scored.map(({ record, diagnosis }) => missOf(record, diagnosis, knowledge)).join('');
}

function missOf(record: Labelled, diagnosis: Scored['diagnosis'], knowledge: Knowledge): string {
  const spoke = diagnosis.speak ? [`SPOKE ${record.kind} -> ${diagnosis.kind}`] : [];
  const wrongs = knowledge.failures.has(record.kind) ? wrongOfFailure(record, diagnosis) : spoke;
  if (wrongs.length === 0) return '';
  const fired = diagnosis.evidence.map((one) => one.signature).join(', ');
  return `### ${record.id} ${wrongs.join(' | ')}\n${record.text}\n--- ${fired} [${diagnosis.facts.join(', ')}]\n\n`;
}

function wrongOfFailure(record: Labelled, diagnosis: Scored['diagnosis']): string[] {
  const wrongs: string[] = [];
  if (!accepted(record).includes(diagnosis.kind ?? '')) wrongs.push(`KIND ${record.kind} -> ${diagnosis.kind}`);
  if (!diagnosis.speak) wrongs.push(`SILENT ${record.kind} (${diagnosis.kind})`);
  for (const field of ['provider', 'tool'] as const) {
    const isRight =
      diagnosis[field] === null ? record[field] === 'unknown' : isSameName(record[field], diagnosis[field]);
    if (!isRight) {
      wrongs.push(`${field.toUpperCase()} ${record[field]} -> ${diagnosis[field]}`);
    }
  }
  return wrongs;
}

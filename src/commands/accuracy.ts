import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type AccuracyReport, accepted, type Labelled, type Scored, score } from '#authoring/accuracy.ts';
import { belowBars, figureLines } from '#authoring/accuracy-bars.ts';
import { partition, train } from '#authoring/train.ts';
import { readRecords, trainingRecords } from '#authoring/training-records.ts';
import { type Catalogue, compile } from '#diagnosis/catalogue/compile.ts';
import { explain, type Trained } from '#diagnosis/diagnose.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import type { Knowledge } from '#knowledge/types.ts';
import type { Io } from './io.ts';

const HELP = `Usage: npm run -s accuracy -- FILE.jsonl [--folds N] [--bars FILE.json] [--json] [--misses FILE]

Scores the matcher on labeled pastes, one record per line:
{"id","text","kind","provider","tool","http_status","source","alt_kinds"}.

--folds N      cross-validate: split the file into N parts by source repository, train N times on all but one part (plus
               training/ and the examples in the knowledge files), and score the part left out. Use it for files that
               the committed model was trained on
--bars FILE    exit with 1 if a figure is below the minimum in FILE
--json         print the figures as one JSON object
--misses FILE  write every wrong answer to FILE, with the expected and the actual result
`;

const OPTIONS = {
  help: { type: 'boolean' },
  json: { type: 'boolean' },
  folds: { type: 'string' },
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
  const folds = values.folds === undefined ? null : Number(values.folds);
  if (folds !== null && !(Number.isInteger(folds) && folds >= 2)) {
    io.error(`--folds needs a whole number of at least 2, such as 5; found ${values.folds}\n`);
    return 2;
  }
  const loaded = loadKnowledge(io.env['KNOWLEDGE_DIR']);
  if (!loaded.ok) {
    io.error('The knowledge files have mistakes. To list them, run npm run -s knowledge -- check\n');
    return 1;
  }
  const records = readRecords(file);
  const catalogue = compile(loaded.knowledge);
  const scored =
    folds === null
      ? diagnosed(records, catalogue)
      : scoredByFolds(records, trainingRecords(loaded.knowledge), catalogue, folds);
  const report = score(scored, loaded.knowledge);
  io.out(values.json === true ? `${JSON.stringify(report, null, 2)}\n` : figureLines(report));
  if (values.misses !== undefined) writeFileSync(values.misses, missesOf(scored, loaded.knowledge));
  return values.bars === undefined ? 0 : checkBars(report, values.bars, io);
}

function checkBars(report: AccuracyReport, file: string, io: Io): number {
  const below = belowBars(report, JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>);
  for (const line of below) io.error(`${line}\n`);
  return below.length === 0 ? 0 : 1;
}

function diagnosed(records: readonly Labelled[], catalogue: Catalogue, trained?: Trained): Scored[] {
  return records.map((record) => ({ record, diagnosis: explain(record.text, catalogue, trained).diagnosis }));
}

/** No part is scored by what was learned from itself. @param more records that are always learned from, never scored */
function scoredByFolds(
  records: readonly Labelled[],
  more: readonly Labelled[],
  catalogue: Catalogue,
  folds: number,
): Scored[] {
  const partOf = partition(records, folds);
  return Array.from({ length: folds }, (_, part) => {
    const trained = train([...more, ...records.filter((_record, index) => partOf[index] !== part)], catalogue);
    return diagnosed(
      records.filter((_record, index) => partOf[index] === part),
      catalogue,
      trained,
    );
  }).flat();
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
    if (record[field] !== (diagnosis[field] ?? 'unknown')) {
      wrongs.push(`${field.toUpperCase()} ${record[field]} -> ${diagnosis[field]}`);
    }
  }
  return wrongs;
}

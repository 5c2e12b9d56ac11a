import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Catalogue, compile } from '#diagnosis/compile.ts';
import { explain } from '#diagnosis/diagnose.ts';
import type { Learned } from '#diagnosis/learned.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import type { Knowledge } from '#knowledge/types.ts';
import { type AccuracyReport, accepted, type Labelled, parseCorpus, type Scored, score } from '#support/accuracy.ts';
import { belowBars, figureLines } from '#support/accuracy-bars.ts';
import { learn, type Sample } from '#support/learn.ts';
import type { Io } from './io.ts';

const HELP = `Usage: npm run -s accuracy -- FILE.jsonl [--folds N] [--bars FILE.json] [--json] [--misses FILE] [--learn FILE.json]

Scores the matcher on labelled pastes, one record a line:
{"id","text","kind","provider","tool","http_status","source","alt_kinds"}.

--folds N      learns what is learned on all but one of N parts (split by source repository) and scores that part
--bars FILE    fails (exit status 1) where a figure is worse than the file's bar
--json         prints the figures as one JSON object
--misses FILE  writes every miss with what was expected and found
--learn FILE   learns when to speak and how sure to be from all records, and writes the numbers
`;

const OPTIONS = {
  help: { type: 'boolean' },
  json: { type: 'boolean' },
  folds: { type: 'string' },
  bars: { type: 'string' },
  misses: { type: 'string' },
  learn: { type: 'string' },
} as const;

/** `npm run accuracy`: measures the matcher on a labelled file. Returns the exit status. */
export async function accuracyCommand(argv: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  const file = positionals[0];
  if (values.help === true || file === undefined) {
    (values.help === true ? io.out : io.error)(HELP);
    return values.help === true ? 0 : 2;
  }
  const loaded = loadKnowledge(io.env['KNOWLEDGE_DIR']);
  if (!loaded.ok) {
    io.error('The knowledge has mistakes: npm run -s knowledge -- check\n');
    return 1;
  }
  const records = parseCorpus(readFileSync(file, 'utf8'));
  const catalogue = compile(loaded.knowledge);
  if (values.learn !== undefined) {
    writeFileSync(values.learn, `${JSON.stringify(learn(samplesOf(records, catalogue)), null, 2)}\n`);
    io.out(`Learned from ${records.length} records: ${values.learn}\n`);
    return 0;
  }
  const scored =
    values.folds === undefined
      ? diagnosed(records, catalogue)
      : scoredByFolds(records, catalogue, Number(values.folds));
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

function diagnosed(records: readonly Labelled[], catalogue: Catalogue, learned?: Learned): Scored[] {
  return records.map((record) => ({ record, diagnosis: explain(record.text, catalogue, learned).diagnosis }));
}

function samplesOf(records: readonly Labelled[], catalogue: Catalogue): Sample[] {
  return records.map((record) => {
    const { diagnosis, features } = explain(record.text, catalogue);
    return {
      features,
      failure: !catalogue.knowledge.negatives.has(record.kind),
      right: accepted(record).includes(diagnosis.kind ?? ''),
    };
  });
}

/** Records of one repository always stay in one part, so that no part is scored by what was learned from itself. */
function scoredByFolds(records: readonly Labelled[], catalogue: Catalogue, folds: number): Scored[] {
  const repositories = [...new Set(records.map(repositoryOf))].sort();
  const partOf = new Map(repositories.map((repository, index) => [repository, index % folds]));
  return Array.from({ length: folds }, (_, part) => {
    const isScored = (record: Labelled) => partOf.get(repositoryOf(record)) === part;
    const learned = learn(
      samplesOf(
        records.filter((record) => !isScored(record)),
        catalogue,
      ),
    );
    return diagnosed(records.filter(isScored), catalogue, learned);
  }).flat();
}

function repositoryOf({ source }: Labelled): string {
  return source.split('/').slice(3, 5).join('/');
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

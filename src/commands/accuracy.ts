import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compile } from '#diagnosis/compile.ts';
import { explain } from '#diagnosis/diagnose.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import type { Knowledge } from '#knowledge/types.ts';
import { type Labelled, parseCorpus, type Scored, score } from '#support/accuracy.ts';
import type { Io } from './io.ts';

const HELP = `Usage: npm run accuracy -- FILE.jsonl [--bars FILE.json] [--json] [--misses FILE]

Scores the matcher on labelled pastes, one record a line:
{"id","text","kind","provider","tool","http_status","source","alt_kinds"}.

--bars FILE    fails (exit status 1) where a figure is worse than the file's bar
--json         prints the figures as one JSON object
--misses FILE  writes every miss, with what was expected and found
`;

/** `npm run accuracy`: measures the matcher on a labelled file. Returns the exit status. */
export async function accuracyCommand(argv: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      help: { type: 'boolean' },
      json: { type: 'boolean' },
      bars: { type: 'string' },
      misses: { type: 'string' },
    },
  });
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
  const scored = records.map((record) => ({ record, diagnosis: explain(record.text, catalogue).diagnosis }));
  const report = score(scored, loaded.knowledge);
  io.out(JSON.stringify(report, null, 1));
  if (values.misses !== undefined) {
    const { writeFileSync } = await import('node:fs');
    writeFileSync(values.misses, missesOf(scored, loaded.knowledge));
  }
  return 0;
}

function missesOf(scored: readonly Scored[], knowledge: Knowledge): string {
  return scored.map(({ record, diagnosis }) => missOf(record, diagnosis, knowledge)).join('');
}

function missOf(record: Labelled, diagnosis: Scored['diagnosis'], knowledge: Knowledge): string {
  const wrongs = knowledge.failures.has(record.kind)
    ? wrongOfFailure(record, diagnosis)
    : diagnosis.speak
      ? [`SPOKE ${record.kind} -> ${diagnosis.kind}`]
      : [];
  if (wrongs.length === 0) return '';
  return `### ${record.id} ${wrongs.join(' | ')}\n${record.text}\n--- ${diagnosis.evidence.map((one) => one.signature).join(', ')}\n\n`;
}

function wrongOfFailure(record: Labelled, diagnosis: Scored['diagnosis']): string[] {
  const wrongs: string[] = [];
  if (![record.kind, ...record.alt_kinds].includes(diagnosis.kind ?? ''))
    wrongs.push(`KIND ${record.kind} -> ${diagnosis.kind}`);
  if (!diagnosis.speak) wrongs.push(`SILENT ${record.kind} (${diagnosis.kind})`);
  for (const field of ['provider', 'tool'] as const) {
    if (record[field] !== (diagnosis[field] ?? 'unknown'))
      wrongs.push(`${field.toUpperCase()} ${record[field]} -> ${diagnosis[field]}`);
  }
  return wrongs;
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkExpressions } from '#authoring/check-expressions.ts';
import { checkKnowledge } from '#authoring/check-knowledge.ts';
import { checkLexicon } from '#authoring/check-lexicon.ts';
import { checkProbes } from '#authoring/check-probes.ts';
import { compile } from '#diagnosis/catalogue/compile.ts';
import { jsonSchemas } from '#knowledge/json-schema.ts';
import { loadKnowledge, locate } from '#knowledge/load.ts';
import type { Knowledge } from '#knowledge/types.ts';
import { explainFailure, explainProvider, explainTool, signatureLines } from './explain-entry.ts';
import type { Io } from './io.ts';
import { checkLinks } from './knowledge-links.ts';
import { listStale } from './knowledge-stale.ts';

const HELP = `Usage: npm run -s knowledge -- check | list | explain ID | stale [--days N] | links [ID …] | schema FOLDER

check          validate every knowledge file and test every example against all knowledge
list           list providers, tools and failures with their counts and how many have verified sources
explain ID     print one entry in readable form
stale          list advice to verify again: never verified, or verified more than N days ago (90)
links          visit every link in the files, or in the entries ID …, and print the dead ones
schema FOLDER  write the file formats as JSON Schema, for editors that check YAML files

KNOWLEDGE_DIR adds or replaces files: a folder with failures/, providers/, tools/, negatives/, lexicon/, secrets/.
KEYCHECK_ALLOW=host:port,… lets \`links\` visit private hosts.
Exit status: 0 no mistakes, 1 mistakes or dead links found, 2 invalid arguments.
`;

/** `npm run knowledge`: checks, lists and shows the knowledge files. Returns the exit status. */
export async function knowledgeCommand(argv: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { help: { type: 'boolean' }, json: { type: 'boolean' }, days: { type: 'string', default: '90' } },
  });
  if (values.help === true) {
    io.out(HELP);
    return 0;
  }
  const [verb, id] = positionals;
  const days = Number(values.days);
  if (!Number.isInteger(days) || days < 0) {
    io.error('--days needs a number of days, such as 90.\n');
    return 2;
  }
  if (verb === 'schema' && id !== undefined) return writeSchemas(id, io);
  const loaded = loadKnowledge(io.env['KNOWLEDGE_DIR']);
  if (!loaded.ok) {
    for (const fault of loaded.faults)
      io.error(`${fault.file}:${fault.line} ${fault.field}: expected ${fault.expected}\n`);
    io.error(
      `${loaded.faults.length === 1 ? '1 mistake' : `${loaded.faults.length} mistakes`} in the knowledge files.\n`,
    );
    return 1;
  }
  const command = { verb, ids: positionals.slice(1), days };
  return run(command, loaded.knowledge, io);
}

interface KnowledgeVerb {
  readonly verb: string | undefined;
  readonly ids: readonly string[];
  readonly days: number;
}

async function run({ verb, ids, days }: KnowledgeVerb, knowledge: Knowledge, io: Io): Promise<number> {
  const [id] = ids;
  if (verb === 'check') return check(knowledge, io);
  if (verb === 'list') return list(knowledge, io);
  if (verb === 'explain' && id !== undefined) return explainEntry(id, knowledge, io);
  if (verb === 'stale') return listStale(knowledge, days, Date.now(), io);
  if (verb === 'links') return checkLinks(knowledge, ids, io);
  io.error(HELP);
  return 2;
}

function writeSchemas(folder: string, io: Io): number {
  for (const [name, content] of jsonSchemas()) writeFileSync(join(folder, name), content);
  io.out(`Written to ${folder}: ${[...jsonSchemas().keys()].join(', ')}\n`);
  return 0;
}

async function check(knowledge: Knowledge, io: Io): Promise<number> {
  const overrides = io.env['KNOWLEDGE_DIR'];
  const report = checkKnowledge(knowledge, compile(knowledge));
  const faults = [
    ...(await checkExpressions(knowledge)),
    ...checkProbes(knowledge),
    ...checkLexicon(knowledge),
    ...report.faults,
  ];
  for (const fault of faults) {
    const { file, line } = locate(fault.part, fault.id, fault.path, overrides);
    io.error(`${file}:${line} ${fault.message}\n`);
  }
  const counts = `${report.signatures} signatures, ${report.examples} examples, ${report.counterExamples} counter examples`;
  if (faults.length > 0) {
    io.error(`${faults.length} mistakes (${counts}).\n`);
    return 1;
  }
  io.out(
    `No mistakes: ${knowledge.failures.size} failure kinds, ${knowledge.providers.size} providers, ${knowledge.tools.size} tools, ${counts}.\n`,
  );
  return 0;
}

function list(knowledge: Knowledge, io: Io): number {
  const row = (id: string, name: string, counts: string) => `  ${id.padEnd(24)} ${name.padEnd(44)} ${counts}\n`;
  io.out(`Failures (${knowledge.failures.size})\n`);
  for (const one of knowledge.failures.values())
    io.out(row(one.id, one.title, `${one.signatures.length} signatures, ${one.steps.length} steps`));
  for (const [title, entries] of [
    ['Providers', knowledge.providers],
    ['Tools', knowledge.tools],
  ] as const) {
    const verified = [...entries.values()].filter(({ last_verified }) => last_verified !== undefined).length;
    io.out(`\n${title} (${entries.size}, of which ${verified} verified)\n`);
    for (const one of entries.values())
      io.out(
        row(one.id, one.name, `${one.signatures.length + one.recognise.length} signatures, ${one.steps.length} steps`),
      );
  }
  io.out(`\nSilent on (${knowledge.negatives.size})\n`);
  for (const one of knowledge.negatives.values()) io.out(row(one.id, one.title, `${one.signatures.length} signatures`));
  return 0;
}

function explainEntry(id: string, knowledge: Knowledge, io: Io): number {
  const failure = knowledge.failures.get(id);
  const provider = knowledge.providers.get(id);
  const tool = knowledge.tools.get(id);
  const negative = knowledge.negatives.get(id);
  if (failure !== undefined) io.out(explainFailure(failure));
  if (provider !== undefined) io.out(explainProvider(provider));
  if (tool !== undefined) io.out(explainTool(tool));
  if (negative !== undefined)
    io.out(`${negative.title}\n${negative.meaning}\n\n${signatureLines(negative.signatures)}`);
  if ((failure ?? provider ?? tool ?? negative) !== undefined) return 0;
  io.error(`There is no entry "${id}". To list all entries, run npm run -s knowledge -- list\n`);
  return 2;
}

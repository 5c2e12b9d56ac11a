import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compile } from '#diagnosis/compile.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import { parseCorpus } from '#support/accuracy.ts';
import { train } from '#support/train.ts';
import { storedTextModel } from '#support/train-text-model.ts';
import type { Io } from './io.ts';

const HELP = `Usage: npm run -s train -- FILE.jsonl [FILE.jsonl …] [--into FOLDER]

Learns from labelled pastes (as for accuracy) what their words tell, when to speak and how sure to be, and writes
text-model.json and learned.json. The same files in the same order give the same numbers.

--into FOLDER  where they are written (src/diagnosis)
`;

const OPTIONS = { help: { type: 'boolean' }, into: { type: 'string', default: 'src/diagnosis' } } as const;

/** `npm run train`. Returns the exit status. */
export async function trainCommand(argv: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  if (values.help === true || positionals.length === 0) {
    (values.help === true ? io.out : io.error)(HELP);
    return values.help === true ? 0 : 2;
  }
  const loaded = loadKnowledge();
  if (!loaded.ok) {
    io.error('The knowledge has mistakes: npm run -s knowledge -- check\n');
    return 1;
  }
  const records = positionals.flatMap((file) => parseCorpus(readFileSync(file, 'utf8')));
  const { learned, words } = train(records, compile(loaded.knowledge));
  writeFileSync(`${values.into}/learned.json`, `${JSON.stringify(learned, null, 2)}\n`);
  writeFileSync(`${values.into}/text-model.json`, `${JSON.stringify(storedTextModel(words))}\n`);
  io.out(`Learned from ${records.length} records: ${values.into}/learned.json, text-model.json\n`);
  return 0;
}

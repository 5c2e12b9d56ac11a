import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { train } from '#authoring/train.ts';
import { readRecords, trainingRecords } from '#authoring/training-records.ts';
import { compile } from '#diagnosis/catalogue/compile.ts';
import { storedTextModel } from '#diagnosis/judge/text-model.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import type { Io } from './io.ts';

const HELP = `Usage: npm run -s train -- [FILE.jsonl …] [--into FOLDER]

Learns what the words of pastes tell, when to speak and how sure to be, and writes text-model.json and learned.json:
from the labelled pastes of the folder training/, from the examples of the knowledge files, and from the files that are
named (as for accuracy). Records with a source are what people have really pasted; thresholds are learned from these alone
where there are any. The same inputs give the same numbers.

--into FOLDER  where they are written (src/diagnosis/judge)
`;

const OPTIONS = { help: { type: 'boolean' }, into: { type: 'string', default: 'src/diagnosis/judge' } } as const;

/** `npm run train`. Returns the exit status. */
export async function trainCommand(argv: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  if (values.help === true) {
    io.out(HELP);
    return 0;
  }
  // Said before the work of half a minute, not after it.
  if (!existsSync(values.into)) {
    io.error(`There is no folder ${values.into}: make it, or name another with --into\n`);
    return 2;
  }
  const loaded = loadKnowledge();
  if (!loaded.ok) {
    io.error('The knowledge has mistakes: npm run -s knowledge -- check\n');
    return 1;
  }
  const records = [...trainingRecords(loaded.knowledge), ...positionals.flatMap(readRecords)];
  const { learned, words } = train(records, compile(loaded.knowledge), (line) => io.error(`${line}\n`));
  writeFileSync(`${values.into}/learned.json`, `${JSON.stringify(learned, null, 2)}\n`);
  writeFileSync(`${values.into}/text-model.json`, `${JSON.stringify(storedTextModel(words))}\n`);
  io.out(`Learned from ${records.length} records: ${values.into}/learned.json, text-model.json\n`);
  return 0;
}

import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { train } from '#authoring/train.ts';
import { readRecords, trainingRecords } from '#authoring/training-records.ts';
import { compile } from '#diagnosis/catalogue/compile.ts';
import { storedTextModel } from '#diagnosis/judge/text-model.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import type { Io } from './io.ts';

const HELP = `Usage: npm run -s train -- [FILE.jsonl …] [--into FOLDER]

Trains the text model, the weights and the thresholds, and writes text-model.json and learned.json. The training data are
the labeled pastes in training/, the examples in the knowledge files, and the FILEs (same format as for accuracy).
Records with a "source" are real pastes. If there are any, only they set the thresholds. The same input always gives the
same numbers.

--into FOLDER  output folder (src/diagnosis/judge)
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
    io.error(`The folder ${values.into} does not exist. Create it, or choose another with --into.\n`);
    return 2;
  }
  const loaded = loadKnowledge();
  if (!loaded.ok) {
    io.error('The knowledge files have mistakes. To list them, run npm run -s knowledge -- check\n');
    return 1;
  }
  const records = [...trainingRecords(loaded.knowledge), ...positionals.flatMap(readRecords)];
  const { learned, words } = train(records, compile(loaded.knowledge), (line) => io.error(`${line}\n`));
  writeFileSync(`${values.into}/learned.json`, `${JSON.stringify(learned, null, 2)}\n`);
  writeFileSync(`${values.into}/text-model.json`, `${JSON.stringify(storedTextModel(words))}\n`);
  io.out(`Learned from ${records.length} records: ${values.into}/learned.json, text-model.json\n`);
  return 0;
}

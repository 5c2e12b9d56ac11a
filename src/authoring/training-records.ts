import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knowledge } from '#knowledge/types.ts';
import { type Labelled, parseCorpus } from './accuracy.ts';
import { examplesAsRecords } from './examples-as-records.ts';

const FOLDER = 'training';

/** What is always learned from: the files of `training/` in the order of their names, and the knowledge's own examples. */
export function trainingRecords(knowledge: Knowledge): Labelled[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl'));
  return [...files.sort().flatMap((name) => readRecords(join(FOLDER, name))), ...examplesAsRecords(knowledge)];
}

/** @throws Error naming file and line of what is no record */
export function readRecords(file: string): Labelled[] {
  try {
    return parseCorpus(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}, ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

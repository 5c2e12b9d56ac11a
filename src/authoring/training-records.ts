import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Knowledge } from '#knowledge/types.ts';
import { type Labelled, parseCorpus } from './accuracy.ts';
import { examplesAsRecords } from './examples-as-records.ts';

const FOLDER = 'training';

/** What is always learned from: the files of `training/` in the order of their names, and the knowledge's own examples. */
export function trainingRecords(knowledge: Knowledge): Labelled[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl'));
  return [...files.sort().flatMap((name) => readRecords(join(FOLDER, name))), ...examplesAsRecords(knowledge)];
}

/** Reads a labelled file, also one with the ending `.gz`. @throws Error naming file and line of what is no record */
export function readRecords(file: string): Labelled[] {
  try {
    const bytes = readFileSync(file);
    return parseCorpus((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  } catch (error) {
    throw new Error(`${file}, ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { type Memory, openMemory } from './memory.ts';
import type * as Parse from './parse.ts';
import type { Contents, FieldFault, Parsed } from './parse.ts';
import type { Knowledge } from './types.ts';

/** One mistake in a knowledge file: where it is, and what was expected there. */
export interface Fault extends FieldFault {
  readonly file: string;
}

/** Knowledge, or all mistakes found in its files (never both). */
export type Loaded =
  | { readonly ok: true; readonly knowledge: Knowledge }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** A knowledge file. */
export interface SourceFile {
  readonly path: string;
  /** As people see it named. */
  readonly shown: string;
}

const BUILT_IN = import.meta.dirname;

const require = createRequire(import.meta.url);

/** Parser and schemas are large, and needed only for what no earlier start has read. */
function parser(): typeof Parse {
  return require('./parse.ts') as typeof Parse;
}

/** The folders of knowledge files. */
export type Part = 'failures' | 'providers' | 'tools' | 'negatives' | 'lexicon' | 'secrets';

/**
 * Reads the built-in knowledge files and, over them, those of a folder with the same layout.
 *
 * @param overrides folder whose files replace the built-in ones of the same name, or add to them
 * @returns the frozen knowledge, or every fault in every file
 */
export function loadKnowledge(overrides?: string): Loaded {
  const faults: Fault[] = folderFaults(overrides);
  const memory = openMemory('knowledge');
  const part = <P extends Part>(name: P): ReadonlyMap<string, Contents[P]> => {
    const entries = new Map<string, Contents[P]>();
    for (const file of filesOf(name, overrides)) {
      const { source, parsed } = readFile(name, file, memory);
      if (!parsed.ok) {
        faults.push(...parsed.faults.map((fault) => ({ file: file.shown, ...fault })));
        continue;
      }
      const { value } = parsed;
      const expectedId = basename(file.path, '.yaml');
      if (value.id !== expectedId) {
        const expected = `"${expectedId}", as the file is named`;
        faults.push({ file: file.shown, line: parser().lineOf(source, ['id']), field: 'id', expected });
      }
      entries.set(value.id, value);
    }
    return entries;
  };
  const parts = {
    failures: part('failures'),
    providers: part('providers'),
    tools: part('tools'),
    negatives: part('negatives'),
    lexicon: part('lexicon'),
    secrets: part('secrets'),
  };
  const single = <S extends 'defaults' | 'names'>(sort: S): Contents[S] | null => {
    const file = singleFile(`${sort}.yaml`, overrides);
    const { parsed } = readFile(sort, file, memory);
    if (parsed.ok) return parsed.value;
    faults.push(...parsed.faults.map((fault) => ({ file: file.shown, ...fault })));
    return null;
  };
  const defaults = single('defaults');
  const names = single('names');
  memory.keep();
  if (faults.length > 0 || defaults === null || names === null) return { ok: false, faults };
  const own = overrides === undefined ? [] : yamlFiles(join(overrides, 'providers'));
  const ownProviders = new Set(own.map((name) => basename(name, '.yaml')));
  return { ok: true, knowledge: Object.freeze({ ...parts, defaults, names, ownProviders }) };
}

/**
 * The line of a field in a knowledge file, for messages about something that only shows after loading.
 *
 * @param part the folder, such as "providers"
 * @param id the file's name without its ending
 * @param path the field's path inside the file
 * @param overrides as for {@link loadKnowledge}
 * @returns the file as shown to people, and the line (from 1)
 */
export function locate(
  part: Part,
  id: string,
  path: readonly PropertyKey[],
  overrides?: string,
): { file: string; line: number } {
  const file = filesOf(part, overrides).find((one) => basename(one.path, '.yaml') === id);
  return file === undefined
    ? { file: `${part}/${id}.yaml`, line: 1 }
    : { file: file.shown, line: parser().lineOf(readFileSync(file.path, 'utf8'), path) };
}

function folderFaults(overrides: string | undefined): Fault[] {
  if (overrides === undefined || existsSync(overrides)) return [];
  return [{ file: overrides, line: 1, field: 'KNOWLEDGE_DIR', expected: 'a folder that exists' }];
}

function filesOf(part: Part, overrides: string | undefined): readonly SourceFile[] {
  const found = new Map<string, SourceFile>();
  for (const name of yamlFiles(join(BUILT_IN, part)))
    found.set(name, { path: join(BUILT_IN, part, name), shown: `${part}/${name}` });
  if (overrides === undefined) return [...found.values()];
  for (const name of yamlFiles(join(overrides, part))) {
    const path = join(overrides, part, name);
    found.set(name, { path, shown: path });
  }
  return [...found.values()];
}

/** A file of which there is one: the operator's, where there is such a one. */
export function singleFile(name: string, overrides: string | undefined): SourceFile {
  const own = overrides !== undefined && yamlFiles(overrides).includes(name);
  if (own) return { path: join(overrides, name), shown: join(overrides, name) };
  return { path: join(BUILT_IN, name), shown: name };
}

function yamlFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .sort();
  } catch (error) {
    // A vendor's folder holds only the parts that it changes.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Reads and checks a file, or recalls what came of that for the same text in a folder of the same sort. */
export function readFile<S extends keyof Contents>(
  sort: S,
  { path }: SourceFile,
  memory: Memory,
): { readonly source: string; readonly parsed: Parsed<Contents[S]> } {
  const text = readText(path);
  if (!text.ok) return { source: '', parsed: text.refused };
  const { source } = text;
  const known = `${sort}\n${source}`;
  const recalled = memory.recall(known);
  if (recalled !== undefined) return { source, parsed: { ok: true, value: recalled as Contents[S] } };
  const parsed = parser().parse(sort, source);
  if (parsed.ok) memory.remember(known, parsed.value);
  return { source, parsed };
}

/** Bytes; the largest built-in file has a twentieth of it. A log or a dump by that name would keep the parser busy for minutes. */
const LARGEST = 1024 * 1024;

type Text = { readonly ok: true; readonly source: string } | { readonly ok: false; readonly refused: Parsed<never> };

/** A file of the operator can be anything, and can go while it is read: what is wrong with it is told with its name. */
function readText(path: string): Text {
  const refused = (expected: string): Text => ({
    ok: false,
    refused: { ok: false, faults: [{ line: 1, field: '(file)', expected }] },
  });
  try {
    if (statSync(path).size > LARGEST) return refused('a file of at most 1 MB');
    return { ok: true, source: readFileSync(path, 'utf8') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return refused(`a file that can be read (${code})`);
  }
}

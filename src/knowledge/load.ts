import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { CORE_SCHEMA, load } from 'js-yaml';
import type { z } from 'zod';
import type * as Positions from './load-positions.ts';
import { defaultsSchema, failureSchema, negativeSchema, providerSchema, toolSchema } from './schema.ts';
import type { Knowledge } from './types.ts';

/** One mistake in a knowledge file: where it is, and what was expected there. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly field: string;
  readonly expected: string;
}

/** Knowledge, or all mistakes found in its files (never both). */
export type Loaded =
  | { readonly ok: true; readonly knowledge: Knowledge }
  | { readonly ok: false; readonly faults: readonly Fault[] };

interface SourceFile {
  readonly path: string;
  readonly shown: string;
}

interface Parsed<T> {
  readonly value: T | undefined;
  readonly faults: readonly Fault[];
}

const BUILT_IN = import.meta.dirname;

const require = createRequire(import.meta.url);

/** The parser that knows lines is large, and needed only where there is a mistake to be told. */
function positions(): typeof Positions {
  return require('./load-positions.ts') as typeof Positions;
}

/** The folders of knowledge files. */
export type Part = 'failures' | 'providers' | 'tools' | 'negatives';

/**
 * Reads the built-in knowledge files and, over them, those of a folder with the same layout.
 *
 * @param overrides folder whose files replace the built-in ones of the same name, or add to them
 * @returns the frozen knowledge, or every fault in every file
 */
export function loadKnowledge(overrides?: string): Loaded {
  const faults: Fault[] = folderFaults(overrides);
  const part = <T extends { readonly id: string }>(name: Part, schema: z.ZodType<T>): ReadonlyMap<string, T> => {
    const entries = new Map<string, T>();
    for (const file of filesOf(name, overrides)) {
      const parsed = parseFile(file, schema);
      faults.push(...parsed.faults);
      if (parsed.value === undefined) continue;
      const expectedId = basename(file.path, '.yaml');
      if (parsed.value.id !== expectedId) {
        faults.push({
          file: file.shown,
          line: positions().lineOf(file.path, ['id']),
          field: 'id',
          expected: `"${expectedId}", as the file is named`,
        });
      }
      entries.set(parsed.value.id, parsed.value);
    }
    return entries;
  };
  const knowledge = {
    failures: part('failures', failureSchema),
    providers: part('providers', providerSchema),
    tools: part('tools', toolSchema),
    negatives: part('negatives', negativeSchema),
    defaults: parseFile(defaultsFile(overrides), defaultsSchema),
  };
  faults.push(...knowledge.defaults.faults);
  if (faults.length > 0 || knowledge.defaults.value === undefined) return { ok: false, faults };
  return { ok: true, knowledge: Object.freeze({ ...knowledge, defaults: knowledge.defaults.value }) };
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
    : { file: file.shown, line: positions().lineOf(file.path, path) };
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

function defaultsFile(overrides: string | undefined): SourceFile {
  const own = overrides !== undefined && yamlFiles(overrides).includes('defaults.yaml');
  return own
    ? { path: join(overrides, 'defaults.yaml'), shown: join(overrides, 'defaults.yaml') }
    : { path: join(BUILT_IN, 'defaults.yaml'), shown: 'defaults.yaml' };
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

/** Reads with the fast parser; the one that keeps positions is only needed to say where a mistake is. */
function parseFile<T>(file: SourceFile, schema: z.ZodType<T>): Parsed<T> {
  const source = readFileSync(file.path, 'utf8');
  let content: unknown;
  try {
    content = load(source, { schema: CORE_SCHEMA });
  } catch {
    const faults = positions().syntaxFaults(source);
    return { value: undefined, faults: faults.map((fault) => ({ file: file.shown, field: 'YAML', ...fault })) };
  }
  const result = schema.safeParse(content);
  if (result.success) return { value: result.data, faults: [] };
  const faults = result.error.issues.map((issue) => ({
    file: file.shown,
    line: positions().lineOf(file.path, issue.path),
    field: issue.path.join('.') || '(file)',
    expected: issue.message,
  }));
  return { value: undefined, faults };
}

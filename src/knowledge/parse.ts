import { createRequire } from 'node:module';
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { lexiconSchema, namesSchema } from './lexicon-schema.ts';
import type * as Positions from './load-positions.ts';
import { probeDefaultsSchema } from './probe-schema.ts';
import { defaultsSchema, failureSchema, negativeSchema, providerSchema, toolSchema } from './schema.ts';
import { secretsSchema } from './secret-schema.ts';
import type { Failure, Knowledge, Lexicon, Negative, ProbeDefaults, Provider, Secrets, Tool } from './types.ts';
import type { z } from './zod.ts';

/** What a file of each sort holds. */
export interface Contents {
  readonly failures: Failure;
  readonly providers: Provider;
  readonly tools: Tool;
  readonly negatives: Negative;
  readonly lexicon: Lexicon;
  readonly secrets: Secrets;
  readonly defaults: Knowledge['defaults'];
  readonly names: Knowledge['names'];
  readonly probeDefaults: ProbeDefaults;
}

/** One mistake in a file: where it is, and what was expected there. */
export interface FieldFault {
  readonly line: number;
  readonly field: string;
  readonly expected: string;
}

/** The content of a file, or what is wrong with it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly FieldFault[] };

const SCHEMAS: { readonly [S in keyof Contents]: z.ZodType<Contents[S]> } = {
  failures: failureSchema,
  providers: providerSchema,
  tools: toolSchema,
  negatives: negativeSchema,
  lexicon: lexiconSchema,
  secrets: secretsSchema,
  defaults: defaultsSchema,
  names: namesSchema,
  probeDefaults: probeDefaultsSchema,
};

const require = createRequire(import.meta.url);

/** The parser that knows lines is large, and needed only where there is a mistake to be told. */
function positions(): typeof Positions {
  return require('./load-positions.ts') as typeof Positions;
}

/** Reads with the fast parser; the one that keeps positions is only needed to say where a mistake is. */
export function parse<S extends keyof Contents>(sort: S, source: string): Parsed<Contents[S]> {
  if (source.length > LONGEST) return faulty({ line: 1, expected: `at most ${LONGEST} characters` });
  let content: unknown;
  try {
    content = load(source, { schema: CORE_SCHEMA });
  } catch (error) {
    const found = positions().syntaxFaults(source);
    return faulty(...(found.length > 0 ? found : [ownWords(error)]));
  }
  const result = SCHEMAS[sort].safeParse(content);
  if (result.success) return { ok: true, value: result.data };
  const { issues } = result.error;
  const lines = positions().linesOf(
    source,
    issues.map(({ path }) => path),
  );
  const faults = issues.map(({ path, message }, index) => ({
    line: lines[index] ?? 1,
    field: path.join('.') || '(file)',
    expected: message,
  }));
  return { ok: false, faults };
}

/** In characters; the largest of ours has a tenth. Files are read again while the bot runs, and it must not stall. */
const LONGEST = 1_000_000;

function faulty(...faults: readonly Omit<FieldFault, 'field'>[]): Parsed<never> {
  return { ok: false, faults: faults.map((fault) => ({ field: 'YAML', ...fault })) };
}

function ownWords(error: unknown): Omit<FieldFault, 'field'> {
  if (!(error instanceof YAMLException)) return { line: 1, expected: 'valid YAML 1.2' };
  return { line: (error.mark?.line ?? 0) + 1, expected: `YAML (${error.reason})` };
}

/** The line (from 1) of a field in a YAML text, or of the last part of its path that is there. */
export function lineOf(source: string, path: readonly PropertyKey[]): number {
  return positions().linesOf(source, [path])[0] ?? 1;
}

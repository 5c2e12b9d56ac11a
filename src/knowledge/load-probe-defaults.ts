import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load } from 'js-yaml';
import type { Fault } from './load.ts';
import { probeDefaultsSchema } from './probe-schema.ts';
import type { ProbeDefaults } from './types.ts';

const NAME = 'probe-defaults.yaml';

/** The words and rules of the key check, or what is wrong in their file. */
export type LoadedProbeDefaults =
  | { readonly ok: true; readonly defaults: ProbeDefaults }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Reads `probe-defaults.yaml`.
 *
 * @param overrides folder whose file of this name takes the place of the built-in one
 */
export function loadProbeDefaults(overrides?: string): LoadedProbeDefaults {
  const own = overrides === undefined ? undefined : join(overrides, NAME);
  const path = own !== undefined && existsSync(own) ? own : join(import.meta.dirname, NAME);
  const file = path === own ? path : NAME;
  let content: unknown;
  try {
    content = load(readFileSync(path, 'utf8'), { schema: CORE_SCHEMA });
  } catch (error) {
    const expected = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { ok: false, faults: [{ file, line: 1, field: 'YAML', expected }] };
  }
  const result = probeDefaultsSchema.safeParse(content);
  if (result.success) return { ok: true, defaults: result.data };
  const faults = result.error.issues.map((issue) => ({
    file,
    line: 1,
    field: issue.path.join('.') || '(file)',
    expected: issue.message,
  }));
  return { ok: false, faults };
}

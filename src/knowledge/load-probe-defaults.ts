import { type Fault, readFile, singleFile } from './load.ts';
import { openMemory } from './memory.ts';
import type { ProbeDefaults } from './types.ts';

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
  const memory = openMemory('probe-defaults');
  const file = singleFile('probe-defaults.yaml', overrides);
  const { parsed } = readFile('probeDefaults', file, memory);
  memory.keep();
  if (parsed.ok) return { ok: true, defaults: parsed.value };
  return { ok: false, faults: parsed.faults.map((fault) => ({ file: file.shown, ...fault })) };
}

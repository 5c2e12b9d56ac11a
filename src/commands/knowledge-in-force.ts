import { type Catalogue, compile } from '#diagnosis/catalogue/compile.ts';
import { type Fault, loadKnowledge } from '#knowledge/load.ts';
import { loadProbeDefaults } from '#knowledge/load-probe-defaults.ts';
import type { Knowledge, ProbeDefaults } from '#knowledge/types.ts';
import { watchFolder } from '#knowledge/watch.ts';
import type { Log } from '#log.ts';
import type { Io } from './io.ts';

/** Everything that is known, ready for use. */
export interface InForce {
  readonly knowledge: Knowledge;
  readonly defaults: ProbeDefaults;
  readonly catalogue: Catalogue;
}

/** Knowledge, or all mistakes in its files. */
export type ReadKnowledge =
  | { readonly ok: true; readonly inForce: InForce }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Reads and compiles the knowledge.
 *
 * @param folder of the operator's own files; null for the built-in ones alone
 */
export function readKnowledge(folder: string | null): ReadKnowledge {
  const loaded = loadKnowledge(folder ?? undefined);
  const defaults = loadProbeDefaults(folder ?? undefined);
  if (loaded.ok && defaults.ok) {
    const { knowledge } = loaded;
    return { ok: true, inForce: { knowledge, defaults: defaults.defaults, catalogue: compile(knowledge) } };
  }
  return { ok: false, faults: [...(loaded.ok ? [] : loaded.faults), ...(defaults.ok ? [] : defaults.faults)] };
}

/** Tells a person at the start what is wrong in the files. */
export function tellFaults(faults: readonly Fault[], io: Io): void {
  for (const { file, line, field, expected } of faults) io.error(`${file}:${line} ${field}: expected ${expected}\n`);
  io.error('Keymedic did not start. Fix these mistakes in the knowledge files first.\n');
}

/** Knowledge that follows its files. */
export interface Followed {
  readonly now: () => InForce;
  stop(): void;
}

/** What following needs. */
export interface FollowOptions {
  /** Null: there is nothing to follow. */
  readonly folder: string | null;
  readonly log: Log;
  /** Told of every reading. */
  readonly onRead: (ok: boolean) => void;
  readonly everyMs?: number;
}

/** Reads the knowledge again when its files change. Where they have mistakes, each is logged and what was stays in force. */
export async function followKnowledge(
  first: InForce,
  { folder, log, onRead, everyMs }: FollowOptions,
): Promise<Followed> {
  let inForce = first;
  if (folder === null) return { now: () => inForce, stop: () => undefined };
  const again = () => {
    const read = readAgain(folder);
    onRead(read.ok);
    if (read.ok) {
      ({ inForce } = read);
      const { failures, providers, tools } = inForce.knowledge;
      const counts = { kinds: failures.size, providers: providers.size, tools: tools.size };
      log('info', 'knowledge was reloaded', counts);
      return;
    }
    for (const { file, line, field, expected } of read.faults)
      log('error', 'a knowledge file has a mistake; the previous knowledge stays in use', {
        file,
        line,
        field,
        expected,
      });
  };
  const watching = await watchFolder(folder, again, everyMs);
  return { now: () => inForce, stop: () => watching.stop() };
}

/** A file can go or be locked between the look and the reading. */
function readAgain(folder: string): ReadKnowledge {
  try {
    return readKnowledge(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const expected = `files that can be read (${code})`;
    return { ok: false, faults: [{ file: folder, line: 1, field: 'KNOWLEDGE_DIR', expected }] };
  }
}

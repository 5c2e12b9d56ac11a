import { hash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { join } from 'node:path';

/** What decides how a file is read: where one of these changes, nothing is recalled. */
const READERS = ['../../package.json', 'parse.ts', 'schema.ts', 'probe-schema.ts', 'verification.ts'];

/** Checked contents of files, by what stood in the files. */
export interface Memory {
  /** What a file with this text came to; undefined where that is not known. */
  recall(text: string): unknown;
  remember(text: string, content: unknown): void;
  /** Keeps what was used, for the next start. Where nothing can be written, nothing is kept. */
  keep(): void;
}

/**
 * Opens what earlier starts have read. It lies beside what Node keeps of compiled code and is trusted like that; where Node
 * keeps nothing, nothing is recalled.
 *
 * @param name of the file, without its ending
 * @param folder null for none
 */
export function openMemory(name: string, folder: string | null = getCompileCacheDir() ?? null): Memory {
  if (folder === null) return { recall: () => undefined, remember: () => undefined, keep: () => undefined };
  const path = join(folder, `${name}.json`);
  const readers = hash(
    'sha256',
    READERS.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8')).join('\0'),
  );
  const known = readKnown(path, readers);
  const used: Record<string, unknown> = {};
  let isNew = false;
  return {
    recall(text) {
      const id = hash('sha256', text);
      if (known[id] !== undefined) used[id] = known[id];
      return known[id];
    },
    remember(text, content) {
      used[hash('sha256', text)] = content;
      isNew = true;
    },
    keep() {
      if (isNew) write(path, JSON.stringify({ readers, known: used }));
    },
  };
}

function readKnown(path: string, readers: string): Readonly<Record<string, unknown>> {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as { readers?: unknown; known?: Record<string, unknown> };
    return kept.readers === readers ? (kept.known ?? {}) : {};
  } catch {
    return {};
  }
}

/** Another process sees the old file or the new one, never half of it. */
function write(path: string, text: string): void {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch {
    // It costs time at the next start, nothing else.
  }
}

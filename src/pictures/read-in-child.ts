import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { EngineFiles } from './engine-files.ts';
import type { ChildRecognised } from './types.ts';

/** A picture for which this is not enough is not read. */
const LONGEST_MS = 15_000;
/** Memory of the engine in pages of 64 KiB: 119 MB. */
const WASM_PAGES = 1900;
/** Memory for JavaScript, in MB. */
const HEAP_MB = 48;
/** More text than fits in a picture, in bytes. */
const MOST_OUTPUT = 256 * 1024;

/** What the child made of a picture. `gave-up`: it was ended, because it took too long. */
export type ChildReading = ChildRecognised | 'unreadable' | 'gave-up';

/** What can be changed for tests, and how reading is broken off. */
export interface ChildOptions {
  readonly longestMs?: number;
  /** Ends the child, for when the bot stops. */
  readonly signal?: AbortSignal;
}

/**
 * Reads one picture in a process of its own. Hostile files can make a decoder do anything; there it has no environment, no
 * files but the engine's, no child processes, little memory and little time.
 *
 * @param orientation how it is turned, as EXIF counts it: 1 to 8
 */
export async function readInChild(
  picture: Uint8Array,
  orientation: number,
  files: EngineFiles,
  { longestMs = LONGEST_MS, signal }: ChildOptions = {},
): Promise<ChildReading> {
  const child = spawn(process.execPath, [...flagsFor(files), CHILD, JSON.stringify({ orientation, files })], {
    cwd: dirname(CHILD),
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
    killSignal: 'SIGKILL',
    ...(signal === undefined ? {} : { signal }),
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, longestMs);
  // It may end before it has taken the whole picture.
  child.stdin.on('error', () => undefined);
  child.stdin.end(picture);
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST_OUTPUT) child.kill('SIGKILL');
    else chunks.push(chunk);
  });
  const status = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (code) => resolve(code));
  });
  clearTimeout(timer);
  if (status === 0 && size <= MOST_OUTPUT) return parsed(Buffer.concat(chunks).toString('utf8')) ?? 'unreadable';
  return late || signal?.aborted === true ? 'gave-up' : 'unreadable';
}

const CHILD = join(import.meta.dirname, 'child.ts');

function flagsFor({ script, languages }: EngineFiles): string[] {
  const own = import.meta.dirname;
  const readable = [
    ...['child.ts', 'recognise.ts'].map((name) => join(own, name)),
    // Node looks there for the kind of a module.
    ...packageFiles(own),
    join(dirname(script), '*'),
    ...Object.values(languages),
  ];
  return [
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    `--wasm-max-mem-pages=${WASM_PAGES}`,
    `--max-old-space-size=${HEAP_MB}`,
    '--disallow-code-generation-from-strings',
    '--no-warnings',
  ];
}

function packageFiles(folder: string): string[] {
  const files: string[] = [];
  for (let at = folder; at !== dirname(at); at = dirname(at)) files.push(join(at, 'package.json'));
  return files;
}

function parsed(line: string): ChildRecognised | null {
  try {
    const value: unknown = JSON.parse(line);
    return isRecognised(value) ? value : null;
  } catch {
    return null;
  }
}

/** The child runs code that has met a hostile file: what it says is looked at as something from outside. */
function isRecognised(value: unknown): value is ChildRecognised {
  if (typeof value !== 'object' || value === null) return false;
  const { text, confidence, languages, peakMb } = value as Partial<Record<keyof ChildRecognised, unknown>>;
  if (typeof text !== 'string' || !Array.isArray(languages)) return false;
  return typeof confidence === 'number' && typeof peakMb === 'number';
}

import { type ChildProcess, spawn } from 'node:child_process';
import { PROGRAM_ENV } from '#test/fakes/program.ts';

/** Starts the product as people do, and waits until it runs. */
export async function startProcess(env: Readonly<Record<string, string>>, folder: string): Promise<ChildProcess> {
  const [prepare, main] = ['../../src/prepare.mjs', '../../src/main.ts'].map(
    (file) => new URL(file, import.meta.url).pathname,
  );
  const child = spawn(process.execPath, ['--import', prepare ?? '', main ?? ''], {
    env: { ...PROGRAM_ENV, OPS_PORT: 'off', DATA_DIR: folder, ...env },
    cwd: folder,
  });
  await new Promise<void>((resolve, reject) => {
    let output = '';
    let runs = false;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        if (runs) return;
        output += chunk.toString();
        runs = output.includes('keymedic runs');
        if (runs) resolve();
      });
    child.once('exit', () => reject(new Error(`it ended before it ran:\n${output}`)));
  });
  return child;
}

/** Ends a process without a word. */
export async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** Numbers below 1 that look random: https://en.wikipedia.org/wiki/Linear_congruential_generator */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The same run for the same number; CRASH_SEED tries another one. */
export const SEED = Number(process.env['CRASH_SEED'] ?? 1);

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A process of the product. */
export interface Measured {
  /** Memory in MB at each moment that it was looked at. */
  readonly memory: { readonly seconds: number; readonly megabytes: number }[];
  /** Seconds of one core that it has used. */
  cpuSeconds(): Promise<number>;
  look(seconds: number): Promise<void>;
  /** SIGTERM; its exit status. */
  stop(): Promise<number | null>;
}

/** Starts the product as people do. @throws where it ends before it runs, with what it said */
export async function startMeasured(env: Readonly<Record<string, string>>): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-load-'));
  const [prepare, main] = ['../src/prepare.mjs', '../src/main.ts'].map((file) => join(import.meta.dirname, file));
  const child = spawn(process.execPath, ['--import', prepare ?? '', main ?? ''], {
    env: { PATH: process.env['PATH'] ?? '', DATA_DIR: folder, OPS_PORT: 'off', ...env },
    cwd: folder,
  });
  const memory: { readonly seconds: number; readonly megabytes: number }[] = [];
  const ask = async (what: string) => (await run('ps', ['-o', `${what}=`, '-p', String(child.pid)])).stdout.trim();
  await running(child);
  return {
    memory,
    cpuSeconds: async () => secondsOf(await ask('time')),
    async look(seconds) {
      memory.push({ seconds, megabytes: Number(await ask('rss')) / 1024 });
    },
    async stop() {
      const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
      child.kill('SIGTERM');
      const code = await ended;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

async function running(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        if (output.length < 10_000) output += chunk.toString();
        if (output.includes('keymedic runs')) resolve();
      });
    child.once('exit', () => reject(new Error(`it ended before it ran:\n${output}`)));
  });
}

/** `[[days-]hours:]minutes:seconds` as `ps` writes it. */
function secondsOf(time: string): number {
  const [clock = '', days = '0'] = time.split('-').toReversed();
  return clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400;
}

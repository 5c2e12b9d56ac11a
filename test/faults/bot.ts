import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, vi } from 'vitest';
import { until } from '#test/crash/town.ts';
import { PROGRAM_ENV } from '#test/fakes/program.ts';

/** A line of the log. */
export interface Line {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** The product, started as people do, as those see it who run it. */
export interface RunningBot {
  readonly child: ChildProcess;
  /** Everything that it has written, and its lines. */
  output(): string;
  lines(): readonly Line[];
  /** Waits for a line of the log. */
  says(words: string, patienceMs?: number): Promise<void>;
  /** What `/readyz` names as not ready; empty where all is well. */
  notReady(): Promise<readonly string[]>;
  /** Waits until `/readyz` says just that. */
  becomes(notReady: readonly string[], patienceMs?: number): Promise<void>;
  /** The value of a series in `/metrics`; 0 where it is not there. */
  metric(series: string): Promise<number>;
  /** Moves its wall clock, in milliseconds from the real time; only with `movableClock`. */
  setClock(aheadMs: number): Promise<void>;
  /** Ends it as operators do; its exit status. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

/** How it is started. */
export interface StartOptions {
  readonly movableClock?: true;
  /** A file descriptor that takes the log; then nothing of it can be read. */
  readonly logTo?: number;
  /** Where it can be asked how it is, for who cannot read that in the log. */
  readonly origin?: string;
  /** Who starts it. */
  readonly uid?: number;
}

const [PREPARE, MAIN, CLOCK] = ['../../src/prepare.mjs', '../../src/main.ts', './shift-clock.mjs'].map(
  (file) => new URL(file, import.meta.url).pathname,
);
const ALIVE_MS = 1000;

/** Starts the bot and waits until it runs. @throws with its output where it ends before */
export async function startBot(
  env: Readonly<Record<string, string>>,
  folder: string,
  { movableClock, logTo, origin: told, uid }: StartOptions = {},
): Promise<RunningBot> {
  const preloads = [...(movableClock === true ? ['--import', CLOCK ?? ''] : []), '--import', PREPARE ?? ''];
  const child = spawn(process.execPath, [...preloads, MAIN ?? ''], {
    env: { ...PROGRAM_ENV, OPS_PORT: '0', DATA_DIR: folder, ...env },
    cwd: folder,
    ...(uid === undefined ? {} : { uid }),
    stdio: ['ignore', logTo ?? 'pipe', 'pipe', 'ipc'],
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => void written.push(chunk.toString()));
  const output = () => written.join('');
  const lines = () =>
    output()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Line);
  const runs = () => lines().find(({ msg }) => msg === 'keymedic runs');
  if (logTo === undefined) {
    await until(() => runs() !== undefined || child.exitCode !== null);
    if (child.exitCode !== null) throw new Error(`it ended before it ran:\n${output()}`);
  }
  const origin = () => told ?? String(runs()?.['operation']).split('/healthz')[0] ?? '';
  const notReady = async () => {
    const response = await fetch(`${origin()}/readyz`, { signal: AbortSignal.timeout(5000) });
    return ((await response.json()) as { not_ready: string[] }).not_ready;
  };
  if (logTo !== undefined) await vi.waitFor(async () => expect(await notReady()).toEqual([]), 20_000);
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
    return child.exitCode;
  };
  return {
    child,
    output,
    lines,
    says: (words, patienceMs) => until(() => output().includes(words), patienceMs),
    notReady,
    async becomes(wanted, patienceMs = 30_000) {
      const latest = Date.now() + patienceMs;
      for (;;) {
        const found = await notReady();
        if (found.join() === wanted.join()) return;
        if (Date.now() > latest) throw new Error(`not ready: ${found.join()}\n${output()}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async metric(series) {
      const text = await (await fetch(`${origin()}/metrics`, { signal: AbortSignal.timeout(5000) })).text();
      const line = text.split('\n').find((one) => one.startsWith(`${series} `));
      return Number(line?.slice(series.length + 1) ?? 0);
    },
    async setClock(ahead) {
      const done = once(child, 'message');
      child.send({ ahead });
      await done;
    },
    stop: () => end('SIGTERM'),
    async kill() {
      await end('SIGKILL');
    },
  };
}

/** Is the process awake: does it answer `/healthz` within a second? */
export async function isAwake(bot: RunningBot): Promise<boolean> {
  const origin = String(bot.lines().find(({ msg }) => msg === 'keymedic runs')?.['operation']).split('/healthz')[0];
  const answer = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(ALIVE_MS) }).catch(() => null);
  return answer?.status === 200;
}

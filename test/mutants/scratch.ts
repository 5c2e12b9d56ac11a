import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** What the tests made of a state: `slow` where they had not ended in time. `by` names the first test that failed. */
export interface Verdict {
  readonly type: 'passed' | 'failed' | 'slow';
  readonly by: string;
  readonly tests: number;
  readonly ms: number;
}

/** A copy of the tree in which mutants live. */
export interface Scratch {
  write(file: string, source: string): void;
  /** Runs the tests that are related to these files, those of the memory stage included, up to the first that fails. */
  test(files: readonly string[], limitMs: number): Promise<Verdict>;
  remove(): void;
}

const Results = z.object({
  success: z.boolean(),
  numTotalTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Copies what git knows of the tree at `root`, changed or not; the packages are linked to. */
export function openScratch(root: string): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-mutants-'));
  const temporary = join(folder, '.tmp');
  const results = join(folder, '.results.json');
  for (const file of filesOf(root)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(root, file), join(folder, file));
  }
  // Some tests ask git for the files of the tree.
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(temporary);
  // PostgreSQL runs as a user of its own and must get to its data.
  for (const one of [folder, temporary]) chmodSync(one, 0o755);
  return {
    write: (file, source) => writeFileSync(join(folder, file), source),
    async test(files, limitMs) {
      rmSync(results, { force: true });
      const start = Date.now();
      const args = ['related', '--run', ...files, '--bail=1', '--reporter=json', `--outputFile=${results}`];
      const config = ['--config=vitest.mutants.config.ts', '--cache=false'];
      const ended = await runWithin(limitMs, folder, ['node_modules/vitest/vitest.mjs', ...args, ...config], {
        ...process.env,
        TMPDIR: temporary,
        MUTATED: files.join(':'),
      });
      stopLeftovers(temporary);
      const ms = Date.now() - start;
      return ended ? { ...read(results), ms } : { type: 'slow', by: 'the time limit', tests: 0, ms };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function filesOf(root: string): readonly string[] {
  const args = ['ls-files', '-co', '--exclude-standard', '-z'];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\0');
  return listed.filter((file) => file !== '' && existsSync(join(root, file)));
}

function read(results: string): Omit<Verdict, 'ms'> {
  // Without any results not even the set-up was read: the mutant has broken the run itself.
  if (!existsSync(results)) return { type: 'failed', by: 'the run itself', tests: 0 };
  const { success, numTotalTests: tests, testResults } = Results.parse(JSON.parse(readFileSync(results, 'utf8')));
  if (success) return { type: 'passed', by: '', tests };
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
  );
  const broken = testResults.find(({ status }) => status === 'failed')?.name ?? 'an error outside of the tests';
  return { type: 'failed', by: failed[0] ?? broken.replace(/^.*?(?=test\/)/, ''), tests };
}

/** Runs Node to its end; false where it had to be stopped. */
async function runWithin(ms: number, cwd: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> {
  // A group of its own: the tests' workers and processes end with it.
  const child = spawn(process.execPath, args, { cwd, env, stdio: 'ignore', detached: true });
  const { pid } = child;
  let ended = true;
  const timer = setTimeout(() => {
    ended = false;
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  }, ms);
  await new Promise<void>((resolve, reject) => child.once('close', () => resolve()).once('error', reject));
  clearTimeout(timer);
  return ended;
}

/** Databases have left the group of the run that started them. */
function stopLeftovers(folder: string): void {
  for (const file of globSync('*/data/postmaster.pid', { cwd: folder })) {
    const pid = Number(readFileSync(join(folder, file), 'utf8').split('\n')[0]);
    try {
      process.kill(pid, 'SIGQUIT');
    } catch {
      // It has ended by itself.
    }
  }
  for (const left of globSync('*', { cwd: folder })) rmSync(join(folder, left), { recursive: true, force: true });
}

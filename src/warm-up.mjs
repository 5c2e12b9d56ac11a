import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { nodeFault } from './node-version.mjs';

// npm runs this after an install and before each `npm start`. It compiles the code and reads the knowledge in processes of their
// own, so that the one that stays finds both: compiler and parser would take another half of its memory. Plain JavaScript, for
// Node to link it without the compiler. A failure ends nothing: a start does the same work itself, and tells what is wrong.
const SRC = import.meta.dirname;
const MARK = 'warmed-up';

const fault = nodeFault();
if (fault === null) await warmUp().catch(() => undefined);
// Of an install this line is the only word. Packages may be installed by one Node and used by another, so it is no failure.
else process.stderr.write(`${fault}\n`);

async function warmUp() {
  await import('./prepare.mjs');
  const folder = module.getCompileCacheDir();
  if (folder === undefined || isFresh(folder)) return;
  const since = Date.now();
  await import('./chat/slack/adapter.ts');
  await import('./chat/discord/adapter.ts');
  const { readKnowledge } = await import('./commands/knowledge-in-force.ts');
  readKnowledge(null);
  module.flushCompileCache();
  spawnSync(process.execPath, ['--import', './prepare.mjs', 'main.ts', '--help'], { cwd: SRC, stdio: 'ignore' });
  writeFileSync(join(folder, MARK), String(since));
}

/**
 * Has no file changed since the last time? That only saves time: what is kept is found by the content of files, never by
 * their times. Opened for writing, so that nothing is done where nothing can be kept.
 */
function isFresh(folder) {
  const since = Number(readFileSync(join(folder, MARK), { encoding: 'utf8', flag: 'a+' }));
  return readdirSync(SRC, { recursive: true }).every((name) => statSync(join(SRC, name)).mtimeMs < since);
}

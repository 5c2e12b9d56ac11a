import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const ROOT = new URL('..', import.meta.url).pathname;
const SLOW_MS = 60_000;
const HELP = ['src/main.ts', '--help'];

/** A start that tells what of the compiler and the parser it needed, and what it knows. */
const START = `
  import { registerHooks } from 'node:module';
  let parsed = false;
  registerHooks({ load(url, context, next) { parsed ||= url.includes('/js-yaml/'); return next(url, context); } });
  const { loadKnowledge } = await import('#knowledge/load.ts');
  await import('#diagnosis/catalogue/compile.ts');
  const loaded = loadKnowledge(process.env.KNOWLEDGE_DIR);
  const compiled = process.moduleLoadList.some((name) => name.includes('amaro'));
  console.log(JSON.stringify({ compiled, parsed, faults: loaded.faults, title: loaded.knowledge?.failures.get('key_invalid')?.title }));
`;

let copy: string;
let kept: string;
let failure: string;
beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'keymedic-warm-'));
  kept = join(copy, 'kept');
  failure = join(copy, 'src/knowledge/failures/key_invalid.yaml');
  cpSync(join(ROOT, 'src'), join(copy, 'src'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
}, SLOW_MS);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

async function inCopy(args: readonly string[], folder = kept, more: NodeJS.ProcessEnv = {}): Promise<string> {
  const env = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: folder, ...more };
  const { stdout, stderr } = await run(process.execPath, args, { cwd: copy, env });
  expect(stderr).toBe('');
  return stdout;
}

const warmUp = (folder?: string) => inCopy(['src/warm-up.mjs'], folder);
async function start(more?: NodeJS.ProcessEnv): Promise<object> {
  const args = ['--import', './src/prepare.mjs', '--input-type=module', '-e', START];
  return JSON.parse(await inCopy(args, kept, more)) as object;
}
const mark = () => readFileSync(join(kept, readdirSync(kept)[0] ?? '', 'warmed-up'), 'utf8');

test('the first start after it needs neither compiler nor parser, and no knowledge is stale', {
  timeout: SLOW_MS,
}, async () => {
  expect(await warmUp()).toBe('');
  const source = readFileSync(failure, 'utf8');
  const title = /^title: (.+)$/m.exec(source)?.[1] ?? '';
  expect(await start()).toEqual({ compiled: false, parsed: false, title });

  const first = mark();
  await warmUp();
  expect(mark(), 'nothing has changed, nothing is done').toBe(first);

  // As sly as a file can change: of the same size, at the same time.
  const { atime, mtime } = statSync(failure);
  const other = title.replace(/\w/, '_');
  writeFileSync(failure, source.replace(title, other));
  utimesSync(failure, atime, mtime);
  await warmUp();
  expect(await start()).toMatchObject({ parsed: true, title: other });

  writeFileSync(failure, source.replace(/^title: .+$/m, 'titel: x'));
  await warmUp();
  expect(await start()).toMatchObject({
    faults: expect.arrayContaining([expect.objectContaining({ line: expect.any(Number) })]),
  });

  writeFileSync(failure, source.replace(title, `${title}!`));
  await warmUp();
  expect(mark()).not.toBe(first);
  expect(await start()).toEqual({ compiled: false, parsed: false, title: `${title}!` });
});

test('npm start loads no compiler after it', { timeout: SLOW_MS }, async () => {
  await warmUp();
  const told = "process.on('exit', () => console.log(process.moduleLoadList.some((name) => name.includes('amaro'))))";
  const output = await inCopy(['--import', './src/prepare.mjs', '--import', `data:text/javascript,${told}`, ...HELP]);
  expect(output).toMatch(/^Usage: [^]*\nfalse\n$/);
});

test("an operator's own files are recalled too, and never stale", { timeout: SLOW_MS }, async () => {
  await warmUp();
  const own = { KNOWLEDGE_DIR: join(copy, 'own') };
  const path = join(copy, 'own/failures/key_invalid.yaml');
  mkdirSync(join(copy, 'own/failures'), { recursive: true });
  const source = readFileSync(failure, 'utf8');
  for (const title of ['Ours', 'Mine']) {
    writeFileSync(path, source.replace(/^title: .+$/m, `title: ${title}`));
    utimesSync(path, 1, 1);
    expect(await start(own)).toEqual({ compiled: false, parsed: true, title });
    expect(await start(own)).toEqual({ compiled: false, parsed: false, title });
  }

  mkdirSync(join(copy, 'own/tools'));
  cpSync(path, join(copy, 'own/tools/key_invalid.yaml'));
  expect(await start(own), 'what is right in one folder is wrong in another').toHaveProperty('faults');
  expect(await start()).toHaveProperty('title', expect.not.stringMatching(/Ours|Mine/));
});

test('what goes wrong in it ends no install', { timeout: SLOW_MS }, async () => {
  const nowhere = join(copy, 'package.json');
  expect(await warmUp(nowhere)).toBe('');
  expect(await inCopy(['--import', './src/prepare.mjs', ...HELP], nowhere)).toContain('Usage');
  writeFileSync(join(copy, 'src/chat/slack/adapter.ts'), 'export const half: = 1;');
  expect(await warmUp()).toBe('');
});

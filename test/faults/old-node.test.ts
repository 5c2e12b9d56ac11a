import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, type TestContext, test } from 'vitest';

const run = promisify(execFile);
const ROOT = new URL('../..', import.meta.url).pathname;
const SHIPPED = ['src', 'package.json', 'package-lock.json', '.npmrc', 'manifest.yml'];
const SKIPPED = 'skipped: no npm registry to install node@20 from';
const SLOW_MS = 300_000;
const LINE = /^Keymedic needs Node 24; this is 20\.\d+\n$/;
/** How npm says that it could not talk to its registry; everything else it says is a failure of ours. */
const OFFLINE =
  /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT)\b/;

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

let folder: string;
/** The folder of an older Node's program; null where there is no registry to install it from. */
let oldNode: string | null = null;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keymedic-old-node-'));
  const home = join(folder, 'node');
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{"private": true, "allowScripts": {"node": true}}');
  const { status, stderr } = await npm(home, process.execPath, [
    'install',
    '--no-save',
    '--fetch-retries=1',
    'node@20',
  ]);
  if (status === 0) oldNode = join(home, 'node_modules', 'node', 'bin');
  else if (OFFLINE.test(stderr)) console.log(SKIPPED);
  else throw new Error(stderr);
}, SLOW_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }), SLOW_MS);

/** npm's own program: the one that runs this test, else the first in the PATH. */
function npmProgram(): string {
  const inPath = (process.env['PATH'] ?? '').split(delimiter).map((place) => join(place, 'npm'));
  return process.env['npm_execpath'] ?? realpathSync(inPath.find((path) => existsSync(path)) ?? 'npm');
}

/** Runs npm in a folder on a Node, as on a machine that has no other one. */
async function npm(cwd: string, node: string, args: readonly string[]): Promise<Ended> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:npm_|NODE_|KEYMEDIC_)/.test(name));
  const PATH = [join(node, '..'), '/usr/bin', '/bin'].join(delimiter);
  const env = { ...Object.fromEntries(inherited), PATH };
  const child = run(node, [npmProgram(), ...args], { cwd, env });
  child.child.stdin?.end('Incorrect API key provided: sk-or-v1****7b1f.');
  return child.then(
    (ended) => ({ status: 0, ...ended }),
    ({ code, stdout, stderr }: Ended & { code: number }) => ({ status: code, stdout, stderr }),
  );
}

/** A copy of what is shipped, in a folder of its own, and npm on the older Node in it. */
function freshCopy(name: string, context: TestContext): (args: readonly string[]) => Promise<Ended> {
  if (oldNode === null) context.skip(SKIPPED);
  const copy = join(folder, name);
  for (const path of SHIPPED) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  const node = join(oldNode ?? '', 'node');
  return (args) => npm(copy, node, args);
}

test('every command that starts the program asks for its Node first', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const ours = Object.entries(scripts).filter(([name, line]) => line.startsWith('node ') && name !== 'prepare');
  expect(ours.length).toBeGreaterThan(15);
  expect(ours.filter(([, line]) => !line.startsWith('node --import ./src/prepare.mjs '))).toEqual([]);
});

test('without the development packages an older Node is told in one line which one is needed', {
  timeout: SLOW_MS,
}, async (context) => {
  const command = freshCopy('production', context);
  const installed = await command(['ci', '--omit=dev', '--prefer-offline']);
  expect(installed).toMatchObject({ status: 0 });
  expect(`${installed.stdout}${installed.stderr}`.match(/Keymedic needs Node 24; this is 20\.\d+/g)).toHaveLength(1);
  for (const name of ['start', 'diagnose', 'keycheck', 'doctor', 'setup']) {
    const { status, stdout, stderr } = await command(['run', '--silent', name]);
    expect({ name, status, stdout }).toEqual({ name, status: 1, stdout: '' });
    expect(stderr).toMatch(LINE);
  }
});

test("the README's two commands work on an older Node: an install brings the right one", {
  timeout: SLOW_MS,
}, async (context) => {
  const command = freshCopy('complete', context);
  expect(await command(['ci', '--prefer-offline'])).toMatchObject({ status: 0 });
  const { status, stdout } = await command(['run', '--silent', 'start']);
  expect(stdout).toContain('This key belongs to OpenRouter, but it was sent to OpenAI.');
  expect(status).toBe(0);
});

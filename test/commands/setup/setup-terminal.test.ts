import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PROGRAM_ENV } from '#test/fakes/program.ts';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack/server.ts';
import { readManifest } from '#test/scenarios/stages.ts';

const ENTER = '\r';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';
/** Gives a program a terminal; part of util-linux. */
const SCRIPT = '/usr/bin/script';
const CLI = new URL('../../../src/cli.ts', import.meta.url).pathname;

let folder: string;
let slack: FakeSlack;
let child: ChildProcess | undefined;
let shown = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keymedic-setup-'));
  slack = await startFakeSlack({ transport: 'socket', scopes: readManifest().oauth_config.scopes.bot });
  shown = '';
});

afterEach(async () => {
  child?.kill('SIGKILL');
  await slack.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(): Promise<number | null> {
  const command = `stty cols 160 rows 50; exec "${process.execPath}" "${CLI}" setup`;
  const running = spawn(SCRIPT, ['-qefc', command, '/dev/null'], {
    cwd: folder,
    env: { ...PROGRAM_ENV, TERM: 'xterm', SHELL: '/bin/sh', SLACK_API_URL: slack.apiUrl },
  });
  child = running;
  running.stdout.on('data', (chunk: Buffer) => {
    shown += stripVTControlCharacters(chunk.toString());
  });
  return new Promise((resolve) => running.on('exit', resolve));
}

/** Types when the question is on the screen. */
async function at(question: string, keys: string): Promise<void> {
  const end = Date.now() + 15_000;
  while (!shown.includes(question)) {
    if (Date.now() > end) throw new Error(`“${question}” did not come; so far:\n${shown}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child?.stdin?.write(keys);
}

const skip = !existsSync(SCRIPT) || process.platform !== 'linux';

test.skipIf(skip)('on a terminal: tokens are not shown while they are entered, and the files are written', async () => {
  const exit = start();
  await at('Where do people ask for help?', ENTER);
  await at('Bot User OAuth Token, xoxb-…', `${slack.botToken}${ENTER}`);
  await at('How should Slack reach the bot?', ENTER);
  await at('App-level token, xapp-…', `${slack.appToken}${ENTER}`);
  await at('In which channels should the bot answer', `${DOWN}${DOWN}${ENTER}`);
  await at('Which channel should cases go to', ENTER);
  await at('Write .env?', ENTER);
  expect(await exit).toBe(0);
  expect(shown).toContain('✓ Slack bot token: @keymedic in Acme');
  for (const token of [slack.botToken, slack.appToken]) {
    expect(shown).not.toContain(token.slice(5));
    expect(readFileSync(join(folder, '.env'), 'utf8')).toContain(token);
  }
});

test.skipIf(skip)('Ctrl-C leaves, and nothing is written', async () => {
  const exit = start();
  await at('Where do people ask for help?', ENTER);
  await at('Bot User OAuth Token, xoxb-…', `not-a-token${ENTER}`);
  await at('Expected a bot token', CTRL_C);
  await at('Nothing was written.', '');
  expect(await exit).toBe(2);
  expect(shown).not.toContain('not-a-token');
  expect(readdirSync(folder)).toEqual([]);
});

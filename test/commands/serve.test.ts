import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack/server.ts';
import { CHANNELS } from '#test/fakes/slack/workspace.ts';
import { readManifest } from '#test/scenarios/stages.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';

const KEY = `sk-proj-${'Zq7Kx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0GuEa'.repeat(3)}T3BlbkFJ${'Yp6Lc1Vn8Bd3Hs5Jf0'.repeat(3)}`;
const MANIFEST = readManifest();

let slack: FakeSlack;
let folder: string;
let child: ChildProcess | undefined;
let output = '';

beforeEach(async () => {
  slack = await startFakeSlack({ transport: 'socket', scopes: MANIFEST.oauth_config.scopes.bot });
  folder = mkdtempSync(join(tmpdir(), 'keymedic-serve-'));
  output = '';
});

afterEach(async () => {
  child?.kill('SIGKILL');
  await slack.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(env: Record<string, string>): Promise<number | null> {
  const main = new URL('../../src/main.ts', import.meta.url).pathname;
  const running = spawn(process.execPath, [main], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', DATA_DIR: folder, SLACK_API_URL: slack.apiUrl, ...env },
  });
  child = running;
  for (const stream of [running.stdout, running.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  return new Promise((resolve) => running.on('exit', resolve));
}

async function until(seen: () => boolean): Promise<void> {
  const end = Date.now() + 15_000;
  while (!seen()) {
    if (Date.now() > end) throw new Error(`it did not happen; so far:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('npm start with the tokens of an app answers in Slack, keeps no key, and stops when it is told to', async () => {
  const exit = start({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_CHANNELS: 'help',
    SLACK_STAFF_CHANNEL: CHANNELS.staff,
    LOG_LEVEL: 'debug',
  });
  await until(() => output.includes('keymedic runs'));
  const driver = slack.driver();
  await driver.say(driver.people.ann, { channel: CHANNELS.help }, `${PASTE}\nOPENAI_API_KEY=${KEY}`);
  const answers = () => driver.visible({ channel: CHANNELS.help }).filter(({ author }) => author === 'bot');
  await until(() => answers().length > 0 && driver.visible({ channel: CHANNELS.staff }).length > 0);
  expect(answers()[0]?.text).toContain('OpenAI');
  child?.kill('SIGTERM');
  expect(await exit).toBe(0);
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
  for (const kept of [output, ...files, driver.everything()]) expect(kept).not.toContain(KEY.slice(0, 40));
});

test('npm start reads keymedic.yaml beside the environment, and explains mistakes in it', async () => {
  const tokens = { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken };
  const file = join(folder, 'keymedic.yaml');
  writeFileSync(file, `slack:\n  channels: [help]\n  staff_channel: ${CHANNELS.staff}\n`);
  const exit = start(tokens);
  await until(() => output.includes('keymedic runs'));
  expect(output).toMatch(/"slack_channels":"help"/);
  child?.kill('SIGTERM');
  expect(await exit).toBe(0);
  output = '';
  writeFileSync(file, `slack:\n  chanels: [help]\n  bot_token: ${slack.botToken}\n`);
  expect(await start(tokens)).toBe(1);
  expect(output).toContain('keymedic.yaml:2:3 slack.chanels: found a key that is not known');
  expect(output).toContain('set SLACK_BOT_TOKEN in the environment or in .env');
  expect(output).not.toContain(slack.botToken);
});

test.for([
  [{ SLACK_BOT_TOKEN: 'xoxp-1' }, 'SLACK_BOT_TOKEN: expected a bot token: xoxb-'],
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN: expected next to SLACK_BOT_TOKEN'],
  [
    { SLACK_BOT_TOKEN: 'xoxb-wrong', SLACK_APP_TOKEN: 'xapp-1' },
    'Slack does not accept SLACK_BOT_TOKEN (invalid_auth)',
  ],
  [{ PORT: 'eighty' }, 'PORT: expected a whole number from 1 to 65535'],
] as const)('a wrong setting ends the start with a sentence that names it: %o', async ([env, sentence]) => {
  expect(await start(env)).toBe(1);
  expect(output).toContain(sentence);
  expect(output).not.toMatch(/xoxp-1|xoxb-wrong|eighty|\n\s+at /);
});

test('a missing scope is named at the start', async () => {
  await slack.close();
  slack = await startFakeSlack({
    transport: 'socket',
    scopes: MANIFEST.oauth_config.scopes.bot.filter((scope) => scope !== 'im:write'),
  });
  const exit = start({ SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl });
  expect(await exit).toBe(1);
  expect(output).toContain('The Slack app lacks the scopes im:write.');
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '#test/fakes/free-port.ts';
import { PROGRAM_ENV } from '#test/fakes/program.ts';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack/server.ts';
import { CHANNELS } from '#test/fakes/slack/workspace.ts';
import { acmeYaml } from '#test/samples.ts';
import type { Person } from '#test/scenarios/driver.ts';
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
  const main = new URL('../../../src/main.ts', import.meta.url).pathname;
  const running = spawn(process.execPath, [main], {
    cwd: folder,
    env: { ...PROGRAM_ENV, DATA_DIR: folder, SLACK_API_URL: slack.apiUrl, OPS_PORT: '0', ...env },
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
  expect(output).toMatch(/"slack":"[^"]*\bhelp\b/);
  child?.kill('SIGTERM');
  expect(await exit).toBe(0);
  output = '';
  writeFileSync(file, `slack:\n  chanels: [help]\n  bot_token: ${slack.botToken}\n`);
  expect(await start(tokens)).toBe(1);
  expect(output).toContain('keymedic.yaml:2:3 slack.chanels: found an unknown key');
  expect(output).toContain('set SLACK_BOT_TOKEN in the environment or in .env');
  expect(output).not.toContain(slack.botToken);
});

test.for([
  [{ SLACK_BOT_TOKEN: 'xoxp-1' }, 'SLACK_BOT_TOKEN: expected a bot token (xoxb-…)'],
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN: expected a value for Socket Mode, because SLACK_BOT_TOKEN is set'],
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

/** The lines of the log so far. */
function logged(): { readonly msg: string; readonly [field: string]: unknown }[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as { msg: string });
}

function startsInSlack(env: Record<string, string> = {}): Promise<number | null> {
  return start({ SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_CHANNELS: 'help', ...env });
}

async function runs(): Promise<string> {
  await until(() => output.includes('keymedic runs'));
  const line = logged().find(({ msg }) => msg === 'keymedic runs');
  return String(line?.['operation']).split('/healthz')[0] ?? '';
}

async function readyz(origin: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${origin}/readyz`);
  return { status: response.status, body: await response.json() };
}

test('what runs where is one line, and those who look after it can ask it', async () => {
  const exit = startsInSlack();
  const origin = await runs();
  expect(logged().find(({ msg }) => msg === 'keymedic runs')).toMatchObject({
    slack: 'Socket Mode; answers pasted errors in help',
    discord: 'off',
    staff: 'none, so people are referred to their provider',
    store: `SQLite in ${folder}; texts kept for 30 days`,
  });
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  expect(await readyz(origin)).toMatchObject({ status: 200, body: { checks: { slack: 'connected' } } });
  expect(await (await fetch(`${origin}/metrics`)).text()).toContain('keymedic_chat_connected{chat="slack"} 1');
  child?.kill('SIGINT');
  expect(await exit).toBe(0);
});

/** The next message of the bot is not answered before `letGo` is called; `asked` tells that it waits. */
function holdMessages(): { readonly asked: () => boolean; readonly letGo: () => void } {
  let letGo: () => void = () => undefined;
  let asked = false;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const during = slack.wire.during.bind(slack.wire);
  slack.wire.during = async (call, work) => {
    if (call.method === 'chat.postMessage') {
      asked = true;
      await held;
    }
    return during(call, work);
  };
  return { asked: () => asked, letGo };
}

test('told to stop it is not ready at once, ends what is under way, and leaves', async () => {
  const exit = startsInSlack();
  const origin = await runs();
  const driver = slack.driver();
  const { asked, letGo } = holdMessages();
  await driver.say(driver.people.ann, { channel: CHANNELS.help }, PASTE);
  await until(asked);
  child?.kill('SIGTERM');
  await until(() => output.includes('keymedic stops'));
  expect(await readyz(origin)).toMatchObject({ status: 503, body: { not_ready: ['slack', 'process'] } });
  letGo();
  expect(await exit).toBe(0);
  expect(output).not.toContain('some work was not finished');
  expect(driver.visible({ channel: CHANNELS.help }).filter(({ author }) => author === 'bot')).toHaveLength(1);
});

test('a chat that does not answer holds it for less than ten seconds', async () => {
  const exit = startsInSlack();
  await runs();
  const driver = slack.driver();
  const { asked, letGo } = holdMessages();
  await driver.say(driver.people.ann, { channel: CHANNELS.help }, PASTE);
  await until(asked);
  const from = Date.now();
  child?.kill('SIGTERM');
  expect(await exit).toBe(0);
  expect(Date.now() - from).toBeLessThan(10_000);
  expect(output).toContain('some work was not finished');
  letGo();
});

test('a connection that a balancer holds open does not keep it', async () => {
  const port = await freePort();
  const exit = startsInSlack({ SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: slack.signingSecret, PORT: String(port) });
  await runs();
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  child?.kill('SIGTERM');
  expect(await exit).toBe(0);
  expect(output).not.toContain('some work was not finished');
});

test('a port that is taken keeps nobody from their answers', async () => {
  const port = new URL(slack.apiUrl).port;
  const exit = startsInSlack({ OPS_PORT: port });
  await runs();
  expect(logged().find(({ level }) => level === 50)).toMatchObject({ code: 'EADDRINUSE', port: Number(port) });
  child?.kill('SIGTERM');
  expect(await exit).toBe(0);
});

test('knowledge files that change are read again; while one is broken, what was known stays in force', async () => {
  const knowledge = join(folder, 'knowledge');
  const file = join(knowledge, 'providers', 'acme.yaml');
  mkdirSync(join(knowledge, 'providers'), { recursive: true });
  const exit = startsInSlack({ KNOWLEDGE_DIR: knowledge });
  const origin = await runs();
  writeFileSync(file, acmeYaml());
  await until(() => output.includes('knowledge was reloaded'));
  const driver = slack.driver();
  const ask = async (person: Person, text: string) => {
    await driver.say(person, { channel: CHANNELS.help }, text, { mention: true });
    const answers = () => driver.visible({ channel: CHANNELS.help }).filter(({ author }) => author === 'bot');
    const before = answers().length;
    await until(() => answers().length > before);
    return answers().at(-1)?.text ?? '';
  };
  expect(await ask(driver.people.ann, '403 Acme seat required')).toContain('Acme Gateway');
  writeFileSync(file, acmeYaml().replace('strength: proof', 'strength: certain'));
  await until(() => output.includes('stays in use'));
  expect(logged().filter(({ level }) => level === 50)).toMatchObject([
    { file, line: 11, field: 'signatures.0.strength' },
  ]);
  expect(await ask(driver.people.ben, 'still 403 Acme seat required, is it me?')).toContain('Acme Gateway');
  const text = await (await fetch(`${origin}/metrics`)).text();
  expect(text).toContain('keymedic_knowledge_reloads_total{result="ok"} 1');
  expect(text).toContain('keymedic_knowledge_reloads_total{result="broken"} 1');
  child?.kill('SIGTERM');
  expect(await exit).toBe(0);
});

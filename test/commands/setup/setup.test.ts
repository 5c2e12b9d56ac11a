import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setupCommand } from '#commands/setup/setup.ts';
import { fakeIo } from '#test/commands/io.ts';
import { loadSettings } from '#test/commands/serve/load-settings.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord-server/server.ts';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack/server.ts';
import { CHANNELS } from '#test/fakes/slack/workspace.ts';
import { readManifest } from '#test/scenarios/stages.ts';
import { type Line, scriptedPerson } from './scripted-person.ts';

const SCOPES = readManifest().oauth_config.scopes.bot;

let folder: string;
let slack: FakeSlack;
let discord: FakeDiscord;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keymedic-setup-'));
  slack = await startFakeSlack({ transport: 'socket', scopes: SCOPES });
  discord = await startFakeDiscord({ messageContent: true });
});

afterEach(async () => {
  await slack.close();
  await discord.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Answers the wizard; the environment has `.env` read, as the command line does. */
async function answer(script: readonly Line[], env: Record<string, string> = {}) {
  const person = scriptedPerson(script);
  const base = { DATA_DIR: join(folder, 'data'), SLACK_API_URL: slack.apiUrl, DISCORD_API_URL: discord.apiUrl };
  const dotEnv = existsSync(path('.env')) ? parseEnv(read('.env')) : {};
  const { io, out, error } = fakeIo({ ...(dotEnv as Record<string, string>), ...base, ...env }, true);
  const status = await setupCommand([], io, { prompts: person.prompts, folder });
  expect(person.left()).toEqual([]);
  const printed = `${person.seen()}\n${out()}\n${error()}`;
  for (const secret of [slack.botToken, slack.appToken, discord.token]) expect(printed).not.toContain(secret);
  return { status, printed };
}

function path(name: string): string {
  return join(folder, name);
}

function read(name: string): string {
  return readFileSync(path(name), 'utf8');
}

function settings(): Record<string, unknown> {
  return loadSettings(read('keymedic.yaml'));
}

const slackStory = (more: readonly Line[] = []): Line[] => [
  [/Where do people ask/, 'In Slack'],
  [/Bot User OAuth Token/, slack.botToken],
  [/How should Slack reach/, 'Socket Mode'],
  [/App-level token/, slack.appToken],
  [/should the bot answer when/, 'In channels I choose'],
  [/Which channels/, ['#help']],
  [/should cases go to/, '#staff'],
  ...more,
];

test('Slack from nothing: tokens into .env, the rest into keymedic.yaml, and the doctor is content', async () => {
  const { status, printed } = await answer(slackStory([[/Write \.env and keymedic\.yaml/, true]]));
  expect(parseEnv(read('.env'))).toEqual({ SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken });
  expect(statSync(path('.env')).mode & 0o777).toBe(0o600);
  expect(settings()).toEqual({ SLACK_CHANNELS: 'help', SLACK_STAFF_CHANNEL: CHANNELS.staff });
  expect(read('keymedic.yaml')).toContain('# Channels in which the bot answers pasted errors');
  expect(printed).toContain('✓ Slack channel #help');
  expect(printed).toContain('Run npm start to start the bot');
  expect(status).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(['.env', 'keymedic.yaml']);
});

test('a token of the wrong form, one that Slack does not take, and a missing invitation are put right on the way', async () => {
  const help = slack.state.channels.get(CHANNELS.help);
  help?.members.delete(slack.botUserId);
  const { status, printed } = await answer([
    [/Where do people ask/, 'In Slack'],
    [/Bot User OAuth Token/, 'xoxp-of-a-person'],
    [/Bot User OAuth Token/, 'xoxb-of-nobody'],
    [/What now/, 'Enter a different one'],
    [/Bot User OAuth Token/, slack.botToken],
    [/How should Slack reach/, 'Socket Mode'],
    [/App-level token/, slack.appToken],
    [/should the bot answer when/, 'In channels I choose'],
    [/Which channels/, ['#help', '#other']],
    [/should cases go to/, 'No support team'],
    [/What now/, 'Test again', () => void help?.members.add(slack.botUserId)],
    [/Write/, true],
  ]);
  expect(printed).toContain('Expected a bot token (xoxb-…)');
  expect(printed).not.toMatch(/xoxp-of-a-person|xoxb-of-nobody/);
  expect(printed).toContain('Slack rejected it (invalid_auth)');
  expect(printed).toContain('Write /invite @keymedic in #help');
  expect(settings()).toEqual({ SLACK_CHANNELS: 'help,other' });
  expect(status).toBe(0);
});

test('missing scopes are named, and one can go on without: the doctor has the last word', async () => {
  await slack.close();
  slack = await startFakeSlack({ transport: 'socket', scopes: SCOPES.filter((scope) => scope !== 'im:write') });
  const story = slackStory([[/Write/, true]]);
  story.splice(2, 0, [/What now/, 'Continue anyway']);
  const { status, printed } = await answer(story);
  expect(printed).toContain('im:write is missing Add it under Bot Token Scopes');
  expect(status).toBe(1);
  expect(existsSync(path('.env'))).toBe(true);
});

test('from Socket Mode to HTTP: the app-level token is taken out, the signing secret goes in', async () => {
  writeFileSync(path('.env'), `SLACK_BOT_TOKEN=${slack.botToken}\nSLACK_APP_TOKEN=${slack.appToken}\n`);
  const { status, printed } = await answer([
    [/Where do people ask/, 'In Slack'],
    [/SLACK_BOT_TOKEN is set/, true],
    [/How should Slack reach/, 'HTTP'],
    [/Signing Secret/, '0123456789abcdef0123456789abcdef'],
    [/should the bot answer when/, 'In every channel it is in'],
    [/should cases go to/, 'No support team'],
    [/Write|Change/, true],
  ]);
  expect(parseEnv(read('.env'))).toEqual({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  });
  expect(settings()).toEqual({ SLACK_CHANNELS: 'all' });
  expect(printed).toContain('SLACK_APP_TOKEN is removed');
  expect(printed).toContain('✓ Slack channels: the bot is in #help, #other, #staff');
  expect(printed).not.toContain('0123456789abcdef');
  expect(status).toBe(0);
});

const discordStory = (more: readonly Line[] = []): Line[] => [
  [/Where do people ask/, 'In Discord'],
  [/Bot token/, discord.token],
  [/without being mentioned/, true],
  [/show a key/, 'Warn the author'],
  [/should the bot answer when/, 'In channels I choose'],
  [/Which channels/, ['#help']],
  [/should cases go to/, '#support'],
  [/Who is on your support team/, 'Everyone with the role Support'],
  ...more,
];

test('Discord from nothing', async () => {
  const { status, printed } = await answer(discordStory([[/Write/, true]]));
  expect(parseEnv(read('.env'))).toEqual({ DISCORD_TOKEN: discord.token });
  expect(settings()).toEqual({
    DISCORD_MESSAGE_CONTENT: 'true',
    DISCORD_CHANNELS: 'help',
    DISCORD_STAFF_CHANNEL: '100000000000000023',
    DISCORD_STAFF_ROLE: '100000000000000050',
  });
  expect(printed).toContain('✓ Discord support role: 2 with the role Support');
  expect(status).toBe(0);
});

test('Discord: the intent, the invitation and a permission are put right on the way', async () => {
  await discord.close();
  discord = await startFakeDiscord({ messageContent: false });
  discord.guild.left = true;
  discord.guild.denied.add('100000000000000021:send');
  const { printed } = await answer([
    [/Where do people ask/, 'In Discord'],
    [/Bot token/, discord.token],
    [/without being mentioned/, true],
    [/What now/, 'Continue anyway'],
    [/show a key/, 'Delete them'],
    [/What now/, 'Test again', () => void (discord.guild.left = false)],
    [/should the bot answer when/, 'In channels I choose'],
    [/Which channels/, ['#help']],
    [/should cases go to/, 'No support team'],
    [/What now/, 'Test again', () => discord.guild.denied.clear()],
    [/What now/, 'Continue anyway'],
    [/Write/, true],
  ]);
  expect(printed).toContain('Turn on "Message Content Intent"');
  expect(printed).toContain('Open https://discord.com/oauth2/authorize?');
  expect(printed).toContain('the bot lacks Send Messages');
  expect(settings()).toMatchObject({ DISCORD_LEAK: 'delete', DISCORD_MESSAGE_CONTENT: 'true' });
});

test('both chats: which one has the staff is asked', async () => {
  const story = [...slackStory(), ...discordStory().slice(1)];
  story[0] = [/Where do people ask/, 'In both'];
  const { status } = await answer([...story, [/Which one gets the cases/, 'The one in Slack'], [/Write/, true]]);
  expect(settings()).toMatchObject({ STAFF_CHAT: 'slack' });
  expect(status).toBe(0);
});

test('what is there stays: other lines, comments, and settings that stand in .env', async () => {
  writeFileSync(
    path('.env'),
    `# ours\nSLACK_BOT_TOKEN=${slack.botToken}\nSLACK_CHANNELS=other # here\nHTTPS_PROXY=http://p\n`,
  );
  chmodSync(path('.env'), 0o644);
  writeFileSync(path('keymedic.yaml'), '# ours too\noperation:\n  log_level: warn # quiet\n');
  const { status, printed } = await answer([
    [/Where do people ask/, 'In Slack'],
    [/SLACK_BOT_TOKEN is set. Keep it/, true],
    [/How should Slack reach/, 'Socket Mode'],
    [/App-level token/, slack.appToken],
    [/should the bot answer when/, 'In channels I choose'],
    [/Which channels/, ['#help', '#other']],
    [/should cases go to/, '#staff'],
    [/Change \.env and keymedic\.yaml/, true],
  ]);
  expect(printed).toContain('marked: other');
  expect(read('.env')).toBe(
    `# ours\nSLACK_BOT_TOKEN=${slack.botToken}\nSLACK_CHANNELS=help,other\nHTTPS_PROXY=http://p\nSLACK_APP_TOKEN=${slack.appToken}\n`,
  );
  expect(statSync(path('.env')).mode & 0o777).toBe(0o600);
  expect(read('keymedic.yaml')).toBe(
    `# ours too\noperation:\n  log_level: warn # quiet\n\nslack:\n  staff_channel: ${CHANNELS.staff}\n`,
  );
  expect(status).toBe(0);
});

test('a variable of the environment that hides an answer is named', async () => {
  const { printed } = await answer(slackStory([[/Write/, true]]), { SLACK_CHANNELS: 'other' });
  expect(printed).toContain('SLACK_CHANNELS is set in the environment, which overrides the files');
});

test.for([1, 4, 7])('who leaves at question %i leaves every file as it was', async (at) => {
  writeFileSync(path('.env'), 'PORT=4000\n');
  const story = slackStory([[/Change|Write/, true]]).slice(0, at);
  const [question] = story.at(-1) ?? [/./];
  const { status, printed } = await answer([...story.slice(0, -1), [question, 'leave']]);
  expect(status).toBe(2);
  expect(printed).toContain('Nothing was written.');
  expect(readdirSync(folder)).toEqual(['.env']);
  expect(read('.env')).toBe('PORT=4000\n');
});

test('who does not agree at the end leaves every file as it was', async () => {
  const { status } = await answer(slackStory([[/Write/, false]]));
  expect(status).toBe(2);
  expect(readdirSync(folder)).toEqual([]);
});

test('a file with mistakes is to be corrected first', async () => {
  writeFileSync(path('keymedic.yaml'), 'slack:\n  chanels: [help]\n');
  const { status, printed } = await answer([]);
  expect(status).toBe(2);
  expect(printed).toContain('did you mean slack.channels?');
});

test('without a terminal it says what to do instead', async () => {
  const { io, error } = fakeIo();
  expect(await setupCommand([], io, { folder })).toBe(2);
  expect(error()).toContain('it needs a terminal');
  expect(readdirSync(folder)).toEqual([]);
});

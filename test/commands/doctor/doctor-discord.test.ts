import { expect, test } from 'vitest';
import { openDiscord } from '#chat/discord/adapter.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord-server/server.ts';
import { about, closing, examine } from './examine.ts';

const HELP = '100000000000000021';
const STAFF = '100000000000000023';

async function discord(messageContent = true): Promise<FakeDiscord> {
  const fake = await startFakeDiscord({ messageContent });
  closing(fake);
  return fake;
}

function envOf(fake: FakeDiscord, more: Record<string, string> = {}): Record<string, string> {
  return {
    DISCORD_TOKEN: fake.token,
    DISCORD_API_URL: fake.apiUrl,
    DISCORD_MESSAGE_CONTENT: 'true',
    DISCORD_CHANNELS: 'help',
    DISCORD_STAFF_CHANNEL: STAFF,
    DISCORD_STAFF_ROLE: 'Support',
    ...more,
  };
}

test('all is fine: one line each, nothing changed there, status 0', async () => {
  const fake = await discord();
  const chat = openDiscord({
    token: fake.token,
    apiUrl: fake.apiUrl,
    messageContent: true,
    watch: 'all',
    staffChannel: null,
    staffRole: null,
    leak: 'warn',
    log: () => undefined,
  });
  await chat.register();
  await chat.stop();
  fake.calls.length = 0;
  const { status, lines } = await examine(envOf(fake));
  expect(lines.filter((line) => /^[!✗]/.test(line))).toEqual([]);
  expect(status).toBe(0);
  expect(about(lines, 'Discord token')).toBe('✓ Discord token: belongs to the app Keymedic');
  expect(about(lines, 'Discord Message Content intent')).toBe('✓ Discord Message Content intent: is turned on');
  expect(about(lines, 'Discord commands')).toMatch(/^✓/);
  expect(about(lines, 'Discord servers')).toBe('✓ Discord servers: Acme');
  expect(about(lines, 'Discord channel #help')).toMatch(/^✓/);
  expect(about(lines, 'Discord support channel #support')).toMatch(/^✓/);
  expect(about(lines, 'Discord support role')).toBe('✓ Discord support role: 2 with the role Support');
  expect([...new Set(fake.calls.map(({ method }) => method))].sort()).toEqual(['GET', 'HEAD']);
});

test.for<[string, Record<string, string>, string, string]>([
  [
    'a token that Discord does not know',
    { DISCORD_TOKEN: 'wrong.discord.token' },
    'Discord token',
    '✗ Discord token: Discord rejected it (401). → Open the Bot page',
  ],
  [
    'a Discord that cannot be reached',
    { DISCORD_API_URL: 'http://127.0.0.1:9/api' },
    'Discord token',
    '✗ Discord token: Discord cannot be reached',
  ],
  [
    'a channel that there is not',
    { DISCORD_CHANNELS: 'hepl' },
    'Discord channel “hepl”',
    "✗ Discord channel “hepl”: not found in the bot's servers",
  ],
  [
    'a staff channel that there is not',
    { DISCORD_STAFF_CHANNEL: '999' },
    'Discord support channel 999',
    '✗ Discord support channel 999: not found',
  ],
  [
    'a role that there is not',
    { DISCORD_STAFF_ROLE: 'Helpers' },
    'Discord support role',
    '✗ Discord support role: there is no role “Helpers” in Acme',
  ],
])('%s must be fixed', async ([, more, check, line]) => {
  const fake = await discord();
  const { status, lines } = await examine(envOf(fake, more));
  expect(about(lines, check)).toContain(line);
  expect(status).toBe(1);
});

test('the intent is compared with the settings, both ways', async () => {
  const without = await discord(false);
  const wanted = await examine(envOf(without));
  expect(about(wanted.lines, 'Discord Message Content intent')).toContain(
    '✗ Discord Message Content intent: required by the settings',
  );
  expect(wanted.status).toBe(1);
  const unused = await examine(envOf(without, { DISCORD_MESSAGE_CONTENT: 'false' }));
  expect(about(unused.lines, 'Discord Message Content intent')).toMatch(/^!.*Turn on "Message Content Intent"/);
  expect(unused.status).toBe(0);
  const forgotten = await examine(envOf(await discord(), { DISCORD_MESSAGE_CONTENT: 'false' }));
  expect(about(forgotten.lines, 'Discord Message Content intent')).toMatch(/^!.*Set DISCORD_MESSAGE_CONTENT=true/);
});

test.for<[string, (fake: FakeDiscord) => void, string, string]>([
  [
    'may not write in a channel',
    ({ guild }) => void guild.denied.add(`${HELP}:send`),
    'Discord channel #help',
    '✗ Discord channel #help: the bot lacks Send Messages. → Open Edit Channel',
  ],
  [
    'does not see a channel',
    ({ guild }) => void guild.denied.add(`${HELP}:view`),
    'Discord channel #help',
    '✗ Discord channel #help: the bot lacks View Channel',
  ],
  [
    'may not write in the staff channel',
    ({ guild }) => void guild.denied.add(`${STAFF}:send`),
    'Discord support channel #support',
    '✗ Discord support channel #support: the bot lacks Send Messages',
  ],
  [
    'is in no server',
    ({ guild }) => void (guild.left = true),
    'Discord servers',
    "✗ Discord servers: the bot isn't in any. → Open https://discord.com/oauth2/authorize?",
  ],
])('the bot %s', async ([, change, check, line]) => {
  const fake = await discord();
  change(fake);
  const { status, lines } = await examine(envOf(fake));
  expect(about(lines, check)).toContain(line);
  expect(status).toBe(1);
});

test('to delete messages takes a permission more', async () => {
  const fake = await discord();
  fake.guild.denied.add(`${HELP}:manage`);
  const { lines } = await examine(envOf(fake, { DISCORD_LEAK: 'delete' }));
  expect(about(lines, 'Discord channel #help')).toContain('✗ Discord channel #help: the bot lacks Manage Messages');
});

test('commands that are not registered, and people without a role, are told', async () => {
  const fake = await discord();
  const { DISCORD_STAFF_ROLE: _role, ...env } = envOf(fake, { DISCORD_CHANNELS: 'all' });
  const { status, lines } = await examine(env);
  expect(about(lines, 'Discord commands')).toContain('! Discord commands: are out of date at Discord. → Run npm start');
  expect(about(lines, 'Discord support team')).toBe(
    '✓ Discord support team: everyone who can see #support, at least the owner of Acme',
  );
  expect(about(lines, 'Discord channels of Acme')).toContain('can read and write in 3 of 3');
  expect(status).toBe(0);
});

test('a support channel that everybody sees is warned about, since whoever sees it counts as support staff', async () => {
  const fake = await discord();
  const staff = fake.guild.channels.get(STAFF);
  if (staff === undefined) throw new Error('no staff channel');
  fake.guild.channels.set(STAFF, { ...staff, staffOnly: false });
  const { DISCORD_STAFF_ROLE: _role, ...env } = envOf(fake);
  const { lines } = await examine(env);
  expect(about(lines, 'Discord support team')).toMatch(/^! .*every member of Acme sees #support/);
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack/server.ts';
import { CHANNELS, PEOPLE } from '#test/fakes/slack/workspace.ts';
import { readManifest } from '#test/scenarios/stages.ts';
import { about, closing, examine } from './examine.ts';

const SCOPES = readManifest().oauth_config.scopes.bot;

async function slack(options: Partial<Parameters<typeof startFakeSlack>[0]> = {}): Promise<FakeSlack> {
  const fake = await startFakeSlack({ transport: 'socket', scopes: SCOPES, ...options });
  closing(fake);
  return fake;
}

function envOf(fake: FakeSlack, more: Record<string, string> = {}): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: fake.botToken,
    SLACK_APP_TOKEN: fake.appToken,
    SLACK_API_URL: fake.apiUrl,
    SLACK_CHANNELS: 'help',
    SLACK_STAFF_CHANNEL: CHANNELS.staff,
    ...more,
  };
}

test('all is fine: one line each, nothing written there, status 0', async () => {
  const fake = await slack();
  const { status, lines } = await examine(envOf(fake));
  expect(lines.filter((line) => /^[!✗]/.test(line))).toEqual([]);
  expect(status).toBe(0);
  expect(about(lines, 'Slack bot token')).toBe('✓ Slack bot token: @keymedic in Acme');
  expect(about(lines, 'Slack scopes')).toMatch(/^✓/);
  expect(about(lines, 'Slack app-level token')).toMatch(/^✓/);
  expect(about(lines, 'Slack channel #help')).toMatch(/^✓/);
  expect(about(lines, 'Slack support channel #staff')).toMatch(/^✓/);
  expect(about(lines, 'Slack support team')).toContain('2 in the members of');
  expect(about(lines, 'Clock')).toMatch(/^✓/);
  const methods = [...new Set(fake.calls.map(({ method }) => method))].sort();
  expect(
    methods.filter((method) => !/^(?:auth\.test|apps\.connections\.open|.*\.(?:list|info|members)|)$/.test(method)),
  ).toEqual([]);
});

test.for<[string, Record<string, string>, string, string]>([
  [
    'a bot token that Slack does not know',
    { SLACK_BOT_TOKEN: 'xoxb-wrong-token' },
    'Slack bot token',
    '✗ Slack bot token: Slack rejected it (invalid_auth). → Copy the Bot User OAuth Token',
  ],
  [
    'an app-level token that Slack does not know',
    { SLACK_APP_TOKEN: 'xapp-wrong-token' },
    'Slack app-level token',
    '✗ Slack app-level token: Slack rejected it (invalid_auth). → Copy the token (xapp-…)',
  ],
  [
    'a channel that there is not',
    { SLACK_CHANNELS: 'hepl' },
    'Slack channel #hepl',
    '✗ Slack channel #hepl: not found, or not visible to the bot. → Correct its name or ID',
  ],
  [
    'a channel id that there is not',
    { SLACK_CHANNELS: 'C0NOWHERE1' },
    'Slack channel C0NOWHERE1',
    '✗ Slack channel C0NOWHERE1: not found, or not visible to the bot',
  ],
  [
    'a staff channel that there is not',
    { SLACK_STAFF_CHANNEL: 'C0NOWHERE1' },
    'Slack support channel C0NOWHERE1',
    '✗ Slack support channel C0NOWHERE1: not found',
  ],
  [
    'a Slack that cannot be reached',
    { SLACK_API_URL: 'http://127.0.0.1:9/api/' },
    'Slack bot token',
    '✗ Slack bot token: Slack cannot be reached. → Check the internet connection',
  ],
  [
    'a user group that may not be read',
    { SLACK_STAFF_GROUP: 'S1' },
    'Slack scopes',
    '✗ Slack scopes: usergroups:read is missing. → Add it under Bot Token Scopes',
  ],
])('%s must be fixed', async ([, more, check, line]) => {
  const fake = await slack();
  const { status, lines } = await examine(envOf(fake, more));
  expect(about(lines, check)).toContain(line);
  expect(status).toBe(1);
});

test('missing scopes are named', async () => {
  const fake = await slack({ scopes: SCOPES.filter((scope) => scope !== 'im:write' && scope !== 'files:write') });
  const { status, lines } = await examine(envOf(fake));
  expect(about(lines, 'Slack scopes')).toContain('✗ Slack scopes: files:write, im:write are missing. → Add them');
  expect(status).toBe(1);
});

test('the app was taken out of the workspace', async () => {
  const fake = await slack();
  fake.state.removed = true;
  const { status, lines } = await examine(envOf(fake));
  expect(about(lines, 'Slack bot token')).toContain('(account_inactive). → The app was removed from the workspace');
  expect(status).toBe(1);
});

test.for<[string, (fake: FakeSlack) => void, string, string]>([
  [
    'is not in a channel',
    ({ state, botUserId }) => void state.channels.get(CHANNELS.help)?.members.delete(botUserId),
    'Slack channel #help',
    '✗ Slack channel #help: the bot is not in it. → Write /invite @keymedic in #help.',
  ],
  [
    'is in a channel that is archived',
    ({ state }) => void Object.assign(state.channels.get(CHANNELS.help) ?? {}, { archived: true }),
    'Slack channel #help',
    '✗ Slack channel #help: is archived',
  ],
  [
    'does not see the staff channel',
    ({ state, botUserId }) => void state.channels.get(CHANNELS.staff)?.members.delete(botUserId),
    `Slack support channel ${CHANNELS.staff}`,
    'If it is private, write /invite @keymedic in it',
  ],
  [
    'is alone in the staff channel',
    ({ state }) => {
      for (const { id } of [PEOPLE.sue, PEOPLE.tom]) state.channels.get(CHANNELS.staff)?.members.delete(id);
    },
    'Slack staff',
    '✗ Slack support team: the support channel has only bots. → Invite your support team',
  ],
])('the bot %s', async ([, change, check, line]) => {
  const fake = await slack();
  change(fake);
  const { status, lines } = await examine(envOf(fake));
  expect(about(lines, check)).toContain(line);
  expect(status).toBe(1);
});

test('with all channels, those that the bot is in are counted', async () => {
  const fake = await slack();
  const all = await examine(envOf(fake, { SLACK_CHANNELS: 'all' }));
  expect(about(all.lines, 'Slack channels')).toBe('✓ Slack channels: the bot is in #help, #other, #staff');
  for (const channel of fake.state.channels.values()) channel.members.delete(fake.botUserId);
  const none = await examine(envOf(fake, { SLACK_CHANNELS: 'all' }));
  expect(about(none.lines, 'Slack channels')).toContain("✗ Slack channels: the bot isn't in any");
});

test('a support channel that everybody can join is warned about, unless a user group says who the staff is', async () => {
  const fake = await slack();
  const staff = fake.state.channels.get(CHANNELS.staff);
  if (staff === undefined) throw new Error('no staff channel');
  fake.state.channels.set(CHANNELS.staff, { ...staff, kind: 'public' });
  const { lines } = await examine(envOf(fake));
  expect(about(lines, 'Slack support team')).toMatch(/^! .*is public: everyone in the workspace can join/);
});

test('a user group says who the staff is', async () => {
  const fake = await slack({ scopes: [...SCOPES, 'usergroups:read'] });
  const unknown = await examine(envOf(fake, { SLACK_STAFF_GROUP: 'S1' }));
  expect(about(unknown.lines, 'Slack support team')).toContain(
    '✗ Slack support team: Slack rejected it (no_such_subteam)',
  );
  fake.state.usergroups.set('S1', []);
  const empty = await examine(envOf(fake, { SLACK_STAFF_GROUP: 'S1' }));
  expect(about(empty.lines, 'Slack support team')).toContain('✗ Slack support team: the user group is empty');
  fake.state.usergroups.set('S1', [PEOPLE.sue.id]);
  const good = await examine(envOf(fake, { SLACK_STAFF_GROUP: 'S1' }));
  expect(about(good.lines, 'Slack support team')).toBe('✓ Slack support team: 1 in the user group S1');
  expect(good.status).toBe(0);
});

test('warnings alone end with 0: nothing is answered unasked, no staff, Slack asks to wait', async () => {
  const fake = await slack();
  fake.faults.next('apps.connections.open', { how: 'rate-limited', afterSeconds: 30 });
  const { status, lines } = await examine({
    SLACK_BOT_TOKEN: fake.botToken,
    SLACK_APP_TOKEN: fake.appToken,
    SLACK_API_URL: fake.apiUrl,
  });
  expect(about(lines, 'Slack channels')).toContain('! Slack channels: none set');
  expect(about(lines, 'Support team')).toMatch(/^!/);
  expect(about(lines, 'Slack app-level token')).toContain(
    '! Slack app-level token: not tested, because Slack rate limits',
  );
  expect(status).toBe(0);
});

test('over HTTP the signing secret and the port are looked at', async () => {
  const fake = await slack({ transport: 'http' });
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(0, done));
  closing({ close: () => new Promise((done) => taken.close(done)) });
  const port = (taken.address() as AddressInfo).port;
  const { SLACK_APP_TOKEN: _socket, ...env } = envOf(fake, { PORT: String(port) });
  const odd = await examine({ ...env, SLACK_SIGNING_SECRET: 'not-what-it-looks-like' });
  expect(about(odd.lines, 'Slack signing secret')).toContain('! Slack signing secret: has an unusual format');
  expect(about(odd.lines, `Port ${port}`)).toContain('is in use. → Set PORT to another port');
  const good = await examine({ ...env, SLACK_SIGNING_SECRET: '0123456789abcdef'.repeat(2) });
  expect(about(good.lines, 'Slack signing secret')).toMatch(/^✓/);
});

test.for([0, 1, 999, 1000, 1001, 2500])('a channel is found behind %i others, page by page', async (count) => {
  const fake = await slack();
  const help = fake.state.channels.get(CHANNELS.help);
  if (help === undefined) throw new Error('no channel');
  fake.state.channels.delete(help.id);
  for (let at = 0; at < count; at += 1) {
    const id = `C0MORE${String(at).padStart(5, '0')}`;
    fake.state.channels.set(id, { ...help, id, name: `more-${at}` });
  }
  fake.state.channels.set(help.id, help);
  const { lines } = await examine(envOf(fake));
  expect(about(lines, 'Slack channel #help')).toMatch(/^✓/);
  const pages = fake.calls.filter(({ method }) => method === 'conversations.list').length;
  expect(pages).toBe(Math.ceil(fake.state.channels.size / 1000));
});

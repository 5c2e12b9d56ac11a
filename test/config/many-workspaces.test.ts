import { expect, test } from 'vitest';
import { readConfig } from '#config/config.ts';

const MANY = { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'secret', SLACK_SIGNING_SECRET: 'signing' };

test('many workspaces take id, secret and signing secret, and nothing of a single one', () => {
  const read = readConfig(MANY);
  if (!read.ok) throw new Error(read.faults.join());
  expect(read.config).toMatchObject({
    chats: [{ name: 'slack', listens: true, staff: 'own', apiUrl: 'https://slack.com/api/' }],
    staffChat: null,
  });
  expect(read.config.chats[0]?.summary(3000)).toMatch(/^many workspaces, \/slack\/install on port 3000/);
});

test.for<[Record<string, string>, string]>([
  [{ SLACK_CLIENT_SECRET: '' }, 'SLACK_CLIENT_SECRET: expected a value, because SLACK_CLIENT_ID is set'],
  [{ SLACK_SIGNING_SECRET: '' }, 'SLACK_SIGNING_SECRET: expected a value, because SLACK_CLIENT_ID is set'],
  [{ SLACK_CLIENT_ID: '' }, 'SLACK_CLIENT_ID: expected a value, because SLACK_CLIENT_SECRET is set'],
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_BOT_TOKEN: expected no value when SLACK_CLIENT_ID is set'],
  [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_APP_TOKEN: expected no value when SLACK_CLIENT_ID is set; many workspaces'],
  [{ SLACK_STAFF_CHANNEL: 'C1' }, 'SLACK_STAFF_CHANNEL: expected no value when SLACK_CLIENT_ID is set'],
  [{ SLACK_STAFF_GROUP: 'S1' }, 'SLACK_STAFF_GROUP: expected no value when SLACK_CLIENT_ID is set'],
  [{ DISCORD_TOKEN: 'token' }, 'DISCORD_TOKEN: expected no value when SLACK_CLIENT_ID is set'],
  [{ STAFF_CHAT: 'slack' }, 'STAFF_CHAT: expected no value when SLACK_CLIENT_ID is set'],
  [
    { DATABASE_URL: 'postgres://db/keymedic' },
    'SECRET_KEY: expected a value, because SLACK_CLIENT_ID and DATABASE_URL are set',
  ],
  [{ SLACK_REDIRECT_URL: 'https://bot.example/' }, 'SLACK_REDIRECT_URL: expected an address that ends in /slack/oauth'],
])('refused: %o', ([more, sentence]) => {
  const read = readConfig({ ...MANY, ...more });
  expect(read.ok ? [] : read.faults).toEqual([expect.stringContaining(sentence)]);
});

import { expect, test } from 'vitest';
import { type FakeCity, startFakeCity } from '#test/fakes/slack/city.ts';
import { about, closing, examine } from './examine.ts';

async function city(): Promise<FakeCity> {
  const fake = await startFakeCity({ redirectUrls: ['https://bot.example/slack/oauth_redirect'] });
  closing(fake);
  fake.open({ id: 'T1', name: 'Acme', domain: 'acme' });
  return fake;
}

function envOf(fake: FakeCity, more: Record<string, string> = {}): Record<string, string> {
  return {
    SLACK_CLIENT_ID: fake.clientId,
    SLACK_CLIENT_SECRET: fake.clientSecret,
    SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
    SLACK_REDIRECT_URL: 'https://bot.example/slack/oauth_redirect',
    SLACK_API_URL: fake.apiUrl,
    PORT: '39217',
    ...more,
  };
}

test('id and secret of an app for many workspaces are tried without installing it', async () => {
  const fake = await city();
  const { lines, out } = await examine(envOf(fake));
  expect(about(lines, 'Slack client')).toBe('✓ Slack client: Slack accepts the ID and the secret');
  expect(about(lines, 'Slack signing secret')).toMatch(/^✓/);
  expect(about(lines, 'Slack installation')).toContain('/slack/install of bot.example');
  expect(out).not.toContain(fake.clientSecret);
});

test('a secret that is not that of the app is told, and not shown', async () => {
  const fake = await city();
  const { status, lines, out } = await examine(envOf(fake, { SLACK_CLIENT_SECRET: 'wrong-one' }));
  expect(status).toBe(1);
  expect(about(lines, 'Slack client')).toContain('✗ Slack client: Slack rejected it (bad_client_secret). → Copy');
  expect(out).not.toContain('wrong-one');
});

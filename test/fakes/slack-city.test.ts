import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeCity, startFakeCity, type Town } from './slack/city.ts';

const REDIRECT = 'https://bot.example/slack/oauth_redirect';
let city: FakeCity;
let acme: Town;
let bolt: Town;
let now = 0;

beforeEach(async () => {
  now = Date.now();
  city = await startFakeCity({ redirectUrls: [REDIRECT], now: () => now });
  acme = city.open({ id: 'T1', name: 'Acme', domain: 'acme' });
  bolt = city.open({ id: 'T2', name: 'Bolt', domain: 'bolt' });
});
afterEach(() => city.close());

const client = (token?: string) => new WebClient(token, { slackApiUrl: city.apiUrl, retryConfig: { retries: 0 } });
const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: { readonly data?: { readonly error?: string } }) => error.data?.error,
  );
const page = (more = '') =>
  `${city.apiUrl.replace('/api/', '')}/oauth/v2/authorize?client_id=${city.clientId}&scope=chat:write,users:read&state=s${more}`;
const codeFor = (more?: string) => new URL(city.decide(page(more), acme, 'allow')).searchParams.get('code') ?? '';
const access = (code: string, more: { client_secret?: string; client_id?: string; redirect_uri?: string } = {}) =>
  client().oauth.v2.access({ client_id: city.clientId, client_secret: city.clientSecret, code, ...more });

test('a code gives the token of its workspace, with the scopes that were allowed, once', async () => {
  const code = codeFor();
  const answer = await access(code);
  expect(answer).toMatchObject({ team: { id: 'T1' }, scope: 'chat:write,users:read', is_enterprise_install: false });
  expect(await client(answer.access_token).auth.test()).toMatchObject({ team_id: 'T1' });
  expect(await errorOf(access(code))).toBe('code_already_used');
});

test('codes that were made up or are old, other credentials and other ways back are refused', async () => {
  expect(await errorOf(access('made-up'))).toBe('invalid_code');
  expect(await errorOf(access(codeFor(), { client_secret: 'x' }))).toBe('bad_client_secret');
  expect(await errorOf(access(codeFor(), { client_id: 'x' }))).toBe('invalid_client_id');
  expect(await errorOf(access(codeFor(), { redirect_uri: REDIRECT }))).toBe('bad_redirect_uri');
  const named = codeFor(`&redirect_uri=${REDIRECT}`);
  expect(await errorOf(access(named))).toBe('bad_redirect_uri');
  expect((await access(named, { redirect_uri: REDIRECT })).ok).toBe(true);
  const old = codeFor();
  now += 600_001;
  expect(await errorOf(access(old))).toBe('invalid_code');
});

test('the page is not shown for another app, no scopes or another way back', () => {
  expect(() => city.decide(page().replace(city.clientId, 'x'), acme, 'allow')).toThrow('client_id');
  expect(() => city.decide(page().replace('chat:write,users:read', ''), acme, 'allow')).toThrow('permissions');
  expect(() => city.decide(page('&redirect_uri=https://evil.example/'), acme, 'allow')).toThrow('redirect_uri');
  expect(city.decide(page(), acme, 'cancel')).toBe(`${REDIRECT}?state=s&error=access_denied`);
});

test('each token is that of one workspace; revoked and of a removed app it is refused', async () => {
  const [one, other] = [acme.grant(), bolt.grant()];
  expect((await client(other).auth.test()).team).toBe('Bolt');
  acme.revoke();
  expect(await errorOf(client(one).auth.test())).toBe('token_revoked');
  bolt.state.removed = true;
  expect(await errorOf(client(other).auth.test())).toBe('account_inactive');
  expect(await errorOf(client('xoxb-made-up').auth.test())).toBe('invalid_auth');
});

import { afterEach, expect, test } from 'vitest';
import { SCOPES } from '#chat/slack/connect.ts';
import { installState, STATE_MS } from '#chat/slack/many/install-state.ts';
import type { Town } from '#test/fakes/slack/city.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';
import { type Many, openMany, SECRET, setUp } from './many-bots.ts';

let many: Many;
afterEach(() => many.close());

const ACME = { id: 'T1', name: 'Acme', domain: 'acme' };
const tenantsIn = async () => {
  const kept = (await many.bots[0]?.store.installations.settings('slack')) ?? [];
  return kept.map(({ tenant }) => tenant);
};

async function opened(options: Parameters<typeof openMany>[1] = {}): Promise<Town> {
  many = await openMany({ type: 'memory' }, options);
  return many.city.open(ACME);
}

test('a workspace installs the app, its administrator sets it up, and people get answers', async () => {
  const acme = await opened();
  const done = await many.install(acme);
  expect(done).toMatchObject({ status: 200, text: expect.stringContaining('Keymedic is installed') });
  expect(await tenantsIn()).toEqual(['T1']);
  const driver = many.driverOf(acme);
  const { ann } = driver.people;
  const { help } = driver.channels;
  await driver.say(ann, { channel: help }, PASTE);
  await driver.settled();
  expect(driver.visible({ channel: help })).toHaveLength(1);
  await setUp(driver);
  await driver.say(ann, { channel: help }, PASTE);
  await driver.settled();
  expect(driver.visible({ channel: help }).at(-1)).toMatchObject({
    author: 'bot',
    buttons: expect.arrayContaining(['Get a human']),
  });
});

test('it asks for the scopes of the manifest, and names the way back where that is set', async () => {
  const redirectUrl = 'https://bot.example/slack/oauth_redirect';
  const acme = await opened({ redirectUrl });
  const begun = await fetch(`${many.bots[0]?.url}/slack/install`, { redirect: 'manual' });
  const page = new URL(begun.headers.get('location') ?? '');
  expect(page.searchParams.get('scope')?.split(',').sort()).toEqual([...SCOPES].sort());
  expect(page.searchParams.get('redirect_uri')).toBe(redirectUrl);
  expect(begun.headers.get('set-cookie')).toMatch(/; Secure; HttpOnly;/);
  expect((await many.install(acme)).status).toBe(200);
});

test('who cancels in Slack is told so, and nothing is kept', async () => {
  const acme = await opened();
  const done = await many.install(acme, { decision: 'cancel' });
  expect(done).toMatchObject({ status: 200, text: expect.stringContaining('cancelled') });
  expect(await tenantsIn()).toEqual([]);
});

test.for([
  [
    'a state that was changed',
    { back: (url: URL) => url.searchParams.set('state', `x${url.searchParams.get('state')}`) },
  ],
  ['no state', { back: (url: URL) => url.searchParams.delete('state') }],
  ['another browser', { otherBrowser: true }],
  ['a code that Slack never gave', { back: (url: URL) => url.searchParams.set('code', 'made-up') }],
  ['no code', { back: (url: URL) => url.searchParams.delete('code') }],
] as const)('refused, and nothing is kept: %s', async ([, how]) => {
  const acme = await opened();
  const done = await many.install(acme, how);
  expect(done).toMatchObject({ status: 400, text: expect.stringContaining('not installed') });
  expect(await tenantsIn()).toEqual([]);
});

test('refused, and nothing is kept: Slack does not know the secret', async () => {
  const acme = await opened({ clientSecret: 'canary-wrong-secret' });
  expect((await many.install(acme)).status).toBe(400);
  expect(await tenantsIn()).toEqual([]);
  expect(many.log.join('\n')).not.toContain('canary');
});

test('the way back works once', async () => {
  const acme = await opened();
  expect((await many.install(acme, { times: 2 })).status).toBe(400);
  expect(await tenantsIn()).toEqual(['T1']);
  expect(acme.tokens).toHaveLength(1);
  expect(many.log.at(-1)).toContain('slack_oauth_invalid_state');
});

test('a state holds for ten minutes, in every process with the same secret, and once', async () => {
  await opened();
  const used = new Set<string>();
  const firstUse = async (id: string) => !used.has(id) && used.add(id).has(id);
  const options = { scopes: ['chat:write'] };
  const [one, other] = [installState(SECRET, options, firstUse), installState(SECRET, options, firstUse)];
  const at = new Date(1_000_000);
  const state = await one.generateStateParam(options, at);
  await expect(other.verifyStateParam(new Date(at.getTime() + STATE_MS + 1), state)).rejects.toThrow('expired');
  await expect(installState('another', options, firstUse).verifyStateParam(at, state)).rejects.toThrow('forged');
  expect(await other.verifyStateParam(new Date(at.getTime() + STATE_MS), state)).toEqual(options);
  await expect(one.verifyStateParam(at, state)).rejects.toThrow('used');
});

test('nobody but administrators sees the form of the workspace', async () => {
  const acme = await opened();
  await many.install(acme);
  const driver = many.driverOf(acme);
  const { ann, sue } = driver.people;
  expect((await driver.home(ann))?.buttons).not.toContain('Set up Keymedic');
  const home = await driver.home(sue);
  expect(home?.buttons).toContain('Set up Keymedic');
  await driver.press(sue, home?.id ?? '', 'Set up Keymedic');
  await driver.settled();
  acme.state.admins.clear();
  await driver.submit(sue, { "Support team's channel": driver.channels.staff });
  await driver.settled();
  expect(driver.form(sue)?.text).toContain('Only administrators');
  expect((await many.bots[0]?.store.installations.settings('slack'))?.[0]?.settings).toBeNull();
});

test('a channel that people of other workspaces are in cannot be that of the staff', async () => {
  const acme = await opened();
  await many.install(acme);
  const driver = many.driverOf(acme);
  const staff = acme.state.channels.get(driver.channels.staff);
  if (staff !== undefined) staff.shared = true;
  await setUp(driver);
  expect(driver.form(driver.people.sue)?.text).toContain('#staff is shared with others.');
  expect((await many.bots[0]?.store.installations.settings('slack'))?.[0]?.settings).toBeNull();
});

test('a channel that the bot is not in is refused with what to write', async () => {
  const acme = await opened();
  await many.install(acme);
  const driver = many.driverOf(acme);
  const { sue } = driver.people;
  driver.leave('bot', driver.channels.help);
  await expect(setUp(driver)).resolves.toBeUndefined();
  expect(driver.form(sue)?.text).toContain('Write /invite @Keymedic in #help first.');
});

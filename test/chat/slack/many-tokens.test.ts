import { afterEach, expect, test } from 'vitest';
import { sealerWith } from '#chat/slack/many/seal.ts';
import { SWEEP } from '#chat/slack/many/sweep.ts';
import type { Town } from '#test/fakes/slack/city.ts';
import type { SlackDriver } from '#test/fakes/slack/driver.ts';
import { handedOver, staffSees } from '#test/scenarios/stories/handing-over.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';
import { type Many, openMany, SECRET, setUp } from './many-bots.ts';

let many: Many;
let town: Town;
let driver: SlackDriver;
let closing: (() => Promise<void>) | null = null;
const open = async (organisation?: string, rotation?: number, sweep = SWEEP) => {
  many = await openMany({ type: 'memory' }, { sweep, ...(rotation === undefined ? {} : { rotation }) });
  closing = () => many.close();
  town = many.city.open({ id: 'T1', name: 'Acme', domain: 'acme' }, organisation);
  driver = many.driverOf(town);
  expect((await many.install(town)).status).toBe(200);
  await setUp(driver);
};
afterEach(async () => {
  await closing?.();
  closing = null;
});

test('an organisation installs the app as a whole: one installation, one desk', async () => {
  await open('E0ORG');
  await handedOver({ driver });
  expect(staffSees(driver, /Ann/)).toHaveLength(1);
  const store = many.bots[0]?.store;
  expect((await store?.installations.settings('slack'))?.map(({ tenant }) => tenant)).toEqual(['E0ORG']);
  driver.uninstall();
  await driver.settled();
  expect(await store?.installations.settings('slack')).toEqual([]);
  expect(await store?.write((trx) => trx.findCases({ limit: 9 }))).toEqual([]);
});

test('a token that ends soon is renewed before it is used, and the new one is kept', async () => {
  await open(undefined, 3600);
  const before = town.tokens.length;
  expect(before).toBeGreaterThan(1);
  await driver.tell(driver.people.ann, PASTE);
  await driver.settled();
  expect(driver.direct(driver.people.ann).at(-1)?.author).toBe('bot');
  expect(town.tokens.length).toBeGreaterThan(before);
  expect(many.log.join('\n')).not.toContain('canary');
});

test('a token that lasts is left alone', async () => {
  await open(undefined, 12 * 3600);
  await driver.tell(driver.people.ann, PASTE);
  await driver.settled();
  expect(town.tokens).toHaveLength(1);
});

test('what waits for a workspace that is gone is given up, and others are not held up', async () => {
  await open();
  const bot = many.bots[0];
  const to = { chat: 'slack', tenant: 'T0GONE', channel: 'C0HELP0001', thread: null, direct: false };
  const reply = { tone: 'neutral', title: 'For nobody', text: 'x' } as const;
  await bot?.store.write((trx) => trx.send({ type: 'post', caseId: null, role: 'leak', to, reply }));
  await driver.settled();
  await expect.poll(async () => (await bot?.store.pending())?.count).toBe(0);
  expect(driver.everything()).not.toContain('For nobody');
});

test('a workspace that has left unheard is found and deleted, and one wrong answer is not believed', async () => {
  await open(undefined, undefined, { everyMs: 150, againMs: 5 });
  const store = many.bots[0]?.store;
  const asked = town.wire.count('auth.test');
  town.faults.next('auth.test', { how: 'refused', error: 'account_inactive' });
  await expect.poll(() => town.wire.count('auth.test')).toBeGreaterThan(asked + 4);
  expect(await store?.installations.settings('slack')).toHaveLength(1);
  town.state.removed = true;
  await expect.poll(() => store?.installations.settings('slack')).toEqual([]);
});

test('while the database is away events are not taken, so that Slack sends them again', async () => {
  await open();
  await many.bots[0]?.store.close();
  await driver.tell(driver.people.ann, PASTE);
  await driver.settled();
  expect(town.wire.deliveries.at(-1)?.outcome?.type).toBe('refused');
});

test('with another SECRET_KEY events are not taken and messages wait, and the log says why', async () => {
  await open();
  const store = many.bots[0]?.store;
  await store?.installations.renew({ chat: 'slack', tenant: 'T1' }, sealerWith('another secret').seal('{}', 'T1'));
  const to = { chat: 'slack', tenant: 'T1', channel: 'C0HELP0001', thread: null, direct: false };
  const reply = { tone: 'neutral', title: 'Later', text: 'x' } as const;
  await store?.write((trx) => trx.send({ type: 'post', caseId: null, role: 'leak', to, reply }));
  await driver.tell(driver.people.ann, PASTE);
  await driver.settled();
  expect(town.wire.deliveries.at(-1)?.outcome?.type).toBe('refused');
  expect((await store?.pending())?.count).toBe(1);
  expect(many.log.join('\n')).toContain('SECRET_KEY is not the one it was made with');
});

test('an event of a workspace without an installation is taken, and left', async () => {
  await open();
  const other = many.city.open({ id: 'T2', name: 'Bolt', domain: 'bolt' });
  const stranger = many.driverOf(other);
  await stranger.tell(stranger.people.ann, PASTE);
  await stranger.settled();
  expect(other.wire.deliveries.at(-1)?.outcome?.type).toBe('acked');
  expect(stranger.direct(stranger.people.ann).at(-1)?.author).not.toBe('bot');
});

const sealer = sealerWith(SECRET);

test('what is sealed opens for the same workspace with the same secret alone, and not when it was changed', () => {
  const sealed = sealer.seal('xoxb-canary', 'T1');
  expect(sealer.open(sealed, 'T1')).toBe('xoxb-canary');
  expect(sealer.open(sealed, 'T2')).toBeNull();
  expect(sealerWith('another secret').open(sealed, 'T1')).toBeNull();
  const bytes = Buffer.from(sealed, 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  expect(sealer.open(bytes.toString('base64'), 'T1')).toBeNull();
  expect(sealer.open('', 'T1')).toBeNull();
});

test('the same is never sealed the same way twice, nor readable', () => {
  const [one, other] = [sealer.seal('xoxb-canary', 'T1'), sealer.seal('xoxb-canary', 'T1')];
  expect(one).not.toBe(other);
  expect(Buffer.from(one, 'base64').toString('latin1')).not.toContain('canary');
});

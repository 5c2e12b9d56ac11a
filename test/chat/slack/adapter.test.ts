import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { Chat, MessageTurn, Turn } from '#chat/port.ts';
import { openSlack } from '#chat/slack/adapter.ts';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack/server.ts';
import { CHANNELS, PEOPLE } from '#test/fakes/slack/workspace.ts';

const REPLY = { tone: 'neutral', title: 'T', text: 'x' } as const;
const OPTIONS = { key: 'k1', again: false, since: Date.now() };
const HELP = { chat: 'slack', tenant: 'T1', channel: CHANNELS.help, thread: null, direct: false };

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.stop();
});

async function connect(handle: (turn: Turn) => Promise<void> = async () => undefined) {
  const slack = await startFakeSlack({ transport: 'socket' });
  open.push({ stop: () => slack.close() });
  const log: string[] = [];
  const chat = openSlack({
    botToken: slack.botToken,
    appToken: slack.appToken,
    signingSecret: null,
    port: 0,
    apiUrl: slack.apiUrl,
    watch: 'all',
    staffChannel: CHANNELS.staff,
    staffGroup: null,
    log: (level, event, fields) => void log.push(JSON.stringify([level, event, fields])),
  });
  open.push(chat);
  await chat.start(handle);
  return { slack, chat, log, driver: slack.driver() };
}

describe('what cannot be delivered is one line that says what to do', () => {
  async function post(
    prepare: (driver: ReturnType<FakeSlack['driver']>) => void,
    to: Parameters<Chat['post']>[0] = HELP,
  ) {
    const { chat, log, driver } = await connect();
    prepare(driver);
    const delivery = await chat.post(to, REPLY, OPTIONS);
    return { delivery, lines: log.filter((line) => line.includes('slack refused a call') || line.includes('to wait')) };
  }

  test('the bot is not in the channel', async () => {
    const { delivery, lines } = await post((driver) => driver.leave('bot', CHANNELS.help));
    expect(delivery).toMatchObject({ type: 'failed', reason: 'not-in-channel' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('invite the bot into the channel');
  });

  test('the channel is archived', async () => {
    const { delivery, lines } = await post((driver) => driver.archive(CHANNELS.help));
    expect(delivery).toMatchObject({ type: 'failed', reason: 'archived' });
    expect(lines[0]).toContain('the channel is archived');
  });

  test('the app was taken out', async () => {
    const { delivery, lines } = await post((driver) => driver.uninstall());
    expect(delivery).toMatchObject({ type: 'failed', reason: 'revoked' });
    expect(lines[0]).toMatch(/install it again|not valid/);
  });

  test('direct messages are closed', async () => {
    const ann = { chat: 'slack', tenant: 'T1', id: PEOPLE.ann.id };
    const { delivery } = await post((driver) => driver.fail('dm-closed'), ann);
    expect(delivery).toMatchObject({ type: 'failed', reason: 'dm-closed' });
  });

  test('a rate limit is waited for as long as Slack says', async () => {
    const { delivery } = await post((driver) => driver.fail('rate-limited'));
    expect(delivery).toEqual({ type: 'later', afterMs: 1000, why: 'rate-limited' });
  });

  test.for(['server-error', 'cut-connection'] as const)('%s is tried again', async (fault) => {
    const { delivery } = await post((driver) => driver.fail(fault));
    expect(delivery).toMatchObject({ type: 'later' });
  });
});

test('a message whose answer got lost is found again instead of sent twice', async () => {
  const { slack, chat, driver } = await connect();
  driver.fail('cut-connection');
  expect(await chat.post(HELP, REPLY, OPTIONS)).toMatchObject({ type: 'later' });
  expect(await chat.post(HELP, REPLY, { ...OPTIONS, again: true })).toMatchObject({ type: 'delivered' });
  expect(driver.visible({ channel: CHANNELS.help })).toHaveLength(1);
  expect(slack.wire.count('conversations.history')).toBe(1);
});

test('history is not read where nothing went wrong', async () => {
  const { slack, chat } = await connect();
  await chat.post(HELP, REPLY, OPTIONS);
  expect(slack.wire.count('conversations.history') + slack.wire.count('conversations.replies')).toBe(0);
});

test('an event that was not handled yet when the connection broke comes again', async () => {
  const turns: string[] = [];
  let first = true;
  const { slack, driver, log } = await connect(async (turn) => {
    turns.push(turn.id);
    if (first) {
      first = false;
      slack.socket?.cut();
      await wait(50);
    }
  });
  await driver.say(driver.people.ann, { channel: CHANNELS.help }, 'hello');
  const until = Date.now() + 8000;
  while (turns.length < 2 && Date.now() < until) await wait(20);
  expect(turns).toHaveLength(2);
  expect(turns[0]).toBe(turns[1]);
  expect(log.join('\n')).toContain('slack is connected again');
});

test('nothing that people type into a form is logged, and the key is wrapped', async () => {
  const canary = 'sk-proj-canary0123456789abcdef';
  const turns: Turn[] = [];
  const { driver, log } = await connect(async (turn) => {
    turns.push(turn);
    if (turn.type === 'command')
      await turn.openForm({
        form: 'key:1',
        title: 'Key',
        submit: 'Send',
        fields: [{ id: 'key', label: 'API key', kind: 'secret' }],
      });
    if (turn.type === 'form') await turn.ack();
  });
  await driver.command(driver.people.ann, 'keycheck');
  await driver.settled();
  await driver.submit(driver.people.ann, { 'API key': canary });
  await driver.settled();
  const sent = turns.find((turn) => turn.type === 'form');
  expect(sent?.secrets['key']?.reveal()).toBe(canary);
  expect(JSON.stringify(sent)).not.toContain('canary');
  expect(log.join('\n')).not.toContain('canary');
});

test('programs are told from people, and the previews of links are no edits', async () => {
  const turns: Turn[] = [];
  const { driver } = await connect(async (turn) => {
    turns.push(turn);
  });
  await driver.say(driver.otherBot, { channel: CHANNELS.help }, '401 Unauthorized');
  await driver.say(driver.people.ann, { channel: CHANNELS.help }, 'see https://example.com');
  await driver.settled();
  const messages = turns.filter((turn): turn is MessageTurn => turn.type === 'message');
  expect(messages.map(({ actor, edited }) => [actor.id, edited])).toEqual([[PEOPLE.ann.id, false]]);
});

test.for([
  ['uninstalled', 1],
  ['bot-token', 1],
  ['token-of-a-person', 0],
] as const)(
  'each event of an uninstallation is enough to leave; tokens of people are none: %s',
  async ([what, count]) => {
    const turns: Turn[] = [];
    const { driver } = await connect(async (turn) => void turns.push(turn));
    const before = Date.now();
    driver.tellsOf(what);
    // A message after it: what comes before it was handled.
    await driver.say(driver.people.ann, { channel: CHANNELS.help }, 'hello');
    await expect.poll(() => turns.some(({ type }) => type === 'message')).toBe(true);
    const left = turns.filter((turn) => turn.type === 'left');
    expect(left).toHaveLength(count);
    for (const { place, at } of left) {
      expect(place.tenant).toBe('T1');
      expect(at).toBeGreaterThanOrEqual(before);
    }
  },
);

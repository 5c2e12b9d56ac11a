import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Chat, Turn } from '#chat/port.ts';
import { openSlack } from '#chat/slack/adapter.ts';
import { freePort } from '#test/fakes/free-port.ts';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack/server.ts';

let slack: FakeSlack;
let chat: Chat;
let turns: Turn[];
let address: string;

beforeEach(async () => {
  slack = await startFakeSlack({ transport: 'http' });
  const port = await freePort();
  address = `http://127.0.0.1:${port}/slack/events`;
  turns = [];
  chat = openSlack({
    botToken: slack.botToken,
    appToken: null,
    signingSecret: slack.signingSecret,
    port,
    apiUrl: slack.apiUrl,
    watch: 'all',
    staffChannel: null,
    staffGroup: null,
    log: () => undefined,
  });
  await chat.start(async (turn) => {
    turns.push(turn);
  });
});

afterEach(async () => {
  await chat.stop();
  await slack.close();
});

const COMMAND = new URLSearchParams({
  command: '/mycases',
  text: '',
  team_id: 'T1',
  user_id: 'U1',
  channel_id: 'C1',
  trigger_id: '1.2.x',
  response_url: 'http://127.0.0.1:1/',
}).toString();

/** What is odd about a request; times in seconds. */
interface How {
  readonly at?: number;
  readonly secret?: string;
  /** The body that was signed. */
  readonly signed?: string;
  readonly version?: string;
}

/** How Slack signs: https://docs.slack.dev/authentication/verifying-requests-from-slack */
async function send(body: string, how: How = {}): Promise<number> {
  const { at = Date.now() / 1000, secret = slack.signingSecret, signed = body, version = 'v0' } = how;
  const timestamp = String(Math.floor(at));
  const signature = `${version}=${createHmac('sha256', secret).update(`v0:${timestamp}:${signed}`).digest('hex')}`;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signature,
  };
  const answer = await fetch(address, { method: 'POST', body, headers }).catch(() => null);
  return answer?.status ?? 0;
}

test('what Slack has signed is heard', async () => {
  void send(COMMAND);
  await expect.poll(() => turns.length).toBe(1);
});

test.for([
  ['signed with another secret', { secret: 'another secret' }],
  ['signed long ago', { at: Date.now() / 1000 - 600 }],
  ['signed at no time', { at: Number.NaN }],
  ['signed for another body', { signed: `${COMMAND}&user_id=U2` }],
  ['signed in another way', { version: 'v1' }],
] as const)('%s: refused and not heard', async ([, how]) => {
  expect(await send(COMMAND, how)).toBe(401);
  expect(turns).toEqual([]);
});

test('what is sent again is the same turn, so that it is taken once', async () => {
  const at = Date.now() / 1000;
  void send(COMMAND, { at });
  void send(COMMAND, { at });
  await expect.poll(() => turns.length).toBe(2);
  expect(turns[0]?.id).toBe(turns[1]?.id);
});

test('without a signature: refused and not heard', async () => {
  const answer = await fetch(address, { method: 'POST', body: COMMAND });
  expect(answer.status).toBe(401);
  expect(turns).toEqual([]);
});

test('a body that is too large is refused, and the next one is heard', async () => {
  const status = await send(`${COMMAND}&text=${'x'.repeat(8 * 1024 * 1024)}`);
  expect([0, 400, 401, 413]).toContain(status);
  expect(turns).toEqual([]);
  void send(COMMAND);
  await expect.poll(() => turns.length).toBe(1);
});

import { App } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { slackDriver } from './slack-workspace/driver.ts';
import { type FakeSlack, startFakeSlack } from './slack-workspace/server.ts';

/** The fake is worth what it refuses. */
let slack: FakeSlack;
let client: WebClient;
beforeEach(async () => {
  slack = await startFakeSlack({ scopes: ['chat:write', 'channels:read'] });
  client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
});
afterEach(() => slack.close());

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'accepted',
    (error: { data?: { error?: string } }) => error.data?.error ?? 'other',
  );
const paragraph = (text: string) => ({ type: 'section' as const, text: { type: 'plain_text' as const, text } });

describe('the fake Slack refuses', () => {
  test('a wrong token, a missing scope, an unknown method', async () => {
    const wrong = new WebClient('xoxb-wrong', { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
    expect(await codeOf(wrong.auth.test())).toBe('invalid_auth');
    expect(await codeOf(client.users.info({ user: 'UANN' }))).toBe('missing_scope');
    expect(await codeOf(client.apiCall('chat.nothing'))).toBe('unknown_method');
  });

  test('messages without text, with 51 blocks, with a text that is too long', async () => {
    const post = (more: object) => codeOf(client.chat.postMessage({ channel: 'CHELP', text: 'x', ...more }));
    expect(await post({ text: '' })).toBe('no_text');
    expect(await post({ blocks: Array.from({ length: 51 }, () => paragraph('x')) })).toBe('invalid_blocks');
    expect(await post({ blocks: [paragraph('x'.repeat(3001))] })).toBe('invalid_blocks');
    expect(await post({ blocks: [paragraph('x')] })).toBe('accepted');
  });

  test('channels that the bot is not in, that are archived, that are not there', async () => {
    const post = (channel: string) => codeOf(client.chat.postMessage({ channel, text: 'x' }));
    expect(await post('CNOBOT')).toBe('not_in_channel');
    expect(await post('CGONE')).toBe('channel_not_found');
    const help = slack.at.channels.get('CHELP');
    if (help !== undefined) help.archived = true;
    expect(await post('CHELP')).toBe('is_archived');
  });

  test("changing and deleting other people's messages", async () => {
    const driver = slackDriver(slack, 'slack', [], { idle: () => true, log: [] });
    const ts = await driver.say(driver.people.ann, { channel: 'CHELP' }, 'hello');
    expect(await codeOf(client.chat.update({ channel: 'CHELP', ts, text: 'x' }))).toBe('cant_update_message');
    expect(await codeOf(client.chat.delete({ channel: 'CHELP', ts }))).toBe('cant_delete_message');
  });

  test('trigger ids that were used or are too old', async () => {
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'T' }, blocks: [] };
    slack.at.triggers.set('fresh', { user: 'UANN', at: Date.now(), used: false });
    slack.at.triggers.set('old', { user: 'UANN', at: Date.now() - 3001, used: false });
    expect(await codeOf(client.views.open({ trigger_id: 'fresh', view }))).toBe('accepted');
    expect(await codeOf(client.views.open({ trigger_id: 'fresh', view }))).toBe('exchanged_trigger_id');
    expect(await codeOf(client.views.open({ trigger_id: 'old', view }))).toBe('expired_trigger_id');
  });

  test('late acknowledgements, and presses on buttons that are not there', { timeout: 10_000 }, async () => {
    const app = new App({
      token: slack.botToken,
      appToken: slack.appToken,
      socketMode: true,
      clientOptions: { slackApiUrl: slack.apiUrl },
    });
    app.command('/slow', () => new Promise((resolve) => setTimeout(resolve, 3200)));
    await app.start();
    const driver = slackDriver(slack, 'slack', [], { idle: () => true, log: [] });
    await driver.command(driver.people.ann, 'slow', '', { channel: 'CHELP' });
    await expect(driver.settled()).rejects.toThrow('no ack within 3 s');
    const id = await driver.say(driver.people.ann, { channel: 'CHELP' }, 'hello');
    await expect(driver.press(driver.people.ann, id, 'No such button')).rejects.toThrow('there is no button');
    await app.stop();
  });
});

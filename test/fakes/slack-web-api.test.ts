import type { KnownBlock } from '@slack/web-api';
import { afterEach, describe, expect, test } from 'vitest';
import type { SlackOptions } from './slack/parts.ts';
import { type FakeSlack, startFakeSlack } from './slack/server.ts';
import { buttons, clientOf, errorOf, plain, section } from './slack/small-bot.ts';

const open: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function start(options: Partial<SlackOptions> = {}): Promise<FakeSlack> {
  const slack = await startFakeSlack({ transport: 'socket', ...options });
  open.push(slack);
  return slack;
}

describe('the Web API refuses', () => {
  test('tokens: none, wrong, of the other kind, of a removed app', async () => {
    const slack = await start();
    expect(await errorOf(clientOf(slack, '').auth.test())).toBe('not_authed');
    expect(await errorOf(clientOf(slack, 'xoxb-2').auth.test())).toBe('invalid_auth');
    expect(await errorOf(clientOf(slack).apps.connections.open({}))).toBe('not_allowed_token_type');
    expect(await errorOf(clientOf(slack).apiCall('users.everything'))).toBe('unknown_method');
    slack.driver().uninstall();
    expect(await errorOf(clientOf(slack).auth.test())).toBe('account_inactive');
  });

  test('a missing scope, by name', async () => {
    const slack = await start({ scopes: ['chat:write', 'channels:read'] });
    const call = clientOf(slack).conversations.members({ channel: slack.driver().channels.staff });
    const { data } = await call.then(
      () => ({ data: null }),
      (error: unknown) => error as { data: unknown },
    );
    expect(data).toMatchObject({ error: 'missing_scope', needed: 'groups:read', provided: 'chat:write,channels:read' });
    expect((await clientOf(slack).auth.test()).response_metadata?.scopes).toEqual(['chat:write', 'channels:read']);
  });

  test('what is not its own, not there, or not open to it', async () => {
    const slack = await start();
    const driver = slack.driver();
    const { ann, ben } = driver.people;
    const { help, other, staff } = driver.channels;
    const client = clientOf(slack);
    const text = 'x';
    const ts = await driver.say(ann, { channel: help }, 'hers');
    expect(await errorOf(client.chat.delete({ channel: help, ts }))).toBe('cant_delete_message');
    expect(await errorOf(client.chat.update({ channel: help, ts, text }))).toBe('cant_update_message');
    expect(await errorOf(client.chat.delete({ channel: help, ts: '1.000000' }))).toBe('message_not_found');
    expect(await errorOf(client.chat.postMessage({ channel: 'C1', text }))).toBe('channel_not_found');
    expect(await errorOf(client.chat.postMessage({ channel: help, text: '' }))).toBe('no_text');
    expect(await errorOf(client.chat.postMessage({ channel: help, text: 'x'.repeat(40_001) }))).toBe('msg_too_long');
    const thread_ts = '1.000000';
    expect(await errorOf(client.chat.postMessage({ channel: help, text, thread_ts }))).toBe('thread_not_found');
    const whisper = { channel: staff, user: ann.id, text };
    expect(await errorOf(client.chat.postEphemeral(whisper))).toBe('user_not_in_channel');
    driver.leave('bot', other);
    expect(await errorOf(client.chat.postMessage({ channel: other, text }))).toBe('not_in_channel');
    driver.archive(help);
    expect(await errorOf(client.chat.postMessage({ channel: help, text }))).toBe('is_archived');
    driver.deactivate(ben);
    expect(await errorOf(client.conversations.open({ users: ben.id }))).toBe('user_disabled');
  });

  test('blocks beyond the limits', async () => {
    const slack = await start();
    const channel = slack.driver().channels.help;
    const sent = (blocks: unknown[]) =>
      errorOf(clientOf(slack).chat.postMessage({ channel, text: 'x', blocks: blocks as KnownBlock[] }));
    const button = { type: 'button', text: plain('x'), action_id: 'a' };
    const wrong: Record<string, unknown[]> = {
      '51 blocks': Array.from({ length: 51 }, () => ({ type: 'divider' })),
      'a long section': [section('x'.repeat(3001))],
      'an empty section': [section('')],
      'a long header': [{ type: 'header', text: plain('x'.repeat(151)) }],
      'a header with mark-up': [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
      'eleven fields': [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('x')) }],
      'a long field': [{ type: 'section', fields: [plain('x'.repeat(2001))] }],
      '26 buttons': [buttons(...Array.from({ length: 26 }, (_one, index) => `b${index}`))],
      'a long label': [buttons('x'.repeat(76))],
      'a long value': [{ type: 'actions', elements: [{ ...button, value: 'x'.repeat(2001) }] }],
      'an action twice': [{ type: 'actions', elements: [button, button] }],
      'a block id twice': [
        { type: 'divider', block_id: 'x' },
        { type: 'divider', block_id: 'x' },
      ],
      'eleven in a context': [{ type: 'context', elements: Array.from({ length: 11 }, () => plain('x')) }],
      'an image without words': [{ type: 'image', image_url: 'https://example.com/x.png' }],
      'an alert in a message': [{ type: 'alert', text: plain('x') }],
      'an unknown block': [{ type: 'blink' }],
      'an unknown field': [{ type: 'divider', colour: 'red' }],
      'an empty text in rich text': [
        { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }] },
      ],
    };
    for (const [name, blocks] of Object.entries(wrong))
      expect([name, await sent(blocks)]).toEqual([name, 'invalid_blocks']);
    const long = Array.from({ length: 4 }, () => section('x'.repeat(2900)));
    expect(await sent(long)).toBe('msg_blocks_too_long');
    expect(await sent([section('x'.repeat(3000)), buttons('x'.repeat(75))])).toBe('no error');
  });

  test('triggers that are used, old or made up, and views beyond the limits', async () => {
    let now = Date.now();
    const slack = await start({ triggerMs: 5, now: () => now });
    const driver = slack.driver();
    const client = clientOf(slack);
    const { ann } = driver.people;
    const trigger = async () => {
      await driver.command(ann, 'x');
      return String(slack.wire.deliveries.at(-1)?.envelope.payload['trigger_id']);
    };
    const view = { type: 'modal' as const, title: plain('x'), blocks: [section('x')] };
    const trigger_id = await trigger();
    await client.views.open({ trigger_id, view });
    expect(await errorOf(client.views.open({ trigger_id, view }))).toBe('exchanged_trigger_id');
    const old = await trigger();
    now += 6;
    expect(await errorOf(client.views.open({ trigger_id: old, view }))).toBe('expired_trigger_id');
    expect(await errorOf(client.views.open({ trigger_id: 'x', view }))).toBe('invalid_trigger_id');
    const long = { ...view, title: plain('x'.repeat(25)) };
    expect(await errorOf(client.views.open({ trigger_id: await trigger(), view: long }))).toBe('invalid_arguments');
    const home = { type: 'home' as const, blocks: [section('x')] };
    const { view: published } = await client.views.publish({ user_id: ann.id, view: home });
    const hash = published?.hash ?? '';
    await client.views.publish({ user_id: ann.id, view: home, hash });
    expect(await errorOf(client.views.publish({ user_id: ann.id, view: home, hash }))).toBe('hash_conflict');
  });

  test('a sixth answer to one interaction, and one after half an hour', async () => {
    let ahead = 0;
    const slack = await start({ now: () => Date.now() + ahead });
    const driver = slack.driver();
    const send = async (url: string) => {
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ text: 'x' }) });
      return answer.ok ? 'ok' : ((await answer.json()) as { error: string }).error;
    };
    const address = async () => {
      await driver.command(driver.people.ann, 'x', '', { channel: driver.channels.help });
      return String(slack.wire.deliveries.at(-1)?.envelope.payload['response_url']);
    };
    const url = await address();
    for (let count = 0; count < 5; count += 1) expect(await send(url)).toBe('ok');
    expect(await send(url)).toBe('used_url');
    const late = await address();
    ahead = 31 * 60_000;
    expect(await send(late)).toBe('expired_url');
    expect(driver.whispers(driver.people.ann)).toHaveLength(5);
  });

  test('too many messages a second, where told to, and what it is told to fail', async () => {
    const slack = await start();
    const driver = slack.driver();
    const client = clientOf(slack);
    const say = () => client.chat.postMessage({ channel: driver.channels.help, text: 'x' });
    const codeOf = (call: Promise<unknown>) =>
      call.then(
        () => 'ok',
        (error: unknown) => (error as { code: string }).code,
      );
    slack.faults.burst = 2;
    expect([await codeOf(say()), await codeOf(say()), await codeOf(say())]).toEqual([
      'ok',
      'ok',
      'slack_webapi_rate_limited_error',
    ]);
    slack.faults.burst = null;
    driver.fail('rate-limited');
    expect(await codeOf(say())).toBe('slack_webapi_rate_limited_error');
    driver.fail('server-error');
    expect(await codeOf(say())).toBe('slack_webapi_http_error');
    driver.fail('cut-connection');
    expect(await codeOf(say())).toBe('slack_webapi_request_error');
    expect(driver.visible({ channel: driver.channels.help })).toHaveLength(3);
    driver.fail('dm-closed');
    expect(await errorOf(client.chat.postMessage({ channel: driver.people.ann.id, text: 'x' }))).toBe(
      'messages_tab_disabled',
    );
  });
});

describe('messages', () => {
  test('are shown as people see them, with what came alive marked', async () => {
    const slack = await start();
    const driver = slack.driver();
    const channel = driver.channels.help;
    const show = async (text: string, blocks?: unknown[]) => {
      await clientOf(slack).chat.postMessage({
        channel,
        text,
        ...(blocks === undefined ? {} : { blocks: blocks as KnownBlock[] }),
      });
      return driver.visible({ channel }).at(-1)?.text;
    };
    expect(await show('<!channel> &lt;b&gt; *bold* snake_case_name `<@U1>`')).toBe(
      '@channel!! <b> bold snake_case_name @U1!!',
    );
    expect(await show('<https://evil.example|https://good.example>')).toBe(
      'https://good.example→https://evil.example!!',
    );
    expect(await show('x', [section('&lt;!here&gt;'), { type: 'context', elements: [plain('<!here>')] }])).toBe(
      '<!here>\n<!here>',
    );
    const elements = [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: '<!here> ' },
          { type: 'broadcast', range: 'here' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'ordered',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'link', url: 'https://a.example', text: 'a' }] }],
      },
    ];
    expect(await show('x', [{ type: 'rich_text', elements }])).toBe('<!here> @here!!\n1. a (https://a.example)');
  });

  test('without fallback text are a violation', async () => {
    const slack = await start();
    const driver = slack.driver();
    const message = { channel: driver.channels.help, blocks: [section('x')] };
    await clientOf(slack).apiCall('chat.postMessage', message);
    await expect(driver.settled()).rejects.toThrow('without text');
  });

  test('come back from history with their metadata, and links and entities as Slack writes them', async () => {
    const slack = await start();
    const driver = slack.driver();
    const channel = driver.channels.help;
    const client = clientOf(slack);
    await driver.say(driver.people.ann, { channel }, 'see https://a.example/x?a=1&b=2.');
    const metadata = { event_type: 'sent', event_payload: { key: 'k1' } };
    const { ts } = await client.chat.postMessage({ channel, text: 'x', metadata });
    const { messages = [] } = await client.conversations.history({ channel, include_all_metadata: true });
    expect(messages.map((message) => message.metadata?.event_payload)).toEqual([{ key: 'k1' }, undefined]);
    expect(messages[1]?.text).toBe('see <https://a.example/x?a=1&amp;b=2>.');
    expect(slack.wire.count('conversations.history')).toBe(1);
    const { permalink } = await client.chat.getPermalink({ channel, message_ts: ts ?? '' });
    expect(permalink).toMatch(/^https:\/\/acme\.slack\.com\/archives\/C0HELP0001\/p\d+$/);
  });

  test('carry files, which only a token with the scope can read; uploads come in three steps', async () => {
    const slack = await start();
    const driver = slack.driver();
    const channel = driver.channels.help;
    await driver.say(driver.people.ann, { channel }, '', { files: [{ name: 'error.log', text: 'boom' }] });
    const event = slack.wire.deliveries.at(-1)?.envelope.payload['event'] as { files: { url_private: string }[] };
    expect(event).toMatchObject({ subtype: 'file_share', files: [{ name: 'error.log', mode: 'snippet', size: 4 }] });
    const read = (token: string) =>
      fetch(event.files[0]?.url_private ?? '', { headers: { authorization: `Bearer ${token}` } }).then((answer) =>
        answer.text(),
      );
    expect(await read(slack.botToken)).toBe('boom');
    expect(await read('wrong')).toContain('Sign in');
    await clientOf(slack).filesUploadV2({
      channel_id: channel,
      file: Buffer.from([1, 2, 3]),
      filename: 'x.png',
      alt_text: 'a plot',
    });
    expect(driver.visible({ channel }).at(-1)?.text).toBe('[a plot]');
  });
});

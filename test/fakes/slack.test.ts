import { afterEach, describe, expect, test } from 'vitest';
import type { SlackOptions } from './slack/parts.ts';
import { type FakeSlack, startFakeSlack } from './slack/server.ts';
import { plain, startBot } from './slack/small-bot.ts';

const open: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function start(options: Partial<SlackOptions> = {}): Promise<FakeSlack> {
  const slack = await startFakeSlack({ transport: 'socket', ...options });
  open.push(slack);
  return slack;
}

async function botFor(slack: FakeSlack, delayAckMs = 0) {
  const app = await startBot(slack, delayAckMs);
  open.push({ close: () => app.stop() });
  return app;
}

describe.each(['socket', 'http'] as const)('a bolt app over %s', (transport) => {
  test('hears a mention once as a message and once as a mention, and answers in the thread', async () => {
    const slack = await start({ transport });
    await botFor(slack);
    const driver = slack.driver();
    const { help } = driver.channels;
    const id = await driver.say(driver.people.ann, { channel: help }, 'a < b', { mention: true });
    await driver.settled();
    const shown = driver.visible({ channel: help, thread: id });
    expect(shown.map(({ author }) => author)).toEqual(['Ann', 'bot']);
    expect(shown[0]?.text).toBe('@Keymedic a < b');
    expect(shown[1]).toMatchObject({ text: '@Keymedic!! a < b', buttons: ['Ask', 'Hide'], where: { thread: id } });
    const events = slack.wire.deliveries.slice(0, 2).map(({ envelope }) => envelope.payload['event']);
    expect(events).toMatchObject([
      { type: 'message', channel_type: 'channel', ts: id },
      { type: 'app_mention', ts: id },
    ]);
  });

  test('opens a form from a button, and hears what was filled in', async () => {
    const slack = await start({ transport });
    await botFor(slack);
    const driver = slack.driver();
    const { ann } = driver.people;
    await driver.say(ann, { channel: driver.channels.help }, 'hello', { mention: true });
    await driver.settled();
    const answer = driver.visible({ channel: driver.channels.help }).at(-1);
    await driver.press(ann, answer?.id ?? '', 'Ask');
    await driver.settled();
    expect(driver.form(ann)).toEqual({
      title: 'A question',
      text: 'Tell me',
      fields: [
        { label: 'What', value: '', options: [], optional: false },
        { label: 'Who', value: '', options: ['Acme'], optional: true },
      ],
    });
    await expect(driver.submit(ann, { Who: 'Acme' })).rejects.toThrow('"What" must be filled in');
    await driver.submit(ann, { What: 'a key', Who: 'Acme' });
    await driver.settled();
    expect(driver.form(ann)).toBeNull();
    expect(driver.direct(ann).map(({ text }) => text)).toEqual(['kept: a key acme']);
    expect(driver.everything()).toContain('kept: a key acme');
  });

  test('whispers to one person, who can hide it; shows a home page; answers a shortcut', async () => {
    const slack = await start({ transport });
    await botFor(slack);
    const driver = slack.driver();
    const { ann, ben } = driver.people;
    const { help } = driver.channels;
    await driver.command(ann, 'whisper', 'psst', { channel: help });
    await driver.settled();
    const [whisper] = driver.whispers(ann);
    expect(whisper).toMatchObject({ text: 'for your eyes', buttons: ['Hide'] });
    expect([driver.whispers(ben), driver.visible({ channel: help })]).toEqual([[], []]);
    await expect(driver.press(ben, whisper?.id ?? '', 'Hide')).rejects.toThrow('Ben sees no message');
    await driver.press(ann, whisper?.id ?? '', 'Hide');
    await driver.settled();
    expect(driver.whispers(ann)).toEqual([]);
    expect((await driver.home(ann))?.text).toBe('welcome');
    const id = await driver.say(ben, { channel: help }, 'look');
    await driver.menu(ann, { channel: help }, id);
    await driver.settled();
    expect(driver.whispers(ann).map(({ text }) => text)).toEqual(['about look']);
  });

  test('a redelivered event has the same event_id and says that it comes again', async () => {
    const slack = await start({ transport });
    const app = await botFor(slack);
    const seen: unknown[] = [];
    app.event('message', async ({ body, context }) => void seen.push([body.event_id, context.retryNum ?? 0]));
    const driver = slack.driver();
    await driver.tell(driver.people.ann, 'hello');
    await driver.settled();
    await driver.redeliver();
    await driver.settled();
    const id = (seen[0] as string[])[0];
    expect(seen).toEqual([
      [id, 0],
      [id, 1],
    ]);
  });

  test('a late acknowledgement is a violation', async () => {
    const slack = await start({ transport, ackMs: 40 });
    await botFor(slack, 80);
    const driver = slack.driver();
    await driver.command(driver.people.ann, 'whisper', 'psst', { channel: driver.channels.help });
    await expect(driver.settled()).rejects.toThrow('/whisper: not acknowledged in time');
  });

  test('a press on a button that is not there throws', async () => {
    const slack = await start({ transport });
    const driver = slack.driver();
    const id = await driver.say(driver.people.ann, { channel: driver.channels.help }, 'hello');
    await expect(driver.press(driver.people.ann, id, 'Ask')).rejects.toThrow('there is no button "Ask"');
    await expect(driver.press(driver.people.ann, '1.000000', 'Ask')).rejects.toThrow('Ann sees no message');
  });
});

describe('deliveries', () => {
  test('bolt answers a bad signature with 401', async () => {
    const slack = await start({ transport: 'http' });
    await botFor(slack);
    slack.http?.forge(true);
    const driver = slack.driver();
    await driver.tell(driver.people.ann, 'hello');
    await driver.settled();
    expect(slack.wire.deliveries[0]?.outcome).toEqual({ type: 'refused', status: 401 });
  });

  test('what happens while nobody is connected comes after the reconnect, and only once', async () => {
    const slack = await start();
    await botFor(slack);
    const driver = slack.driver();
    slack.socket?.cut();
    await driver.say(driver.people.ann, { channel: driver.channels.help }, 'hello', { mention: true });
    await driver.settled();
    expect(driver.visible({ channel: driver.channels.help })).toHaveLength(2);
    slack.socket?.disconnect();
    await driver.say(driver.people.ann, { channel: driver.channels.help }, 'again', { mention: true });
    await driver.settled();
    expect(driver.visible({ channel: driver.channels.help })).toHaveLength(4);
  });

  test('of two sockets one gets each event', async () => {
    const slack = await start();
    await botFor(slack);
    await botFor(slack);
    expect(slack.socket?.connections).toBe(2);
    const driver = slack.driver();
    for (const text of ['one', 'two', 'three'])
      await driver.say(driver.people.ann, { channel: driver.channels.help }, text, { mention: true });
    await driver.settled();
    expect(driver.visible({ channel: driver.channels.help })).toHaveLength(6);
  });

  test('only subscribed events come, in channels where the bot is', async () => {
    const slack = await start({ botEvents: ['message.im', 'message.channels'], scopes: ['im:history'] });
    const driver = slack.driver();
    await driver.say(driver.people.ann, { channel: driver.channels.help }, 'no scope', { mention: true });
    expect(slack.wire.deliveries).toEqual([]);
    await driver.tell(driver.people.ann, 'hello');
    expect(slack.wire.deliveries).toHaveLength(1);
  });

  test('the preview of a link is a change without an edit, and other programs write with their bot_id', async () => {
    const slack = await start();
    const driver = slack.driver();
    const where = { channel: driver.channels.help };
    await driver.say(driver.people.ann, where, 'see https://a.example');
    const event = () => slack.wire.deliveries.at(-1)?.envelope.payload['event'] as { message: Record<string, unknown> };
    expect(event()).toMatchObject({
      subtype: 'message_changed',
      previous_message: { text: 'see <https://a.example>' },
    });
    expect(event().message['edited']).toBeUndefined();
    await driver.say(driver.otherBot, where, 'deployed');
    expect(event()).toMatchObject({ type: 'message', text: 'deployed', bot_id: 'B0OTHER001' });
  });

  test('an acknowledgement can refuse fields, show another view, put one on top, or close all', async () => {
    const slack = await start();
    const app = await botFor(slack);
    const driver = slack.driver();
    const { ann } = driver.people;
    const closed: string[] = [];
    const view = (title: string) => ({
      type: 'modal' as const,
      callback_id: title,
      notify_on_close: true,
      title: plain(title),
      submit: plain('Send'),
      blocks: [
        { type: 'input' as const, block_id: 'b', label: plain('B'), element: { type: 'plain_text_input' as const } },
      ],
    });
    app.command('/form', async ({ ack, command, client }) => {
      await client.views.open({ trigger_id: command.trigger_id, view: view('one') });
      await ack();
    });
    app.view('one', ({ ack }) => ack({ response_action: 'errors', errors: { b: 'no good' } }));
    app.view({ callback_id: 'one', type: 'view_closed' }, async ({ ack, body }) => {
      await ack();
      closed.push(body.view.callback_id);
    });
    await driver.command(ann, 'form');
    await driver.settled();
    await driver.submit(ann, { B: 'typed' });
    await driver.settled();
    expect(driver.form(ann)).toMatchObject({ title: 'one', text: 'no good', fields: [{ value: 'typed' }] });
    driver.closeForm(ann);
    await driver.settled();
    expect([driver.form(ann), closed]).toEqual([null, ['one']]);
    app.view('two', ({ ack }) => ack({ response_action: 'push', view: view('three') }));
    app.view('three', ({ ack }) => ack({ response_action: 'update', view: view('four') }));
    app.view('four', ({ ack }) => ack({ response_action: 'clear' }));
    app.command('/two', async ({ ack, command, client }) => {
      await client.views.open({ trigger_id: command.trigger_id, view: view('two') });
      await ack();
    });
    await driver.command(ann, 'two');
    await driver.settled();
    const titles: (string | undefined)[] = [];
    for (let count = 0; count < 3; count += 1) {
      await driver.submit(ann, { B: 'x' });
      await driver.settled();
      titles.push(driver.form(ann)?.title);
    }
    expect(titles).toEqual(['three', 'four', undefined]);
  });

  test('the deleted root of a thread is a change to a tombstone, which goes with its last answer', async () => {
    const slack = await start();
    const driver = slack.driver();
    const { ann } = driver.people;
    const where = { channel: driver.channels.help };
    const root = await driver.say(ann, where, 'root');
    const answer = await driver.say(ann, { ...where, thread: root }, 'answer');
    await driver.remove(ann, where, root);
    const last = () => slack.wire.deliveries.at(-1)?.envelope.payload['event'];
    expect(last()).toMatchObject({ subtype: 'message_changed', message: { subtype: 'tombstone', ts: root } });
    expect(driver.visible(where).map(({ text }) => text)).toEqual(['This message was deleted.', 'answer']);
    await driver.remove(ann, where, answer);
    expect(last()).toMatchObject({ subtype: 'message_deleted', deleted_ts: root });
    expect(driver.visible(where)).toEqual([]);
  });
});

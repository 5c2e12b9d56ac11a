import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { type KnownBlock, WebClient } from '@slack/web-api';
import type { FakeSlack } from './server.ts';

/** Says nothing. */
const quiet: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/** A small bot: echoes, opens a modal from a button, whispers. */
export async function startBot(slack: FakeSlack, delayAckMs = 0): Promise<App> {
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger: quiet };
  const shared = { logger: quiet };
  const receiver =
    slack.http === null
      ? new SocketModeReceiver({
          appToken: slack.appToken,
          clientPingTimeout: 100,
          installerOptions: { clientOptions },
          ...shared,
        })
      : new HTTPReceiver({ signingSecret: slack.signingSecret, port: 0, ...shared });
  const app = new App({ token: slack.botToken, receiver, clientOptions, ...shared });
  app.error(async () => undefined);
  app.event('app_mention', async ({ event, say }) => {
    await say({
      text: `you said ${event.text}`,
      thread_ts: event.ts,
      blocks: [section(event.text), buttons('Ask', 'Hide')],
    });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [section('welcome')] } });
  });
  app.action('Ask', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({
      trigger_id: 'trigger_id' in body ? (body.trigger_id ?? '') : '',
      view: {
        type: 'modal',
        callback_id: 'asking',
        private_metadata: 'kept',
        title: plain('A question'),
        submit: plain('Send'),
        blocks: [
          section('Tell me'),
          {
            type: 'input',
            block_id: 'what',
            label: plain('What'),
            element: { type: 'plain_text_input', action_id: 'x' },
          },
          {
            type: 'input',
            block_id: 'who',
            optional: true,
            label: plain('Who'),
            element: { type: 'static_select', action_id: 'x', options: [{ text: plain('Acme'), value: 'acme' }] },
          },
        ],
      },
    });
  });
  app.action('Hide', async ({ ack, respond }) => {
    await ack();
    await respond({ delete_original: true });
  });
  app.view('asking', async ({ ack, view, body, client }) => {
    await ack();
    const { what, who } = view.state.values;
    const text = `${view.private_metadata}: ${what?.['x']?.value ?? ''} ${who?.['x']?.selected_option?.value ?? ''}`;
    await client.chat.postMessage({ channel: body.user.id, text });
  });
  app.command('/whisper', async ({ ack, command, client }) => {
    await new Promise((resolve) => setTimeout(resolve, delayAckMs));
    await ack();
    const blocks = [section('for your eyes'), buttons('Hide')];
    await client.chat.postEphemeral({ channel: command.channel_id, user: command.user_id, text: command.text, blocks });
  });
  app.shortcut('diagnose_this', async ({ ack, shortcut, respond }) => {
    await ack();
    await respond({ text: `about ${'message' in shortcut ? (shortcut.message.text ?? '') : ''}` });
  });
  await app.start();
  if (receiver instanceof HTTPReceiver) slack.connectHttp(`http://127.0.0.1:${portOf(receiver)}`);
  return app;
}

function portOf(receiver: HTTPReceiver): number {
  const { server } = receiver as unknown as { readonly server: { address(): { readonly port: number } } };
  return server.address().port;
}

/** A plain text object. */
export function plain(text: string) {
  return { type: 'plain_text' as const, text };
}

/** A section of mrkdwn. */
export function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

/** A row of buttons, whose actions are their labels. */
export function buttons(...labels: string[]): KnownBlock {
  return {
    type: 'actions',
    elements: labels.map((label) => ({ type: 'button', text: plain(label), action_id: label, value: label })),
  };
}

/** A client as the bot has it, without a bot. */
export function clientOf(slack: FakeSlack, token = slack.botToken): WebClient {
  const retryConfig = { retries: 0 };
  return new WebClient(token, { slackApiUrl: slack.apiUrl, retryConfig, rejectRateLimitedCalls: true, logger: quiet });
}

/** Slack's word for why a call failed. */
export async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'no error',
    (error: unknown) => (error as { data?: { error?: string } }).data?.error ?? error,
  );
}

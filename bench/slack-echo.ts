import { App } from '@slack/bolt';

// The least that a bot can do with Bolt: the mark to measure against.
const app = new App({
  token: process.env['SLACK_BOT_TOKEN'] ?? '',
  appToken: process.env['SLACK_APP_TOKEN'] ?? '',
  socketMode: true,
  clientOptions: { slackApiUrl: process.env['SLACK_API_URL'] ?? '' },
});
app.message(async ({ message, say }) => {
  if (message.subtype === undefined) await say({ text: message.text ?? '', thread_ts: message.ts });
});
await app.start();
process.stdout.write('keymedic runs\n');

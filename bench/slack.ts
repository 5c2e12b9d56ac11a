import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { eventPayload } from '#test/fakes/slack-workspace/payloads.ts';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack-workspace/server.ts';
import { BOT } from '#test/fakes/slack-workspace/workspace.ts';
import { readManifest } from '#test/scenarios/stages.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';

const HELP = `Usage: npm run bench:slack [-- --seconds 30] [--json]

Sends messages through a loopback Slack over Socket Mode, first to the least app that Bolt can be, then to Keymedic, and
times each from the event to the reply that is posted; then 200 messages a second, 8 in 10 of them talk, for the acks.
`;

/** How many messages were sent; each is of another person in another channel. */
const sentSoFar = { count: 0 };

interface Spread {
  readonly median: number;
  readonly p99: number;
  readonly most: number;
  readonly count: number;
}

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '30' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help === true) process.stdout.write(HELP);
else await main(Number(values.seconds));

async function main(seconds: number): Promise<void> {
  const echo = await measure('bench/slack-echo.ts', { rate: 50, seconds, talk: 0 });
  const ours = await measure('src/main.ts', { rate: 50, seconds, talk: 0 });
  const busy = await measure('src/main.ts', { rate: 200, seconds, talk: 0.8 });
  const result = {
    echo: echo.replies,
    keymedic: ours.replies,
    ratio: { median: ours.replies.median / echo.replies.median, p99: ours.replies.p99 / echo.replies.p99 },
    acksAt200: busy.acks,
    repliesAt200: busy.replies,
  };
  if (values.json === true) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    process.stdout.write(`event to reply, 50 a second for ${seconds} s, ms: median / p99 / most (count)\n`);
    process.stdout.write(`  Bolt's least app  ${line(echo.replies)}\n  Keymedic          ${line(ours.replies)}\n`);
    process.stdout.write(`  ratio             ${result.ratio.median.toFixed(2)} / ${result.ratio.p99.toFixed(2)}\n`);
    process.stdout.write(`event to ack, 200 a second, 8 in 10 talk\n  Keymedic          ${line(busy.acks)}\n`);
  }
}

function line({ median, p99, most, count }: Spread): string {
  return `${median.toFixed(1)} / ${p99.toFixed(1)} / ${most.toFixed(1)} (${count})`;
}

interface Load {
  readonly rate: number;
  readonly seconds: number;
  /** Share of messages that are ordinary talk. */
  readonly talk: number;
}

async function measure(program: string, load: Load): Promise<{ readonly replies: Spread; readonly acks: Spread }> {
  const slack = await startFakeSlack({ scopes: readManifest().oauth_config.scopes.bot });
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-bench-'));
  const child = await started(program, slack, folder);
  const sent = new Map<string, number>();
  const acks: number[] = [];
  const replies: number[] = [];
  slack.onCall = ({ method, args }) => {
    const at = sent.get(String(args['thread_ts']));
    if (method === 'chat.postMessage' && at !== undefined) replies.push(performance.now() - at);
  };
  await run(slack, { ...load, seconds: 2 }, sent, []);
  await wait(1000);
  replies.length = 0;
  await run(slack, load, sent, acks);
  await wait(2000);
  child.kill('SIGTERM');
  await new Promise((resolve) => child.on('exit', resolve));
  await slack.close();
  rmSync(folder, { recursive: true, force: true });
  if (slack.violations.length > 0) process.stderr.write(`${slack.violations.length} × ${slack.violations[0]}\n`);
  return { replies: spread(replies), acks: spread(acks) };
}

async function started(program: string, slack: FakeSlack, folder: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env['PATH'] ?? '',
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      SLACK_CHANNELS: 'all',
      DATA_DIR: folder,
    },
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('keymedic runs')) resolve();
    });
    child.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk));
    child.on('exit', () => reject(new Error(`${program} ended`)));
  });
  return child;
}

/** Every message is of another person in another channel: manners would else silence the bot. */
async function run(slack: FakeSlack, load: Load, sent: Map<string, number>, acks: number[]): Promise<void> {
  const { at } = slack;
  const begun = performance.now();
  for (let index = 0; index < load.rate * load.seconds; index += 1) {
    const due = begun + (index * 1000) / load.rate;
    const ahead = due - performance.now();
    if (ahead > 1) await wait(ahead);
    sentSoFar.count += 1;
    const { count } = sentSoFar;
    const channel = `CB${count}`;
    at.channels.set(channel, { id: channel, name: channel, members: new Set([BOT.user]), archived: false });
    const talk = index % 10 < load.talk * 10;
    const message = {
      type: 'message',
      ts: at.ts(),
      user: `UB${count}`,
      channel,
      text: talk ? 'lunch at noon?' : PASTE,
    };
    at.messages.push({
      ts: message.ts,
      channel,
      thread: null,
      user: message.user,
      text: message.text,
      blocks: [],
      edited: false,
      metadata: null,
      files: [],
      only: null,
    });
    const from = performance.now();
    sent.set(message.ts, from);
    const payload = eventPayload({ ...message, channel_type: 'channel', event_ts: message.ts }, at);
    void slack
      .wire()
      .send({ type: 'events_api', payload })
      .then(() => acks.push(performance.now() - from));
  }
}

function spread(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { median: at(0.5), p99: at(0.99), most: sorted.at(-1) ?? Number.NaN, count: sorted.length };
}

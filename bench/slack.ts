import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack/server.ts';
import type { Person } from '#test/scenarios/driver.ts';
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
  const slack = await startFakeSlack({ transport: 'socket' });
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-bench-'));
  const child = await started(program, slack, folder);
  const sent = new Map<string, number>();
  const acks: number[] = [];
  const replies: number[] = [];
  slack.wire.onCall = ({ method, args }) => {
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
  const { violations } = slack.wire;
  if (violations.length > 0) process.stderr.write(`${violations.length} × ${violations[0]}\n`);
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
  const driver = slack.driver();
  const send = slack.wire.send.bind(slack.wire);
  slack.wire.send = async (envelope) => {
    const from = performance.now();
    const outcome = await send(envelope);
    // The bot's own messages come back as events, too; they are no load of people.
    if (envelope.label === 'message') acks.push(performance.now() - from);
    return outcome;
  };
  const begun = performance.now();
  for (let index = 0; index < load.rate * load.seconds; index += 1) {
    const due = begun + (index * 1000) / load.rate;
    const ahead = due - performance.now();
    if (ahead > 1) await wait(ahead);
    sentSoFar.count += 1;
    const { channel, person } = newcomer(slack, sentSoFar.count);
    const from = performance.now();
    sent.set(await driver.say(person, { channel }, index % 10 < load.talk * 10 ? 'lunch at noon?' : PASTE), from);
  }
  await wait(1000);
  slack.wire.send = send;
}

function newcomer({ state }: FakeSlack, number: number): { readonly channel: string; readonly person: Person } {
  const person = { id: `UB${number}`, name: `Person ${number}` };
  const channel = `CB${number}`;
  state.users.set(person.id, { ...person, handle: person.id, bot: false, deactivated: false });
  state.channels.set(channel, {
    id: channel,
    name: channel,
    kind: 'public',
    members: new Set([state.bot.id, person.id]),
    archived: false,
    messages: [],
    whispers: [],
  });
  return { channel, person };
}

function spread(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { median: at(0.5), p99: at(0.99), most: sorted.at(-1) ?? Number.NaN, count: sorted.length };
}

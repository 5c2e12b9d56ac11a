import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { PASTE } from '#test/scenarios/stories/pastes.ts';
import { type Spread, spreadOf } from './figures.ts';

/** A fake chat to measure on. */
export interface Rig {
  /** For the program that is measured. */
  readonly env: Readonly<Record<string, string>>;
  /** A newcomer writes in a channel of their own: manners would else silence the bot. Returns the message's id. */
  say(number: number, text: string): Promise<string>;
  /** Told when a reply to a message arrives. */
  onReply: (id: string) => void;
  /** Told how long an event took to be acknowledged, in milliseconds; chats without acknowledgements never call it. */
  onAck: (ms: number) => void;
  /** What the chat found fault with. */
  readonly violations: readonly string[];
  close(): Promise<void>;
}

/**
 * Measures the least app of a chat's package, then Keymedic, in one run: from the event to the reply that is posted, at 50
 * messages a second; then 200 a second, 8 in 10 of them talk.
 */
export async function measureChat(name: string, echo: string, openRig: () => Promise<Rig>): Promise<void> {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '30' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    process.stdout.write(`Usage: npm run bench:${name} [-- --seconds 30] [--json]\n`);
    return;
  }
  const seconds = Number(values.seconds);
  const least = await measure(echo, openRig, { rate: 50, seconds, talk: 0 });
  const ours = await measure('src/main.ts', openRig, { rate: 50, seconds, talk: 0 });
  const busy = await measure('src/main.ts', openRig, { rate: 200, seconds, talk: 0.8 });
  const ratio = { median: ours.replies.median / least.replies.median, p99: ours.replies.p99 / least.replies.p99 };
  if (values.json === true) {
    process.stdout.write(`${JSON.stringify({ least: least.replies, keymedic: ours.replies, ratio, at200: busy })}\n`);
    return;
  }
  process.stdout.write(`event to reply, 50 a second for ${seconds} s, ms: median / p99 / most (count)\n`);
  process.stdout.write(`  the least app  ${line(least.replies)}\n  Keymedic       ${line(ours.replies)}\n`);
  process.stdout.write(`  ratio          ${ratio.median.toFixed(2)} / ${ratio.p99.toFixed(2)}\n`);
  process.stdout.write(`200 a second, 8 in 10 talk\n  replies        ${line(busy.replies)}\n`);
  if (busy.acks.count > 0) process.stdout.write(`  acks           ${line(busy.acks)}\n`);
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

async function measure(
  program: string,
  openRig: () => Promise<Rig>,
  load: Load,
): Promise<{ replies: Spread; acks: Spread }> {
  const rig = await openRig();
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-bench-'));
  const child = await started(program, { ...rig.env, DATA_DIR: folder });
  const sent = new Map<string, number>();
  const acks: number[] = [];
  const replies: number[] = [];
  const early = new Map<string, number>();
  rig.onAck = (ms) => void acks.push(ms);
  rig.onReply = (id) => {
    const from = sent.get(id);
    if (from === undefined) early.set(id, performance.now());
    else replies.push(performance.now() - from);
  };
  await run(rig, { ...load, seconds: 2 }, sent, 0);
  await wait(1000);
  replies.length = 0;
  acks.length = 0;
  await run(rig, load, sent, 1_000_000);
  await wait(2000);
  child.kill('SIGTERM');
  await new Promise((resolve) => child.on('exit', resolve));
  await rig.close();
  rmSync(folder, { recursive: true, force: true });
  if (rig.violations.length > 0) process.stderr.write(`${rig.violations.length} × ${rig.violations[0]}\n`);
  return { replies: spreadOf(replies), acks: spreadOf(acks) };
}

async function started(program: string, env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program], { env: { PATH: process.env['PATH'] ?? '', ...env } });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('keymedic runs')) resolve();
    });
    child.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk));
    child.on('exit', () => reject(new Error(`${program} ended`)));
  });
  return child;
}

async function run(rig: Rig, load: Load, sent: Map<string, number>, first: number): Promise<void> {
  const begun = performance.now();
  for (let index = 0; index < load.rate * load.seconds; index += 1) {
    const ahead = begun + (index * 1000) / load.rate - performance.now();
    if (ahead > 1) await wait(ahead);
    const from = performance.now();
    const text = index % 10 < load.talk * 10 ? 'lunch at noon?' : PASTE;
    sent.set(await rig.say(first + index, text), from);
  }
}

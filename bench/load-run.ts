import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { DEFAULT_MANNERS } from '#support/turns/manners.ts';
import { until } from '#test/crash/town.ts';
import { postgresPrograms, startPostgres } from '#test/fakes/postgres.ts';
import { type Afterwards, startAfterwards } from './load-afterwards.ts';
import { type Sample, startBalancer, type Watched, watchedProcess } from './load-processes.ts';
import { PASTES, TALK } from './load-texts.ts';
import { openTown, type Town } from './load-town.ts';

/** What is put on the bot. */
export interface LoadOptions {
  /** Messages a second, on both chats together. */
  readonly rate: number;
  readonly seconds: number;
  /** Servers of Discord with a channel each, and as many channels of Slack. */
  readonly servers: number;
  readonly processes: number;
  readonly database: 'sqlite' | 'postgres';
}

/** What was measured; times in milliseconds. */
export interface Measured {
  readonly acks: readonly number[];
  readonly replies: readonly number[];
  readonly processes: readonly (readonly Sample[])[];
  readonly counts: Readonly<Record<'sent' | 'pastes' | 'again' | 'walks' | 'cards', number>>;
  /** Bytes of the SQLite file; null with PostgreSQL. */
  readonly bytes: number | null;
  /** How late the generator itself was, 99th percentile: no figure is better than that. */
  readonly generatorLagMs: number;
  readonly loadAverage: readonly number[];
  /** What was lost, doubled or refused; warnings of the bot. */
  readonly faults: readonly string[];
}

const PASTES_SHARE = 0.2;
const PATIENCE_MS = 60_000;
/** What is sent twice comes within this time. */
const QUIET_MS = 2000;
/** Every so many pastes Slack sends the event again, as it does where an acknowledgement got lost. */
const AGAIN_EVERY = 50;
/** So many people talk in each channel. */
const REGULARS = 5;

/** Runs the product under load and counts what comes back. */
export async function measureLoad(options: LoadOptions): Promise<Measured> {
  const { servers, processes, database } = options;
  refuseTooMuch(options);
  await using closing = new AsyncDisposableStack();
  const town = closing.adopt(await openTown(servers, processes === 1 ? 'socket' : 'http'), (one) => one.close());
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-load-'));
  closing.defer(() => rmSync(folder, { recursive: true, force: true }));
  const programs = postgresPrograms();
  if (database === 'postgres' && programs === null) throw new Error('there is no PostgreSQL on this machine');
  const postgres =
    database === 'postgres' ? closing.adopt(await startPostgres(programs ?? '', true), (one) => one.stop()) : null;
  const bots: Watched[] = [];
  for (let part = 0; part < processes; part += 1) {
    const env = { ...town.env(part, processes), ...(postgres === null ? {} : { DATABASE_URL: postgres.url }) };
    bots.push(closing.adopt(await watchedProcess(env, folder), (one) => one.stop()));
  }
  if (processes > 1) {
    const balancer = closing.adopt(await startBalancer(bots.map(({ port }) => port)), (one) => one.close());
    town.slack.connectHttp(balancer.url);
  }
  const counted = await drive(town, options);
  const outboxes = await leftIn(bots);
  return {
    ...counted,
    processes: bots.map(({ samples }) => samples),
    bytes: postgres === null ? statSync(join(folder, 'keymedic.db')).size : null,
    faults: [...counted.faults, ...outboxes, ...bots.flatMap(({ complaints }) => complaints)],
  };
}

/** A channel gets twenty unasked answers in ten minutes, see `DEFAULT_MANNERS`: beyond that silence would look like a loss. */
function refuseTooMuch({ rate, seconds, servers }: LoadOptions): void {
  const pastes = (rate * Math.min(seconds, 600) * PASTES_SHARE) / 2 / servers;
  if (pastes > DEFAULT_MANNERS.perChannel - 1)
    throw new Error(`${servers} servers are too few: a channel would see ${Math.ceil(pastes)} pastes in ten minutes`);
}

/** What should have been sent and was not. */
async function leftIn(bots: readonly Watched[]): Promise<string[]> {
  for (const bot of bots) await bot.look();
  return bots.flatMap(({ samples }) => {
    const left = samples.at(-1)?.outbox ?? 0;
    return left === 0 ? [] : [`${left} messages are left in the outbox`];
  });
}

type Counted = Omit<Measured, 'processes' | 'bytes'>;

async function drive(town: Town, { rate, seconds }: LoadOptions): Promise<Counted> {
  const acks: number[] = [];
  const replies: number[] = [];
  /** When each paste was due, and how often it was answered. */
  const pastes = new Map<string, { readonly due: number; answers: number }>();
  const strangers: string[] = [];
  const counts = { sent: 0, pastes: 0, again: 0, walks: 0, cards: 0 };
  const afterwards = startAfterwards(town, counts);
  town.onAck = (ms) => void acks.push(ms);
  town.onReply = (to) => {
    const paste = pastes.get(to);
    if (paste === undefined) return void strangers.push(to);
    paste.answers += 1;
    if (paste.answers === 1) replies.push(performance.now() - paste.due);
    return undefined;
  };
  const late = monitorEventLoopDelay({ resolution: 10 });
  late.enable();
  await paced(rate * seconds, rate, async (index, due) => {
    town.due = due;
    counts.sent += 1;
    if (index % 10 < 8) talk(town, index);
    else pastes.set(await pasteError(town, counts, afterwards), { due, answers: 0 });
  }).finally(() => {
    town.due = null;
  });
  const generatorLagMs = late.percentile(99) / 1e6 - 10;
  const loadAverage = loadavg();
  const all = () => [...pastes.values()].every(({ answers }) => answers > 0);
  await until(all, PATIENCE_MS).catch(() => undefined);
  const missing = await afterwards.end();
  await wait(QUIET_MS);
  const answers = [...pastes.values()].map((one) => one.answers);
  const faults = [
    told(answers.filter((count) => count === 0).length, 'pastes were not answered'),
    told(answers.filter((count) => count > 1).length, 'pastes were answered twice'),
    told(strangers.length, 'messages got an answer that should get none'),
    ...missing,
    ...town.slack.wire.violations,
    ...town.discord.violations,
  ].filter((fault) => fault !== '');
  return { acks, replies, counts, generatorLagMs, loadAverage, faults };
}

function told(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${what}`;
}

/** Does something at a steady pace that nothing slows down: what is late is made up for, and measured from when it was due. */
async function paced(times: number, rate: number, act: (index: number, due: number) => Promise<void>): Promise<void> {
  const begun = performance.now();
  for (let index = 0; index < times; index += 1) {
    const due = begun + (index * 1000) / rate;
    const ahead = due - performance.now();
    if (ahead > 1) await wait(ahead);
    await act(index, due);
  }
}

/** The regulars of a channel talk. Chats take turns, and so do their channels. */
function talk({ crowds }: Town, index: number): void {
  const crowd = crowds[index % crowds.length];
  const at = Math.floor(index / crowds.length);
  const channel = crowd?.channels[at % crowd.channels.length] ?? '';
  const who = (at % ((crowd?.channels.length ?? 1) * REGULARS)) + 1;
  const person = crowd?.newcomer(who, channel);
  if (person !== undefined) void crowd?.say(person, channel, TALK[at % TALK.length] ?? '', false);
}

const FIRST_NEWCOMER = 1_000_000;

/** Somebody new pastes an error: whoever was answered a moment ago would not be answered again. */
async function pasteError(
  town: Town,
  counts: { pastes: number; again: number },
  afterwards: Afterwards,
): Promise<string> {
  const number = counts.pastes;
  counts.pastes += 1;
  const which = number % town.crowds.length;
  const crowd = town.crowds[which];
  if (crowd === undefined) throw new Error('a town without chats');
  const at = Math.floor(number / town.crowds.length);
  const channel = crowd.channels[at % crowd.channels.length] ?? '';
  const round = Math.floor(at / crowd.channels.length);
  const person = crowd.newcomer(FIRST_NEWCOMER + number, channel);
  const id = await crowd.say(
    person,
    channel,
    PASTES[((at % crowd.channels.length) + round) % PASTES.length] ?? '',
    true,
  );
  if (which === 0 && at % AGAIN_EVERY === 0) {
    counts.again += 1;
    void crowd.driver.redeliver();
  }
  afterwards.follow(number, { crowd: which, channel, person, paste: id });
  return id;
}

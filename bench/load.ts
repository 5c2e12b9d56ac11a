import { createServer } from 'node:net';
import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { compile } from '#diagnosis/compile.ts';
import { dice } from '#test/crash/process.ts';
import { postgresPrograms, startPostgres } from '#test/fakes/postgres.ts';
import { openBalancer } from './balancer.ts';
import { type Spread, spreadOf } from './figures.ts';
import { type Measured, startMeasured } from './load-process.ts';
import { PASTES, proveTexts, TALK } from './load-texts.ts';
import { type LoadTown, openLoadTown } from './load-town.ts';
import { loaded } from './loaded.ts';

const HELP = `Usage: npm run -s bench:load -- [--rate 200] [--seconds 300] [--channels 1000] [--processes 1] [--json]

Writes messages at a fixed rate, half of them on Slack and half on Discord, 8 in 10 of them talk, into so many channels
of Slack and so many servers of Discord, and hands a case over every other second. Latencies count from when a message
was due, so that a pause is counted for all that wait. One process keeps its cases in SQLite; several share a PostgreSQL, get
Slack's requests from a balancer, and a part of Discord's servers each. Exit status 1 where something was lost or doubled.
`;

const OPTIONS = {
  rate: { type: 'string', default: '200' },
  seconds: { type: 'string', default: '300' },
  channels: { type: 'string', default: '1000' },
  processes: { type: 'string', default: '1' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const HANDOFF_EVERY_MS = 2000;
const LOOK_EVERY_MS = 5000;
const TALK_OF_TEN = 8;
/** What is still under way at the end may take so long; after it nothing more may come. */
const PATIENCE_MS = 60_000;
const LATE_DOUBLES_MS = 3000;

interface Load {
  readonly rate: number;
  readonly seconds: number;
  readonly channels: number;
}

interface Outcome {
  readonly load: Load & { readonly processes: number };
  readonly acks: Spread;
  readonly replies: Spread;
  readonly lost: number;
  readonly doubled: number;
  readonly unasked: number;
  readonly handoffs: { readonly made: number; readonly failed: number; readonly doubled: number };
  /** Of each process: memory at the end in MB, its growth in MB a minute over the last two thirds, and the share of a core. */
  readonly processes: readonly { readonly megabytes: number; readonly growth: number; readonly cores: number }[];
  readonly machineLoad: number;
  readonly violations: readonly string[];
}

const { values } = parseArgs({ options: OPTIONS });
if (values.help === true) process.stdout.write(HELP);
else {
  const load = { rate: Number(values.rate), seconds: Number(values.seconds), channels: Number(values.channels) };
  proveTexts(compile(loaded()));
  const outcome = Number(values.processes) > 1 ? await several(load, Number(values.processes)) : await alone(load);
  process.stdout.write(values.json === true ? `${JSON.stringify(outcome)}\n` : tableOf(outcome));
  const { lost, doubled, unasked, handoffs } = outcome;
  process.exitCode = lost + doubled + unasked + handoffs.failed + handoffs.doubled === 0 ? 0 : 1;
}

async function alone(load: Load): Promise<Outcome> {
  const town = await openLoadTown(load.channels, 'socket');
  const bots = [await startMeasured(town.env)];
  return measured(town, bots, load);
}

async function several(load: Load, count: number): Promise<Outcome> {
  const programs = postgresPrograms();
  if (programs === null)
    throw new Error('PostgreSQL is not installed here: its programs are needed for several processes');
  const postgres = await startPostgres(programs);
  const town = await openLoadTown(load.channels, 'http');
  const ports = await Promise.all(Array.from({ length: count }, freePort));
  const balancer = await openBalancer(ports);
  town.slack.connectHttp(balancer.url);
  const bots: Measured[] = [];
  // One after the other: two processes at once would both bring the tables of a new database up to date.
  for (const [index, port] of ports.entries())
    bots.push(
      await startMeasured({
        ...town.env,
        DATABASE_URL: postgres.url,
        PORT: String(port),
        DISCORD_SHARDS: `${index}/${count}`,
      }),
    );
  try {
    return await measured(town, bots, load);
  } finally {
    await balancer.close();
    await postgres.stop();
  }
}

async function measured(town: LoadTown, bots: readonly Measured[], load: Load): Promise<Outcome> {
  await warmUp(town, load);
  const before = await Promise.all(bots.map((bot) => bot.cpuSeconds()));
  const begun = performance.now();
  const handoffs = { made: 0, failed: 0 };
  const beside = new AbortController();
  const side = [lookAt(bots, begun, beside.signal), handOver(town, handoffs, beside.signal)];
  await write(town, load);
  const seconds = (performance.now() - begun) / 1000;
  const after = await Promise.all(bots.map((bot) => bot.cpuSeconds()));
  beside.abort();
  await Promise.all(side);
  await answeredAll(town);
  await wait(LATE_DOUBLES_MS);
  await Promise.all(bots.map((bot) => bot.look(seconds)));
  for (const bot of bots) await bot.stop();
  const messages = [...town.written.values()];
  const outcome = {
    load: { ...load, processes: bots.length },
    acks: spreadOf(town.acks),
    replies: spreadOf(town.replies),
    lost: messages.filter(({ paste, answers }) => paste && answers === 0).length,
    doubled: messages.filter(({ answers }) => answers > 1).length,
    unasked: messages.filter(({ paste, answers }) => !paste && answers > 0).length,
    handoffs: { ...handoffs, doubled: [...town.cards.values()].filter((count) => count > 1).length },
    processes: bots.map(({ memory }, index) => ({
      megabytes: memory.at(-1)?.megabytes ?? Number.NaN,
      growth: growthOf(memory.filter(({ seconds: at }) => at > load.seconds / 3)),
      cores: ((after[index] ?? 0) - (before[index] ?? 0)) / seconds,
    })),
    machineLoad: loadavg()[1] ?? Number.NaN,
    violations: [...new Set([...town.slack.wire.violations, ...town.discord.violations])].slice(0, 5),
  };
  await town.close();
  return outcome;
}

/** A few seconds that do not count: code is compiled, connections are opened. */
async function warmUp(town: LoadTown, load: Load): Promise<void> {
  await write(town, { ...load, seconds: 3 });
  await answeredAll(town);
  town.acks.length = 0;
  town.replies.length = 0;
}

async function write(town: LoadTown, { rate, seconds, channels }: Load): Promise<void> {
  const random = dice(1);
  const pastesIn = new Map<number, number>();
  const begun = performance.now();
  for (let index = 0; index < rate * seconds; index += 1) {
    const due = begun + (index * 1000) / rate;
    const ahead = due - performance.now();
    if (ahead > 1) await wait(ahead);
    const channel = Math.floor(random() * channels * 2);
    const isTalk = Math.floor(random() * 10) < TALK_OF_TEN;
    const turn = pastesIn.get(channel) ?? Math.floor(random() * PASTES.length);
    if (!isTalk) pastesIn.set(channel, turn + 1);
    const text = isTalk ? TALK[Math.floor(random() * TALK.length)] : PASTES[turn % PASTES.length];
    await town.write(channel, text ?? '', !isTalk, due);
  }
}

async function answeredAll({ written }: LoadTown): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end && [...written.values()].some(({ paste, answers }) => paste && answers === 0))
    await wait(200);
}

async function lookAt(bots: readonly Measured[], begun: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const bot of bots) await bot.look((performance.now() - begun) / 1000);
    await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function handOver(
  town: LoadTown,
  handoffs: { made: number; failed: number },
  signal: AbortSignal,
): Promise<void> {
  const underWay: Promise<void>[] = [];
  while (!signal.aborted) {
    const paste = PASTES[underWay.length % PASTES.length] ?? '';
    underWay.push(
      town.handOver(paste).then(
        () => void (handoffs.made += 1),
        () => void (handoffs.failed += 1),
      ),
    );
    await wait(HANDOFF_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all(underWay);
}

/** The slope of a line through the points, by least squares, in MB a minute. */
function growthOf(points: Measured['memory']): number {
  const mean = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0) / list.length;
  const [x, y] = [mean(points.map(({ seconds }) => seconds)), mean(points.map(({ megabytes }) => megabytes))];
  const up = points.reduce((sum, { seconds, megabytes }) => sum + (seconds - x) * (megabytes - y), 0);
  const across = points.reduce((sum, { seconds }) => sum + (seconds - x) ** 2, 0);
  return (up / across) * 60;
}

function tableOf({ load, acks, replies, lost, doubled, unasked, handoffs, ...rest }: Outcome): string {
  const line = ({ median, p99, most, count }: Spread) =>
    `${median.toFixed(1)} / ${p99.toFixed(1)} / ${most.toFixed(1)} (${count})`;
  return [
    `${load.rate} messages a second for ${load.seconds} s, ${load.channels} channels and as many servers, ${load.processes} process${load.processes > 1 ? 'es' : ''}`,
    `acknowledged, ms: median / p99 / most (count)  ${line(acks)}`,
    `answered                                       ${line(replies)}`,
    `errors without an answer ${lost}, answered twice ${doubled}, talk that was answered ${unasked}`,
    `handoffs ${handoffs.made}, failed ${handoffs.failed}, cards twice ${handoffs.doubled}`,
    ...rest.processes.map(
      ({ megabytes, growth, cores }, index) =>
        `process ${index + 1}: ${megabytes.toFixed(0)} MB at the end, ${growth.toFixed(1)} MB a minute over the last two thirds, ${(cores * 100).toFixed(0)} % of a core`,
    ),
    `load of the machine in the last five minutes ${rest.machineLoad.toFixed(1)}`,
    ...rest.violations.map((one) => `the chat found fault: ${one}`),
    '',
  ].join('\n');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

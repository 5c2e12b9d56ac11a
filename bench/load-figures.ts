import type { Sample } from './load-processes.ts';
import type { LoadOptions, Measured } from './load-run.ts';

/** Times in milliseconds. */
interface Times {
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  readonly count: number;
}

interface ProcessFigures {
  /** Megabytes at the end of the run. */
  readonly rssMb: number;
  /** Growth of the resident memory over the last two thirds, in megabytes a minute. */
  readonly rssPerMinute: number;
  /** The same of the heap's low points: what is left after a collection. */
  readonly heapPerMinute: number;
  readonly heapMb: number;
  /** The low points themselves, from the start of the run, in megabytes. */
  readonly heapLows: readonly number[];
  /** Resident memory at the same moments. */
  readonly rssThen: readonly number[];
  /** Share of one core, 0 to 1. */
  readonly cpu: number;
  /** The worst 99th percentile of two seconds, in milliseconds. */
  readonly worstLagMs: number;
}

/** A run in figures. */
export interface Figures {
  readonly options: LoadOptions;
  readonly acks: Times;
  readonly replies: Times;
  readonly processes: readonly ProcessFigures[];
  readonly counts: Measured['counts'];
  readonly bytesPerCase: number | null;
  readonly generatorLagMs: number;
  readonly loadAverage: readonly number[];
  readonly faults: readonly string[];
}

/** Reads the figures of a run. */
export function figuresOf(options: LoadOptions, measured: Measured): Figures {
  const { acks, replies, processes, counts, bytes, generatorLagMs, loadAverage, faults } = measured;
  return {
    options,
    acks: timesOf(acks),
    replies: timesOf(replies),
    processes: processes.map((samples) => processFigures(samples, options.seconds)),
    counts,
    bytesPerCase: bytes === null ? null : Math.round(bytes / Math.max(1, counts.pastes)),
    generatorLagMs,
    loadAverage,
    faults,
  };
}

function timesOf(times: readonly number[]): Times {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), most: sorted.at(-1) ?? Number.NaN, count: sorted.length };
}

/** Low points of the heap are looked for in so many seconds. */
const WINDOW_S = 20;

function processFigures(samples: readonly Sample[], seconds: number): ProcessFigures {
  const loaded = samples.filter((one) => one.seconds <= seconds);
  const late = loaded.filter((one) => one.seconds > seconds / 3);
  const [first] = loaded;
  const last = loaded.at(-1);
  const windows = Map.groupBy(loaded, (one) => Math.floor(one.seconds / WINDOW_S)).values();
  const lows = [...windows].map((window) => window.reduce((least, one) => (one.heapMb < least.heapMb ? one : least)));
  const lateLows = lows.filter((one) => one.seconds > seconds / 3);
  const spent = (last?.cpuSeconds ?? 0) - (first?.cpuSeconds ?? 0);
  return {
    rssMb: last?.rssMb ?? Number.NaN,
    rssPerMinute: slope(late.map((one) => [one.seconds / 60, one.rssMb])),
    heapPerMinute: slope(lateLows.map((one) => [one.seconds / 60, one.heapMb])),
    heapMb: lows.at(-1)?.heapMb ?? Number.NaN,
    heapLows: lows.map((one) => Math.round(one.heapMb)),
    rssThen: lows.map((one) => Math.round(one.rssMb)),
    cpu: spent / ((last?.seconds ?? 0) - (first?.seconds ?? 0)),
    worstLagMs: Math.max(...loaded.map((one) => one.lagMs)),
  };
}

/** The straight line with the least squares: https://en.wikipedia.org/wiki/Simple_linear_regression */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (of: 0 | 1) => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

/** The figures as a table for people. */
export function tableOf({ options, acks, replies, processes, counts, ...rest }: Figures): string {
  const { rate, seconds, servers, database } = options;
  const times = ({ p50, p99, most, count }: Times) =>
    `${p50.toFixed(1)} / ${p99.toFixed(1)} / ${most.toFixed(0)} ms (${count})`;
  const rows = processes.map(
    (one, index) =>
      `process ${index}       ${one.rssMb.toFixed(0)} MB, ${one.rssPerMinute.toFixed(1)} MB a minute; heap ${one.heapMb.toFixed(0)} MB, ${one.heapPerMinute.toFixed(1)} MB a minute; ${(one.cpu * 100).toFixed(0)} % of a core; loop late by ${one.worstLagMs.toFixed(0)} ms at worst`,
  );
  return [
    `${rate} messages a second for ${seconds} s, ${servers} Discord servers and ${servers} Slack channels, ${processes.length} process(es), ${database}`,
    `acknowledged    ${times(acks)}   median / p99 / most (count)`,
    `answered        ${times(replies)}`,
    ...rows,
    `sent            ${counts.sent} messages, ${counts.pastes} pastes, ${counts.again} twice; ${counts.walks} walks, ${counts.cards} handoffs`,
    ...(rest.bytesPerCase === null ? [] : [`database        ${rest.bytesPerCase} bytes a case`]),
    `generator       late by ${rest.generatorLagMs.toFixed(1)} ms at p99; load average ${rest.loadAverage.map((one) => one.toFixed(1)).join(' ')}`,
    rest.faults.length === 0 ? 'nothing lost, nothing doubled' : `FAULTS\n  ${rest.faults.join('\n  ')}`,
    '',
  ].join('\n');
}

import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Registry } from './prometheus.ts';

/** How often the event loop is looked at, in milliseconds. */
const RESOLUTION_MS = 50;

/**
 * What the process itself uses, by the names that dashboards for Node and Prometheus expect.
 *
 * @returns brings the figures up to date
 */
export function processMetrics(registry: Registry): () => void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const cpu = registry.counter('process_cpu_seconds_total', 'User and system CPU time, in seconds.');
  const resident = registry.gauge('process_resident_memory_bytes', 'Resident memory, in bytes.');
  const heap = registry.gauge('nodejs_heap_size_used_bytes', 'Used part of the heap, in bytes.');
  const lags = [50, 99].map((percentile) => ({
    percentile,
    gauge: registry.gauge(
      `nodejs_eventloop_lag_p${percentile}_seconds`,
      `By how much timers were late since this was read last, in seconds; percentile ${percentile}.`,
    ),
  }));
  registry
    .gauge('process_start_time_seconds', 'When the process began, in seconds since 1970.')
    .set(Math.round(performance.timeOrigin / 1000));
  let counted = 0;
  return () => {
    const { user, system } = process.cpuUsage();
    cpu.add({}, (user + system) / 1e6 - counted);
    counted = (user + system) / 1e6;
    const { rss, heapUsed } = process.memoryUsage();
    resident.set(rss);
    heap.set(heapUsed);
    for (const { percentile, gauge } of lags) {
      const late = delay.count === 0 ? 0 : delay.percentile(percentile) / 1e9 - RESOLUTION_MS / 1000;
      gauge.set(Math.max(0, late));
    }
    delay.reset();
  };
}

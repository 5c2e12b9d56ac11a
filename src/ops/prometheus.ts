/** Labels of one series. Names are identifiers; values are short, and of a set that does not grow. */
export type Labels = Readonly<Record<string, string>>;

/** Something that only grows. */
export interface Counter {
  add(labels?: Labels, by?: number): void;
}

/** Something that goes up and down. What is not set anew is kept. */
export interface Gauge {
  set(value: number, labels?: Labels): void;
  /** Forgets all series, for what cannot be told any more. */
  clear(): void;
}

/** How often something took how long, in seconds. */
export interface Histogram {
  observe(seconds: number, labels?: Labels): void;
}

/** All metrics of a process. Counters are named `…_total`, histograms `…_seconds`. */
export interface Registry {
  counter(name: string, help: string): Counter;
  gauge(name: string, help: string): Gauge;
  /** @param bounds upper bounds of the buckets, in seconds, ascending */
  histogram(name: string, help: string, bounds: readonly number[]): Histogram;
  /** https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
  text(): string;
}

/** What {@link Registry.text} is, for the header. */
export const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

interface Buckets {
  readonly labels: Labels;
  readonly counts: number[];
  sum: number;
  count: number;
}

/** An empty registry. */
export function openRegistry(): Registry {
  const families: (() => string)[] = [];
  const family = (name: string, help: string, type: string, lines: () => readonly string[]) =>
    void families.push(() => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines()].join('\n'));
  const simple = (name: string, help: string, type: 'counter' | 'gauge') => {
    const values = new Map<string, number>();
    family(name, help, type, () => [...values].map(([key, value]) => `${name}${key} ${value}`));
    return values;
  };
  return {
    counter(name, help) {
      const values = simple(name, help, 'counter');
      return {
        add(labels = {}, by = 1) {
          const key = written(labels);
          values.set(key, (values.get(key) ?? 0) + by);
        },
      };
    },
    gauge(name, help) {
      const values = simple(name, help, 'gauge');
      return { set: (value, labels = {}) => void values.set(written(labels), value), clear: () => values.clear() };
    },
    histogram(name, help, bounds) {
      const series = new Map<string, Buckets>();
      family(name, help, 'histogram', () => [...series.values()].flatMap((one) => bucketLines(name, bounds, one)));
      return {
        observe(seconds, labels = {}) {
          const key = written(labels);
          const one = series.get(key) ?? { labels, counts: bounds.map(() => 0), sum: 0, count: 0 };
          series.set(key, one);
          const at = bounds.findIndex((bound) => seconds <= bound);
          if (at >= 0) one.counts[at] = (one.counts[at] ?? 0) + 1;
          one.sum += seconds;
          one.count += 1;
        },
      };
    },
    text: () => `${families.map((lines) => lines()).join('\n')}\n`,
  };
}

/** Buckets are cumulative on the wire: each holds those below it. */
function bucketLines(name: string, bounds: readonly number[], { labels, counts, sum, count }: Buckets): string[] {
  let below = 0;
  const lines = bounds.map((bound, index) => {
    below += counts[index] ?? 0;
    return `${name}_bucket${written({ ...labels, le: String(bound) })} ${below}`;
  });
  return [
    ...lines,
    `${name}_bucket${written({ ...labels, le: '+Inf' })} ${count}`,
    `${name}_sum${written(labels)} ${sum}`,
    `${name}_count${written(labels)} ${count}`,
  ];
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };

function written(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replaceAll(/[\\"\n]/g, (found) => ESCAPES[found] ?? '')}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

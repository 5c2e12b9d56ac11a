import { expect, test } from 'vitest';
import { openRegistry } from '#ops/prometheus.ts';

test('a counter adds up for each set of labels', () => {
  const registry = openRegistry();
  const counter = registry.counter('made_total', 'Things made.');
  counter.add({ kind: 'a' });
  counter.add({ kind: 'a' }, 2);
  counter.add({ kind: 'b' });
  expect(registry.text()).toBe(
    '# HELP made_total Things made.\n# TYPE made_total counter\nmade_total{kind="a"} 3\nmade_total{kind="b"} 1\n',
  );
});

test('buckets of a histogram hold those below them, and what is above all of them only counts', () => {
  const registry = openRegistry();
  const histogram = registry.histogram('took_seconds', 'Time.', [0.1, 1]);
  for (const seconds of [0.05, 0.1, 0.5, 3]) histogram.observe(seconds, { chat: 'x' });
  expect(registry.text().split('\n').slice(2, -1)).toEqual([
    'took_seconds_bucket{chat="x",le="0.1"} 2',
    'took_seconds_bucket{chat="x",le="1"} 3',
    'took_seconds_bucket{chat="x",le="+Inf"} 4',
    'took_seconds_sum{chat="x"} 3.65',
    'took_seconds_count{chat="x"} 4',
  ]);
});

test('a gauge that cannot be told any more is left out', () => {
  const registry = openRegistry();
  const gauge = registry.gauge('depth', 'How deep.');
  gauge.set(5);
  gauge.set(3);
  expect(registry.text()).toContain('\ndepth 3\n');
  gauge.clear();
  expect(registry.text()).not.toContain('\ndepth ');
});

test('a label cannot break out of its quotes', () => {
  const registry = openRegistry();
  registry.counter('made_total', 'Things made.').add({ kind: 'a"} 9\nevil{x="\\' });
  expect(registry.text().split('\n')[2]).toBe('made_total{kind="a\\"} 9\\nevil{x=\\"\\\\"} 1');
});

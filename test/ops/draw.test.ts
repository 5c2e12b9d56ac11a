import { expect, test } from 'vitest';
import { drawPng } from '#ops/draw.ts';
import { chartInWords, chartSvg } from '#support/views/desk/chart-svg.ts';

const CHART = {
  title: 'The last week <b>&',
  bars: [
    { label: "The provider doesn't recognize this key", value: 41 },
    { label: 'Ключ «отозван» & <gone> "x"', value: 7 },
    { label: 'x'.repeat(200), value: 0 },
  ],
};

test('a chart is a small PNG, whatever its labels hold', async () => {
  const png = Buffer.from(await drawPng(chartSvg(CHART)));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(1000);
  expect(png.length).toBeLessThan(60_000);
  // Something was drawn: a blank picture of this size has less than 3 KB.
  expect(png.length).toBeGreaterThan(5000);
});

test('two charts at once are drawn both', async () => {
  const drawn = await Promise.all([CHART, { ...CHART, title: 'Another' }].map((chart) => drawPng(chartSvg(chart))));
  expect(Buffer.compare(Buffer.from(drawn[0] ?? []), Buffer.from(drawn[1] ?? []))).not.toBe(0);
});

test('a chart is told in words, too', () => {
  expect(chartInWords({ title: 'T', bars: CHART.bars.slice(0, 1) })).toBe(
    "T. The provider doesn't recognize this key: 41.",
  );
});

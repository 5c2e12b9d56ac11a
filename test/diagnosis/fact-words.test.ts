import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ANCHORED } from '#diagnosis/read/fact-words.ts';
import { normalise } from '#diagnosis/text/normalise.ts';

test.for(ANCHORED.map((fact) => [fact.name, fact] as const))(
  'whatever %s matches holds one of its anchors',
  ([, fact]) => {
    const words = [...fact.anchors, ...(fact.marks ?? [])];
    // The generator knows neither word boundaries nor flags; what does not match without them is passed over.
    const samples = fc.stringMatching(new RegExp(fact.shows.source.replaceAll('\\b', '')));
    fc.assert(
      fc.property(samples, (sample) => {
        const match = fact.shows.exec(sample)?.[0];
        fc.pre(match !== undefined);
        const { text } = normalise(match);
        expect({ text, anchors: words.filter((word) => text.includes(word)) }).not.toEqual({ text, anchors: [] });
      }),
      { numRuns: 2000 },
    );
  },
);

test('anchors are normalised, and long enough to be looked for in passing', () => {
  for (const anchor of ANCHORED.flatMap(({ anchors }) => anchors)) {
    expect(normalise(anchor).text).toBe(anchor);
    expect(anchor).toMatch(/^.{4,}$|[^\0-\x7f]./u);
  }
});

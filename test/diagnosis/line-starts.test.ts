import { expect, test } from 'vitest';
import { readLineStarts } from '#diagnosis/text/line-starts.ts';
import { asciiCodes } from '#diagnosis/text/normal-writer.ts';

const starts = (text: string) => readLineStarts(text, asciiCodes(text));

test.for(['## Setup', 'text\n  - **Key**: x', '|---|', 'a\n===', 'x\n• **Key**', '**Q: why'])(
  '%j begins with a mark',
  (text) => {
    expect(starts(text).mark).toBe(true);
  },
);

test.for([
  'feat(api): x',
  'done\n- FIX: y',
  '    [1.2.3] - today',
  'v1.2.3 (new)',
  'x\n## 1.2.3 -',
  'ci: z',
  'Revert!: a',
])('%j begins like an entry of a changelog', (text) => {
  expect(starts(text).entry).toBe(true);
});

test('a log has neither', () => {
  expect(starts('2026-01-01 INFO 401\n  at call (a.js:1)\nerror: x')).toEqual({ mark: false, entry: false });
});

test('line ends that only expressions know allow everything', () => {
  expect(starts('a\rb')).toEqual({ mark: true, entry: true });
  expect(starts('a\r\nb')).toEqual({ mark: false, entry: false });
});

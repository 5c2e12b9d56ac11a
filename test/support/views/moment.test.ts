import { expect, test } from 'vitest';
import { momentIn, spanInWords } from '#support/views/moment.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

test.for([
  [0, '1 minute'],
  [MINUTE - 1, '1 minute'],
  [2 * MINUTE - 1, '1 minute'],
  [2 * MINUTE, '2 minutes'],
  [HOUR - 1, '59 minutes'],
  [HOUR, '1 hour'],
  [DAY - 1, '23 hours'],
  [DAY, '1 day'],
  [2 * DAY, '2 days'],
] as const)('%i ms are %s', ([ms, words]) => {
  expect(spanInWords(ms)).toBe(words);
});

test('a moment has its weekday, day and time where the desk is', () => {
  const at = Date.parse('2025-11-21T23:14:00Z');
  expect(momentIn(at, 'UTC')).toMatch(/^Fri\b.*\b21 Nov\b.*\b23:14$/);
  expect(momentIn(at, 'Asia/Tokyo')).toMatch(/^Sat\b.*\b22 Nov\b.*\b08:14$/);
  expect(momentIn(Date.parse('2025-11-21T00:05:00Z'), 'UTC')).toMatch(/\b00:05$/);
});

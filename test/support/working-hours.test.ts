import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALWAYS, isTimeZone, isWorked, nextWorked, parseShift, wallTime } from '#support/desk/working-hours.ts';

const at = (iso: string) => Date.parse(iso);

function parse(text: string, timeZone = 'UTC') {
  const shift = parseShift(text);
  return shift === null ? null : { ...shift, timeZone };
}

test.for([
  ['Mon-Fri 09:00-18:00', '2026-11-20T12:00:00Z', true],
  ['Mon-Fri 09:00-18:00', '2026-11-20T18:00:00Z', false],
  ['Mon-Fri 09:00-18:00', '2026-11-21T12:00:00Z', false],
  ['sat,sun 10:00-11:30', '2026-11-21T11:29:00Z', true],
  ['Mon – Fri 09:00 – 18:00', '2026-11-20T12:00:00Z', true],
  ['Mon — Fri, Sun 09:00−18:00', '2026-11-22T12:00:00Z', true],
  ['Fri-Mon 00:00-24:00', '2026-11-22T23:59:00Z', true],
  ['Fri 22:00-06:00', '2026-11-21T05:59:00Z', true],
  ['Fri 22:00-06:00', '2026-11-20T05:59:00Z', false],
  ['always', '2026-11-22T03:00:00Z', true],
] as const)('%s at %s: %s', ([text, moment, worked]) => {
  const hours = parse(text);
  expect(hours && isWorked(at(moment), hours)).toBe(worked);
});

test.for([
  '',
  'nine to five',
  'Mon-Fri 9-5',
  'Mun-Fri 09:00-18:00',
  'Mon-Fri 25:00-26:00',
  'Mon-Fri 09:75-18:00',
  'Mon 09:00-09:00',
  'Mon-Tue-Wed 09:00-10:00',
])('not understood: %s', (text) => {
  expect(parse(text)).toBeNull();
});

test('a zone that there is not is not understood', () => {
  expect(isTimeZone('Europe/Atlantis')).toBe(false);
  expect(isTimeZone('Europe/Berlin')).toBe(true);
});

test('what comes on Friday evening waits for Monday morning, also when the clocks change in between', () => {
  const hours = parse('Mon-Fri 09:00-18:00', 'Europe/Berlin');
  if (hours === null) throw new Error('not understood');
  expect(nextWorked(at('2026-10-23T17:30:00Z'), hours)).toBe(at('2026-10-26T08:00:00Z'));
  expect(nextWorked(at('2026-10-23T15:59:30Z'), hours)).toBe(at('2026-10-23T15:59:30Z'));
});

test('hours may begin at any minute', () => {
  const hours = parse('Mon 09:07-18:00');
  expect(hours && nextWorked(at('2026-11-21T00:00:00Z'), hours)).toBe(at('2026-11-23T09:07:00Z'));
});

test('the next worked moment is worked, and none lies before it', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
      fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'),
      fc.constantFrom('Mon-Fri 09:00-18:00', 'Sat 22:30-02:15', 'Wed 00:00-24:00'),
      (date, zone, text) => {
        const hours = parse(text, zone);
        if (hours === null) throw new Error('not understood');
        const next = nextWorked(date.getTime(), hours);
        expect(isWorked(next, hours)).toBe(true);
        expect(next).toBeGreaterThanOrEqual(date.getTime());
        const before = next - 60_000;
        expect(before > date.getTime() && isWorked(before, hours)).toBe(false);
      },
    ),
    { numRuns: 60 },
  );
});

test('the time on the wall', () => {
  expect(wallTime(at('2026-11-21T23:30:00Z'), 'Asia/Tokyo')).toEqual({ date: '2026-11-22', day: 0, minutes: 510 });
  expect(isWorked(0, { ...ALWAYS, timeZone: 'UTC' })).toBe(true);
});

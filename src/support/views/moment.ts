import { text } from '#support/texts/text.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * A moment as people write it, such as `Fri 21 Nov, 09:14`.
 *
 * @param at milliseconds since 1970
 */
export function momentIn(at: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    const fields = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...fields });
    formats.set(timeZone, format);
  }
  return format.format(at);
}

const MINUTE_MS = 60_000;
const UNITS = [
  { ms: 24 * 60 * MINUTE_MS, text: 'span.days' },
  { ms: 60 * MINUTE_MS, text: 'span.hours' },
  { ms: MINUTE_MS, text: 'span.minutes' },
] as const;

/** A span of time in its largest whole unit, such as `3 hours`; milliseconds in. */
export function spanInWords(ms: number): string {
  const unit = UNITS.find((one) => ms >= one.ms) ?? UNITS[2];
  const count = Math.max(1, Math.floor(ms / unit.ms));
  return text(unit.text, { count });
}

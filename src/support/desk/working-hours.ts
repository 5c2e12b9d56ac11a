/** Days and hours of work. */
export interface Shift {
  /** Sunday is 0. */
  readonly days: ReadonlySet<number>;
  /** Minutes since midnight; `to` is the first that is not worked, and may lie after midnight (below `from`). */
  readonly from: number;
  readonly to: number;
}

/** When the support staff works, in the time of one zone. */
export interface WorkingHours extends Shift {
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
}

const ALL_DAYS = [0, 1, 2, 3, 4, 5, 6];
const DAY_MINUTES = 24 * 60;

/** Round the clock. */
export const ALWAYS: Shift = { days: new Set(ALL_DAYS), from: 0, to: DAY_MINUTES };

const NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Reads hours such as `Mon-Fri 09:00-18:00`, `Mon,Wed,Sat 10:00-14:00` or `always`; null if the text has another form. */
export function parseShift(text: string): Shift | null {
  // Editors and phones turn the hyphen of a range into a dash with spaces around it.
  const plain = text
    .trim()
    .toLowerCase()
    .replaceAll(/\s*[-\u2010-\u2015\u2212]\s*/g, '-')
    .replaceAll(/\s*,\s*/g, ',');
  if (plain === 'always') return ALWAYS;
  const parts = /^([a-z,-]+)\s+(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$/.exec(plain);
  const days = parts === null ? null : daysIn(parts[1] ?? '');
  if (parts === null || days === null) return null;
  const [from, to] = [minutes(parts[2], parts[3]), minutes(parts[4], parts[5])];
  if (from >= DAY_MINUTES || to > DAY_MINUTES || from === to) return null;
  return { days, from, to };
}

function minutes(hours = '', rest = ''): number {
  return Number(rest) > 59 ? Number.POSITIVE_INFINITY : Number(hours) * 60 + Number(rest);
}

function daysIn(text: string): ReadonlySet<number> | null {
  const days = new Set<number>();
  for (const part of text.split(',')) {
    const [first = '', last = first, ...more] = part.split('-').map((name) => name.slice(0, 3));
    const [from, to] = [NAMES.indexOf(first), NAMES.indexOf(last)];
    if (from < 0 || to < 0 || more.length > 0) return null;
    for (let day = from; ; day = (day + 1) % 7) {
      days.add(day);
      if (day === to) break;
    }
  }
  return days;
}

/** Is there such a zone? */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A moment in the local time of a zone. */
export interface WallTime {
  /** Such as `2026-11-21`. */
  readonly date: string;
  /** Sunday is 0. */
  readonly day: number;
  /** Since midnight. */
  readonly minutes: number;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** @param at milliseconds since 1970 */
export function wallTime(at: number, timeZone: string): WallTime {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    const fields = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    clock = new Intl.DateTimeFormat('en', { timeZone, weekday: 'short', hourCycle: 'h23', ...fields });
    clocks.set(timeZone, clock);
  }
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    date: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
    day: NAMES.indexOf((parts.get('weekday') ?? '').toLowerCase()),
    minutes: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}

/** Does the staff work at this moment? */
export function isWorked(at: number, { timeZone, days, from, to }: WorkingHours): boolean {
  const { day, minutes: now } = wallTime(at, timeZone);
  if (from < to) return days.has(day) && now >= from && now < to;
  // A night shift belongs to the day on which it began.
  return (days.has(day) && now >= from) || (days.has((day + 6) % 7) && now < to);
}

const MINUTE_MS = 60_000;
/** Zones and hours change at quarters of an hour. */
const STEP_MS = 15 * MINUTE_MS;
const LONGEST_MS = 8 * DAY_MINUTES * MINUTE_MS;

/** The moment itself where the staff works then, else the next one at which they begin; milliseconds since 1970. */
export function nextWorked(at: number, hours: WorkingHours): number {
  if (isWorked(at, hours)) return at;
  let next = Math.ceil((at + 1) / STEP_MS) * STEP_MS;
  while (!isWorked(next, hours) && next - at < LONGEST_MS) next += STEP_MS;
  while (isWorked(next - MINUTE_MS, hours) && next - MINUTE_MS > at) next -= MINUTE_MS;
  return next;
}

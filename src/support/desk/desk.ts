import type { Due } from '#store/types.ts';
import { ALWAYS, nextWorked, type WorkingHours } from './working-hours.ts';

/** How the staff's desk is run. Times in milliseconds. */
export interface DeskRules {
  /** How long until an unclaimed case is posted again, in working hours; then twice as long, and so on. */
  readonly nudgeAfterMs: number;
  /** How long until a case is closed whose person does not reply; they are asked once before. */
  readonly closeAfterMs: number;
  readonly hours: WorkingHours;
  /** Are last week's figures posted in the staff channel on Mondays? */
  readonly digest: boolean;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const DEFAULT_DESK: DeskRules = {
  nudgeAfterMs: 30 * MINUTE_MS,
  closeAfterMs: 72 * HOUR_MS,
  hours: { ...ALWAYS, timeZone: 'UTC' },
  digest: true,
};

/** How long a closed case can be reopened. */
export const REOPEN_MS = 7 * DAY_MS;

/**
 * When an unclaimed case comes up again.
 *
 * @param before how often it has come up
 */
export function nudgeDue(now: number, before: number, { nudgeAfterMs, hours }: DeskRules): Due {
  const after = Math.min(nudgeAfterMs * 2 ** before, DAY_MS);
  return { what: 'nudge', at: nextWorked(now + after, hours) };
}

/** When a quiet person is asked: early enough that they have most of the time to answer. */
export function askDue(now: number, { closeAfterMs }: DeskRules): Due {
  return { what: 'ask', at: now + closeAfterMs / 3 };
}

/** When the case of a quiet person is closed, once they were asked. */
export function closeDue(asked: number, { closeAfterMs }: DeskRules): Due {
  return { what: 'close', at: asked + (closeAfterMs * 2) / 3 };
}

/** For how long a case can be put off. */
export const SNOOZES = [
  { value: '1h', ms: HOUR_MS },
  { value: '4h', ms: 4 * HOUR_MS },
  { value: '1d', ms: DAY_MS },
  { value: '3d', ms: 3 * DAY_MS },
  { value: '7d', ms: 7 * DAY_MS },
] as const;

/** The end of a snooze, within working hours. */
export function wakeDue(now: number, ms: number, { hours }: DeskRules): Due {
  return { what: 'wake', at: nextWorked(now + ms, hours) };
}

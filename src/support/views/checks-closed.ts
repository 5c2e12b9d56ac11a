import type { KeptReply } from '#store/types.ts';
import type { KeyLimits } from '#support/key-check/limits.ts';
import { text } from '#support/texts/text.ts';

const MINUTE_MS = 60_000;

/** To the staff: key checks were closed, and why. */
export function checksClosedAlert(why: 'people' | 'rejected', { burstMs, closedMs }: KeyLimits): KeptReply {
  const minutes = Math.round(burstMs / MINUTE_MS);
  return {
    tone: 'warning',
    title: text('checks_closed.title', { minutes: Math.round(closedMs / MINUTE_MS) }),
    text: `${text(why === 'people' ? 'checks_closed.people' : 'checks_closed.rejected', { minutes })} ${text('checks_closed.then')}`,
  };
}

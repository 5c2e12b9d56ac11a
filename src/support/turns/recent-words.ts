import type { Actor, Place } from '#chat/port.ts';

/** What people wrote a moment ago and got no answer to: an error often comes in two messages. Masked, in memory only. */
export interface RecentWords {
  /** The texts of this person in this place, within the time that counts as one paste; oldest first. */
  of(actor: Actor, place: Place, now: number): string;
  add(actor: Actor, place: Place, text: string, now: number): void;
  clear(actor: Actor, place: Place): void;
}

/** Messages of one person within this time are one paste. */
export const SAME_PASTE_MS = 120_000;
const MOST_PEOPLE = 5_000;
const LONGEST = 8_000;

/** Keeps the last words of the last few thousand people. */
export function recentWords(): RecentWords {
  const kept = new Map<string, { readonly at: number; readonly text: string }>();
  return {
    of(actor, place, now) {
      const found = kept.get(keyOf(actor, place));
      return found === undefined || now - found.at > SAME_PASTE_MS ? '' : found.text;
    },
    add(actor, place, text, now) {
      const key = keyOf(actor, place);
      const before = this.of(actor, place, now);
      kept.delete(key);
      kept.set(key, { at: now, text: `${before}${before === '' ? '' : '\n'}${text}`.slice(-LONGEST) });
      const [oldest] = kept.keys();
      if (kept.size > MOST_PEOPLE && oldest !== undefined) kept.delete(oldest);
    },
    clear(actor, place) {
      kept.delete(keyOf(actor, place));
    },
  };
}

function keyOf(actor: Actor, place: Place): string {
  return [actor.chat, actor.tenant, actor.id, place.channel, place.thread ?? ''].join('\u001f');
}

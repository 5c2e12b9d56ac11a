import { expect } from 'vitest';
import type { Case } from '#store/types.ts';

/**
 * What holds for every case, whatever happens: one that is not over is the bot's, or one of the staff has it, or it comes up
 * by itself; it has one owner; and one that is over waits for nothing.
 */
export function expectNotLost(it: Case): void {
  const { state, owner, claimedBy, due, handedAt } = it;
  const says = JSON.stringify({ state, owner, claimedBy, due, handedAt });
  switch (state) {
    case 'open':
      expect([owner, claimedBy, due], says).toEqual(['bot', null, null]);
      return;
    case 'waiting_for_staff':
      expect([owner, claimedBy], says).toEqual(['human', null]);
      expect(['nudge', 'wake'], says).toContain(due?.what);
      break;
    case 'claimed':
      expect(owner, says).toBe('human');
      expect(claimedBy, says).not.toBeNull();
      expect(['nudge', 'wake', undefined], says).toContain(due?.what);
      break;
    case 'waiting_for_person':
      expect(owner, says).toBe('human');
      expect(claimedBy, says).not.toBeNull();
      expect(['ask', 'close', 'wake'], says).toContain(due?.what);
      break;
    case 'resolved':
    case 'withdrawn':
      expect([owner, due], says).toEqual(['bot', null]);
      return;
  }
  expect(handedAt, says).not.toBeNull();
}

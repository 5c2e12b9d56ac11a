import type { Case } from '#store/types.ts';

/**
 * What must hold for every case, whatever happens: one that is not over is the bot's, or one of the staff has it, or it comes
 * up by itself; it has one owner; and one that is over waits for nothing.
 *
 * @returns the case as it should not be; null where all is well
 */
export function lostCase(it: Case): Pick<Case, 'id' | 'state' | 'owner' | 'claimedBy' | 'due' | 'handedAt'> | null {
  const { id, state, owner, claimedBy, due, handedAt } = it;
  return HOLDS[state](it) ? null : { id, state, owner, claimedBy, due, handedAt };
}

const HOLDS: Readonly<Record<Case['state'], (it: Case) => boolean>> = {
  open: ({ owner, claimedBy, due }) => owner === 'bot' && claimedBy === null && due === null,
  waiting_for_staff: (it) => isHanded(it) && it.claimedBy === null && isDue(it, 'nudge', 'wake'),
  claimed: (it) => isHanded(it) && it.claimedBy !== null && (it.due === null || isDue(it, 'nudge', 'wake')),
  waiting_for_person: (it) => isHanded(it) && it.claimedBy !== null && isDue(it, 'ask', 'close', 'wake'),
  resolved: ({ owner, due }) => owner === 'bot' && due === null,
  withdrawn: ({ owner, due }) => owner === 'bot' && due === null,
};

function isHanded({ owner, handedAt }: Case): boolean {
  return owner === 'human' && handedAt !== null;
}

function isDue({ due }: Case, ...what: readonly NonNullable<Case['due']>['what'][]): boolean {
  return due !== null && what.includes(due.what);
}

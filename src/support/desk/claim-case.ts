import type { Case } from '#store/types.ts';
import { happen } from '#support/case/happen.ts';
import type { Afterwards, Press } from '#support/press.ts';
import { alreadyClaimed } from '#support/views/desk/staff-notes.ts';

/** *Claim*: one of the staff takes a case. The second is told who was first. */
export async function claimCase(it: Case, { by, bot, trx }: Press): Promise<Afterwards> {
  const claimed = await happen(it, { type: 'claimed', by, data: { to: by.name } }, { bot, trx });
  return claimed === null ? (interaction) => interaction.whisper(alreadyClaimed(it)) : null;
}

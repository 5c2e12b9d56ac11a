import type { Case, PersonRef } from '#store/types.ts';
import type { Afterwards } from '#support/answer/give-feedback.ts';
import { directTo } from '#support/answer/open-answer.ts';
import { alreadyClaimed, claimedNote } from '#support/views/desk/staff-notes.ts';
import { changeOnDesk, type Desk, type DeskPress } from './card.ts';
import { removeNudge } from './nudge.ts';

/** *Claim*: one of the staff takes a case. The second is told who was first. */
export async function claimCase(it: Case, { by, bot, trx }: DeskPress): Promise<Afterwards> {
  if (it.state !== 'waiting_for_staff') return (interaction) => interaction.whisper(alreadyClaimed(it));
  await giveTo(it, by, { type: 'claimed', by }, { bot, trx });
  return null;
}

/** A case gets an owner among the staff; its person is told who that is. */
export async function giveTo(
  it: Case,
  to: PersonRef,
  event: { readonly type: 'claimed' | 'handed_over'; readonly by: PersonRef },
  desk: Desk,
): Promise<void> {
  const state = it.state === 'waiting_for_person' ? it.state : 'claimed';
  // A case that was put off, or that waits for its person, stays so.
  const due = it.due?.what === 'nudge' ? null : it.due;
  const changed = await changeOnDesk(it, { state, claimedBy: to, due }, { ...event, data: { to: to.name } }, desk);
  await removeNudge(it, desk);
  const reply = claimedNote(changed);
  await desk.trx.send({ type: 'post', caseId: it.id, role: 'claimed', to: directTo(it.person), reply });
}

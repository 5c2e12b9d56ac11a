import type { ButtonTurn, FormTurn } from '#chat/port.ts';
import type { Case, Transaction } from '#store/types.ts';
import type { Bot } from './bot.ts';
import { refreshCard } from './escalate.ts';
import type { Afterwards } from './give-feedback.ts';
import { directTo, personOf } from './open-answer.ts';
import { alreadyClaimed, claimedNote, resolvedNote } from './views/staff-notes.ts';

/** *Claim*: one of the staff takes a case. The second is told who was first. */
export async function claimCase(
  it: Case,
  { turn, bot, trx }: { readonly turn: ButtonTurn; readonly bot: Bot; readonly trx: Transaction },
): Promise<Afterwards> {
  if (it.state !== 'waiting_for_staff') return (interaction) => interaction.whisper(alreadyClaimed(it));
  const by = personOf(turn.actor);
  const changed = await trx.changeCase(it.id, { state: 'claimed', claimedBy: by }, { type: 'claimed', by });
  await refreshCard(changed, bot, trx);
  await trx.send({
    type: 'post',
    caseId: it.id,
    role: 'claimed',
    to: directTo(it.person),
    reply: claimedNote(changed),
  });
  return null;
}

/** *Resolve*, after its form: the true cause is kept with the case, its person is told. */
export async function resolveFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  await turn.ack();
  const by = personOf(turn.actor);
  const caseId = Number(turn.form.split(':')[1] ?? 0);
  await bot.store.write(async (trx) => {
    const it = await trx.case(caseId);
    if (it === null || it.state === 'resolved') return;
    const data = { cause: turn.values['cause'] ?? null, note: turn.values['note'] ?? '' };
    const changed = await trx.changeCase(caseId, { state: 'resolved', owner: 'bot' }, { type: 'resolved', by, data });
    await refreshCard(changed, bot, trx);
    const reply = resolvedNote(changed, turn.values['note'] ?? '');
    await trx.send({ type: 'post', caseId, role: 'resolved', to: directTo(changed.person), reply });
  });
  bot.wake();
}

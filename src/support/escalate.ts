import type { ButtonTurn, FormTurn } from '#chat/port.ts';
import type { Case, Transaction } from '#store/types.ts';
import { type Bot, chatOf } from './bot.ts';
import { diagnosePolitely } from './diagnose-politely.ts';
import { directTo, personOf } from './open-answer.ts';
import { cardReply, handedOverReply, handoffForm } from './views/handoff.ts';
import { isOver } from './views/notes.ts';

/** *Get a human*: the form. */
export async function humanButton(turn: ButtonTurn, it: Case, bot: Bot): Promise<void> {
  if (it.state !== 'open' && it.state !== 'resolved') await turn.whisper(handedOverReply(it));
  else await turn.openForm(handoffForm(it, bot.catalogue().knowledge));
}

/** The form was sent: the case goes to the staff, and its person is told, in one transaction. */
export async function handoffFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  await turn.ack();
  const handoff = await maskedValues(turn, bot);
  const { staff } = bot;
  if (staff === null) return;
  const caseId = Number(turn.form.split(':')[1] ?? 0);
  const link = await linkOf(caseId, bot);
  if (link !== null) handoff['link'] = link;
  const it = await bot.store.write(async (trx) => {
    const known = await trx.case(caseId);
    const mine = known?.person.chat === turn.actor.chat && known.person.id === turn.actor.id;
    if (known === null || !mine || known.owner === 'human') return null;
    const changed = await trx.changeCase(
      caseId,
      { state: 'waiting_for_staff', owner: 'human', handoff },
      { type: 'handed_off', by: personOf(turn.actor), data: { urgency: handoff['urgency'] ?? null } },
    );
    const card = cardReply(changed, await trx.events(caseId), bot.catalogue().knowledge);
    await trx.send({ type: 'post', caseId, role: 'card', to: staff, reply: card });
    await trx.send({
      type: 'post',
      caseId,
      role: 'handed',
      to: directTo(changed.person),
      reply: handedOverReply(changed),
    });
    return changed;
  });
  bot.wake();
  if (it !== null) bot.meter.handedOff();
  await turn.whisper(it === null ? isOver : handedOverReply(it));
}

/** People type keys into any field; they are masked before anything keeps them. */
async function maskedValues({ values }: FormTurn, bot: Bot): Promise<Record<string, string>> {
  const masked: Record<string, string> = {};
  for (const [id, value] of Object.entries(values))
    masked[id] = (await diagnosePolitely(value, bot.catalogue())).masked.trim();
  return masked;
}

async function linkOf(caseId: number, bot: Bot): Promise<string | null> {
  const message = await bot.store.write(
    async (trx) => (await trx.messageOf(caseId, 'paste')) ?? (await trx.messageOf(caseId, 'answer')),
  );
  return message === null ? null : chatOf(bot, message.place.chat).linkTo(message);
}

/** The card after something about its case has changed. */
export async function refreshCard(it: Case, bot: Bot, trx: Transaction): Promise<void> {
  const reply = cardReply(it, await trx.events(it.id), bot.catalogue().knowledge);
  await trx.send({ type: 'edit', caseId: it.id, role: 'card', reply });
}

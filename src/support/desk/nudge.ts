import type { Case } from '#store/types.ts';
import { staffOf } from '#support/bot.ts';
import { nudgeReply } from '#support/views/desk/staff-notes.ts';
import { changeOnDesk, type Desk } from './card.ts';
import { nudgeDue } from './desk.ts';

const NUDGED = 'nudged';

/** An unclaimed case comes up again in the staff's channel; the message that brought it up before goes. */
export async function nudge(it: Case, desk: Desk, why: 'waits' | 'reopened' = 'waits'): Promise<void> {
  const { bot, trx } = desk;
  const staff = staffOf(bot, it.person);
  if (staff === null) return;
  await removeNudge(it, desk);
  const count = (await nudges(it, desk)) + 1;
  const due = nudgeDue(bot.clock(), count, bot.desk);
  const changed = await changeOnDesk(it, { due }, { type: NUDGED, by: null }, desk);
  const reply = nudgeReply(changed, bot.catalogue().knowledge, { why, now: bot.clock() });
  await trx.send({ type: 'post', caseId: it.id, role: roleOf(count), to: staff, reply });
}

/** Takes the message away that last brought a case up. */
export async function removeNudge(it: Case, desk: Desk): Promise<void> {
  const count = await nudges(it, desk);
  if (count > 0) await desk.trx.send({ type: 'remove', caseId: it.id, role: roleOf(count) });
}

async function nudges({ id }: Case, { trx }: Desk): Promise<number> {
  return (await trx.events(id)).filter(({ type }) => type === NUDGED).length;
}

function roleOf(count: number): string {
  return `nudge:${count}`;
}

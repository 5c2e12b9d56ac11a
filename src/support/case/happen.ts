import type { Case, NewEvent, Transaction } from '#store/types.ts';
import { staffOf } from '#support/bot.ts';
import { cardOf, type Desk, sayOnCard } from '#support/desk/card.ts';
import { directTo } from '#support/people.ts';
import {
  assignedNote,
  awakeNote,
  backInQueue,
  claimedNote,
  nudgeReply,
  openAgain,
  reopenedNote,
  saysItFails,
} from '#support/views/desk/staff-notes.ts';
import { handedOverReply } from '#support/views/handoff.ts';
import { standReply } from '#support/views/stand.ts';
import type { Happening } from './happening.ts';
import { type Effect, transition } from './transitions.ts';

/**
 * Applies an event to a case: stores the change and the event, and carries out the effects. Every change of a case goes
 * through here.
 *
 * @returns the changed case; null if the event is not possible in its state, and then nothing was done
 */
export async function happen(it: Case, event: Happening, desk: Desk): Promise<Case | null> {
  const next = transition(it, event, { now: desk.bot.clock(), desk: desk.bot.desk });
  if (next === null) return null;
  const changed = await desk.trx.changeCase(it.id, next.change, recorded(event));
  for (const effect of next.effects) await EFFECTS[effect](changed, event, desk);
  return changed;
}

/** Posts a case in the staff channel that is unclaimed, or whose owner has done nothing since it was reopened. */
export async function comeUp(it: Case, why: 'waits' | 'reopened', desk: Desk): Promise<Case | null> {
  const count = (await nudges(it, desk.trx)) + 1;
  return happen(it, { type: 'nudged', by: null, data: { why }, count }, desk);
}

/** What is kept of it. */
function recorded({ type, by, data }: Happening): NewEvent {
  return { type, by, ...(data === undefined ? {} : { data }) } as NewEvent;
}

type Follow = (it: Case, event: Happening, desk: Desk) => Promise<void>;

const EFFECTS: Readonly<Record<Effect, Follow>> = {
  async post_card(it, _event, desk) {
    const to = staffOf(desk.bot, it.person);
    if (to === null) return;
    await desk.trx.send({ type: 'post', caseId: it.id, role: 'card', to, reply: await cardOf(it, desk) });
  },
  async show_card(it, _event, desk) {
    await desk.trx.send({ type: 'edit', caseId: it.id, role: 'card', reply: await cardOf(it, desk) });
  },
  async show_answer(it, event, { bot, trx }) {
    const reply = standReply(it, event, bot.catalogue().knowledge);
    for (const role of new Set(['answer' as const, it.walk?.role ?? 'answer']))
      await trx.send({ type: 'edit', caseId: it.id, role, reply });
  },
  remove_answer: (it, _event, { trx }) => trx.send({ type: 'remove', caseId: it.id, role: 'answer' }),
  async nudge(it, event, { bot, trx }) {
    const to = staffOf(bot, it.person);
    if (event.type !== 'nudged' || to === null) return;
    const { count, data } = event;
    // The previous reminder is removed, so that the channel does not fill up.
    if (count > 1) await trx.send({ type: 'remove', caseId: it.id, role: `nudge:${count - 1}` });
    const reply = nudgeReply(it, bot.catalogue().knowledge, { why: data?.why ?? 'waits', now: bot.clock() });
    await trx.send({ type: 'post', caseId: it.id, role: `nudge:${count}`, to, reply });
  },
  async remove_nudge(it, _event, { trx }) {
    const count = await nudges(it, trx);
    if (count > 0) await trx.send({ type: 'remove', caseId: it.id, role: `nudge:${count}` });
  },
  tell_person_handed: (it, _event, { trx }) =>
    trx.send({ type: 'post', caseId: it.id, role: 'handed', to: directTo(it.person), reply: handedOverReply(it) }),
  tell_person_claimed: (it, _event, { trx }) =>
    trx.send({ type: 'post', caseId: it.id, role: 'claimed', to: directTo(it.person), reply: claimedNote(it) }),
  tell_person_reopened: (it, _event, { trx }) =>
    trx.send({ type: 'post', caseId: it.id, role: 'reopened', to: directTo(it.person), reply: openAgain(it) }),
  async tell_owner_assigned(it, { by }, { trx }) {
    if (it.claimedBy === null) return;
    const reply = assignedNote(it, { name: by?.name ?? '' });
    await trx.send({ type: 'post', caseId: it.id, role: 'assigned', to: directTo(it.claimedBy), reply });
  },
  async tell_owner_reopened(it, _event, desk) {
    const reply = reopenedNote(it);
    await sayOnCard(it, 'fails', saysItFails(it), desk);
    if (it.claimedBy === null) return;
    await desk.trx.send({ type: 'post', caseId: it.id, role: 'reopened-note', to: directTo(it.claimedBy), reply });
  },
  async tell_owner_awake(it, _event, desk) {
    const reply = awakeNote(it);
    await sayOnCard(it, 'awake', reply, desk);
    if (it.claimedBy === null) return;
    await desk.trx.send({ type: 'post', caseId: it.id, role: 'awake-note', to: directTo(it.claimedBy), reply });
  },
  say_put_back: (it, { by }, desk) => sayOnCard(it, 'put-back', backInQueue({ name: by?.name ?? '' }), desk),
};

async function nudges({ id }: Case, trx: Transaction): Promise<number> {
  return (await trx.events(id)).filter(({ type }) => type === 'nudged').length;
}

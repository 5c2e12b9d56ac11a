import type { ButtonTurn } from '#chat/port.ts';
import type { Case } from '#store/types.ts';
import { type Bot, chatOf, staffOf } from '#support/bot.ts';
import { happen } from '#support/case/happen.ts';
import { personOf, samePerson } from '#support/people.ts';
import type { Afterwards, Press } from '#support/press.ts';
import { markKeys } from '#support/turns/manners.ts';
import { wasWithStaff } from '#support/views/handoff.ts';
import { dismissed, forgotten, isOver, nowQuiet, nowSpeaking, shared } from '#support/views/notes.ts';
import { otherwiseReply } from '#support/views/triage.ts';
import { replyFor } from './open-answer.ts';

/** *Not this*: counted by signature; the person is asked what it is instead, and gets no unasked answer for a while. */
export async function notThis(it: Case, press: Press): Promise<Afterwards> {
  const { turn, bot, trx } = press;
  const by = personOf(turn.actor);
  const data = { signature: it.diagnosis.signature, kind: it.diagnosis.kind };
  if ((await happen(it, { type: 'not_this', by, data }, { bot, trx })) === null) return over(it);
  await trx.mark(markKeys.saidNo(it.person), bot.clock() + bot.manners.quietAfterNoMs);
  return show(it, otherwiseReply(it, bot.catalogue().knowledge, staffOf(bot, it.person) !== null), press);
}

/** A kind chosen by the person: it is what the answer is about from now on. */
export async function chooseKind(it: Case, press: Press, kind: string): Promise<Afterwards> {
  const { turn, bot, trx } = press;
  if (!bot.catalogue().knowledge.failures.has(kind)) return null;
  const CHOSEN = 0.6;
  const alternatives = it.diagnosis.alternatives.filter((one) => one.kind !== kind);
  const diagnosis = { ...it.diagnosis, kind, confidence: CHOSEN, alternatives, quotes: [] };
  const data = { kind, before: it.diagnosis.kind };
  const event = { type: 'kind_chosen', by: personOf(turn.actor), data, diagnosis } as const;
  const changed = await happen(it, event, { bot, trx });
  if (changed === null) return over(it);
  return show(changed, replyFor(changed, bot, turn.message === null), press);
}

/** What was pressed belongs to a case that has ended; one that the staff had can be opened again. */
export function over(it: Case): Afterwards {
  return (interaction) =>
    interaction.whisper(it.state === 'resolved' && it.handedAt !== null ? wasWithStaff(it) : isOver);
}

/** Changes the message that was pressed; a whisper cannot be changed, so another one follows it. */
async function show(it: Case, reply: ReturnType<typeof replyFor>, { turn, trx }: Press): Promise<Afterwards> {
  const known = turn.message === null ? null : await trx.caseOf(turn.message);
  if (known === null) return (interaction) => interaction.whisper(reply);
  await trx.send({ type: 'edit', caseId: it.id, role: known.role, reply });
  return null;
}

/** *Dismiss*: removes the answer, and the person gets no unasked answers for a while. */
export async function dismiss(it: Case, { turn, bot, trx }: Press): Promise<Afterwards> {
  if ((await happen(it, { type: 'dismissed', by: personOf(turn.actor) }, { bot, trx })) === null) return over(it);
  await trx.mark(markKeys.saidNo(it.person), bot.clock() + bot.manners.quietAfterNoMs);
  return (interaction) => interaction.whisper(dismissed);
}

/** A whispered answer is posted for everybody. */
export async function share(it: Case, { bot, trx }: Press): Promise<Afterwards> {
  if (it.place.channel === '' || (await trx.messageOf(it.id, 'answer')) !== null) return null;
  if ((await happen(it, { type: 'shared', by: it.person }, { bot, trx })) === null) return over(it);
  await trx.send({ type: 'post', caseId: it.id, role: 'answer', to: it.place, reply: replyFor(it, bot) });
  return (interaction) => interaction.whisper(shared);
}

/** Settings and data of the person who presses; no case is needed for them. */
export async function ownSetting(what: 'quiet' | 'speak' | 'forget', { turn, trx }: Press): Promise<Afterwards> {
  const { actor } = turn;
  const key = markKeys.optOut(actor);
  if (what === 'quiet') await trx.mark(key, Number.POSITIVE_INFINITY);
  else await trx.unmark(key);
  if (what !== 'forget') return (interaction) => interaction.whisper(what === 'quiet' ? nowQuiet : nowSpeaking);
  const cases = await trx.forget(actor);
  return (interaction) => interaction.whisper(forgotten(cases));
}

/** May this person use the buttons of a case? Its own person may, and the staff. */
export async function mayUse(it: Case, turn: ButtonTurn, bot: Bot): Promise<boolean> {
  return samePerson(it.person, turn.actor) || chatOf(bot, turn.actor.chat).isStaff(turn.actor);
}

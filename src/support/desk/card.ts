import type { Actor, Destination } from '#chat/port.ts';
import type { Case, KeptReply, PersonRef, Role, Transaction } from '#store/types.ts';
import { type Bot, chatOf, staffOf } from '#support/bot.ts';
import { personOf } from '#support/people.ts';
import { cardReply } from '#support/views/desk/card.ts';

/** What a use case of the desk works with. */
export interface Desk {
  readonly bot: Bot;
  readonly trx: Transaction;
}

/** Is this person on the support staff, according to the settings of their chat? */
export function isStaff(actor: Actor, bot: Bot): Promise<boolean> {
  return chatOf(bot, actor.chat).isStaff(actor);
}

/** A person with the name that others see. This calls the chat, so do not use it within a transaction. */
export async function namedPerson(actor: Actor, bot: Bot): Promise<PersonRef> {
  const name = await chatOf(bot, actor.chat).nameOf(actor);
  return { ...personOf(actor), name: name === actor.id ? actor.name || name : name };
}

/** Where the staff reads about a case: in the thread of its card, or beside the card where there are no threads. */
async function cardPlace(
  it: Case,
  { bot, trx }: Desk,
): Promise<{ readonly to: Destination; readonly replyTo?: string } | null> {
  const card = await trx.messageOf(it.id, 'card');
  if (card === null) {
    const staff = staffOf(bot, it.person);
    return staff === null ? null : { to: staff };
  }
  const threads = chatOf(bot, card.place.chat).capabilities.opensThreads;
  return threads ? { to: { ...card.place, thread: card.id } } : { to: card.place, replyTo: card.id };
}

/** Posts a message in the thread of a card. */
export async function sayOnCard(it: Case, role: Role, reply: KeptReply, { bot, trx }: Desk): Promise<void> {
  const place = await cardPlace(it, { bot, trx });
  if (place !== null) await trx.send({ type: 'post', caseId: it.id, role, ...place, reply });
}

/** The card as it stands now. */
export async function cardOf(it: Case, { bot, trx }: Desk): Promise<KeptReply> {
  return cardReply(it, await trx.events(it.id), bot.catalogue().knowledge, bot.desk.hours.timeZone);
}

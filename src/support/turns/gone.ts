import type { MessageRef, MessageTurn } from '#chat/port.ts';
import type { Transaction } from '#store/types.ts';
import type { Desk } from '#support/desk/card.ts';
import { markKeys } from './manners.ts';

/** So long edits of a deleted message may still come, in milliseconds. */
const LATE_MS = 24 * 3_600_000;

/**
 * Was this message deleted before it could be read? A deletion overtakes its message where a file takes long to load, where
 * the database was away, and where two processes hear of them.
 */
export async function isGone({ message, edited }: MessageTurn, trx: Transaction): Promise<boolean> {
  if (edited) return trx.marked(markKeys.removed(message));
  return !(await trx.firstSeen(lifeOf(message)));
}

/** Keeps that a message is deleted, for whoever has not read it yet. */
export async function noteGone(message: MessageRef, { bot, trx }: Desk): Promise<void> {
  await trx.firstSeen(lifeOf(message));
  await trx.mark(markKeys.removed(message), bot.clock() + LATE_MS);
}

/** Written by the message and by its deletion: of two transactions at once, the second one waits for the first. */
function lifeOf(message: MessageRef): string {
  return `life:${markKeys.removed(message)}`;
}

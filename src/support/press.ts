import type { ButtonTurn, Interaction } from '#chat/port.ts';
import type { PersonRef, Transaction } from '#store/types.ts';
import type { Bot } from './bot.ts';

/** A press on a button, in the transaction in which it takes effect. */
export interface Press {
  readonly turn: ButtonTurn;
  /** Who pressed. */
  readonly by: PersonRef;
  readonly bot: Bot;
  readonly trx: Transaction;
}

/** What a press does after its transaction: something that only its actor sees. */
export type Afterwards = ((interaction: Interaction) => Promise<void>) | null;

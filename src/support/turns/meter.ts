import type { FailureReason, Turn } from '#chat/port.ts';
import type { Says } from '#probe/types.ts';

/** Why the bot said nothing to a message: it was not sure enough, its manners forbade it, or the staff wrote it. */
export type Silence = 'below-threshold' | 'manners' | 'staff';

/**
 * Counts what happens while the bot runs. Durations are in milliseconds. What it is given ends up in dashboards: names of
 * chats, kinds and reasons, never what people wrote or who they are.
 */
export interface Meter {
  turnHandled(chat: string, type: Turn['type'], ms: number): void;
  turnFailed(chat: string, type: Turn['type']): void;
  /** @param kind what was told, or null where nothing was sure enough to be told */
  diagnosed(kind: string | null, ms: number): void;
  silent(why: Silence): void;
  /** An answer arrived, so long after the message that it answers. */
  replied(chat: string, ms: number): void;
  /** The chat did not do what it was asked. `trouble`: it will be asked again. */
  callFailed(chat: string, reason: FailureReason | 'trouble'): void;
  /** The chat asked to be left alone for so long. */
  waits(chat: string, ms: number): void;
  /** @param ms how long the provider took; null where it was not asked */
  keyChecked(verdict: Says | 'refused', ms: number | null): void;
  /** A case was handed to the staff. */
  handedOff(): void;
}

const nothing = () => undefined;

/** Counts nothing: for the console chat, and for tests. */
export const NO_METER: Meter = {
  turnHandled: nothing,
  turnFailed: nothing,
  diagnosed: nothing,
  silent: nothing,
  replied: nothing,
  callFailed: nothing,
  waits: nothing,
  keyChecked: nothing,
  handedOff: nothing,
};

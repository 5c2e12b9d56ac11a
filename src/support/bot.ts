import type { Actor, Chat, Destination } from '#chat/port.ts';
import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import type { ProbeDefaults } from '#knowledge/types.ts';
import type { Log } from '#log.ts';
import type { PictureReader } from '#pictures/types.ts';
import type { AuditSink, Prober } from '#probe/types.ts';
import type { Store } from '#store/types.ts';
import type { SolvedSteps } from '#support/answer/solved-steps.ts';
import type { DeskRules } from '#support/desk/desk.ts';
import type { AdmitKeyCheck, KeyLimits } from '#support/key-check/limits.ts';
import type { Manners } from '#support/turns/manners.ts';
import type { Meter } from '#support/turns/meter.ts';
import type { PendingQuestions } from '#support/turns/pending-questions.ts';
import type { RecentWords } from '#support/turns/recent-words.ts';

/** What use cases in a chat work with; `main.ts` puts it together. */
export interface Bot {
  readonly store: Store;
  /** The chats that are connected, by name. */
  readonly chats: ReadonlyMap<string, Chat>;
  /** The knowledge as it stands now; it is reloaded while the bot runs. */
  readonly catalogue: () => Catalogue;
  readonly defaults: () => ProbeDefaults;
  readonly prober: Prober;
  /** Where records of key checks go; the store where it is left out. */
  readonly audit?: AuditSink;
  /** Reads pictures; where it is left out, they are links for the staff alone. */
  readonly pictures?: PictureReader;
  readonly manners: Manners;
  readonly desk: DeskRules;
  /** What solved walks teach about the order of checklists. */
  readonly solved: SolvedSteps;
  /** Where cases go that people hand to the support staff, where all share one desk: ask {@link staffOf}. */
  readonly staff: Destination | null;
  /** The operator's SECRET_KEY, for fingerprints; null leaves them out. */
  readonly secret: string | null;
  /** For how long texts are kept. */
  readonly retentionDays: number;
  readonly clock: () => number;
  readonly limits: KeyLimits;
  /** Asks whether a key check may begin now. */
  readonly admit: AdmitKeyCheck;
  readonly log: Log;
  readonly meter: Meter;
  /** Tells the deliverer that there is something to deliver. */
  readonly wake: () => void;
  readonly recent: RecentWords;
  readonly questions: PendingQuestions;
}

/** Where cases of this person, or of this place's workspace, go that are handed to the staff; null where there is no such place. */
export function staffOf(bot: Bot, { chat, tenant }: Pick<Actor, 'chat' | 'tenant'>): Destination | null {
  const desks = bot.chats.get(chat)?.desks;
  return desks === undefined ? bot.staff : desks.staffOf(tenant);
}

/** The bot as people of this workspace may know it: where workspaces have desks of their own, with their own cases alone. */
export function botForTenant({ chat, tenant }: Pick<Actor, 'chat' | 'tenant'>, bot: Bot): Bot {
  if (bot.chats.get(chat)?.desks === undefined) return bot;
  return { ...bot, store: bot.store.within({ chat, tenant }) };
}

/**
 * The chat of this name.
 *
 * @throws where it is not connected: a turn cannot come from there
 */
export function chatOf(bot: Bot, name: string): Chat {
  const chat = bot.chats.get(name);
  if (chat === undefined) throw new Error(`no chat called ${name} is connected`);
  return chat;
}

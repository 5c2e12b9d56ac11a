import type { Destination, FailureReason, MessageRef, Place, Reply } from '#chat/port.ts';
import type { CaseEvent, EventType, NewEvent } from './events.ts';
import type { Limit } from './limit.ts';
import type { MarkKey, Role } from './names.ts';
import type { PersonRef } from './person.ts';
import type { Tenants } from './tenants.ts';

export type { CaseEvent, EventData, EventOf, EventType, NewEvent } from './events.ts';
export type { Limit } from './limit.ts';
export type { MarkKey, Role } from './names.ts';
export type { PersonRef } from './person.ts';

/**
 * Where a case stands. `open`: the bot and the person are at it. The staff's part is waiting_for_staff, claimed and
 * waiting_for_person. `withdrawn`: dismissed, or its paste was deleted.
 */
export type CaseState = 'open' | 'waiting_for_staff' | 'claimed' | 'waiting_for_person' | 'resolved' | 'withdrawn';

/** What a case keeps of its diagnosis; nothing in it is secret. */
export interface KeptDiagnosis {
  readonly kind: string | null;
  readonly provider: string | null;
  readonly tool: string | null;
  readonly status: number | null;
  readonly requestId: string | null;
  readonly confidence: number;
  readonly alternatives: readonly { readonly kind: string; readonly confidence: number }[];
  readonly facts: readonly string[];
  /** Who refused, and whose key the text shows; cases of 0.1 have neither. */
  readonly refusedBy?: { readonly host: string | null; readonly name: string } | null;
  readonly keyOf?: string | null;
  readonly quotes: readonly string[];
  /** The signature that decided: "not this" is counted by it. */
  readonly signature: string | null;
  readonly secrets: number;
}

/** A walk as it is stored. `role` is the message that shows it. */
export interface KeptWalk {
  readonly steps: readonly string[];
  readonly at: number;
  readonly outcomes: Readonly<Record<string, 'fixed' | 'fine' | 'skipped'>>;
  readonly state: 'walking' | 'fixed' | 'ended' | 'stopped';
  readonly role: Role;
}

/** What one key check said, for the case. */
export interface KeptCheck {
  readonly verdict: string;
  readonly kind: string | null;
  readonly provider: string | null;
  readonly host: string | null;
  readonly status: number | null;
  readonly fingerprint: string | null;
  readonly at: number;
}

/**
 * What happens to a case by itself: `nudge` brings an unclaimed one up again, `wake` ends a snooze, `ask` asks a quiet person
 * whether it is solved, `close` closes it.
 */
export interface Due {
  readonly what: 'nudge' | 'wake' | 'ask' | 'close';
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** One person's problem. */
export interface Case {
  readonly id: number;
  readonly state: CaseState;
  /** While a human owns a case the bot is quiet in it. */
  readonly owner: 'bot' | 'human';
  readonly person: PersonRef;
  /** Where its answer stands, or is to stand. */
  readonly place: Place;
  /** The masked text, for follow-ups and for staff; empty once it was forgotten. */
  readonly paste: string;
  readonly diagnosis: KeptDiagnosis;
  readonly walk: KeptWalk | null;
  /** All key checks of this case, the oldest first. */
  readonly checks: readonly KeptCheck[];
  /** What the person filled in for the staff. */
  readonly handoff: Readonly<Record<string, string>> | null;
  readonly claimedBy: PersonRef | null;
  /** When it came to the staff, in ms since 1970. */
  readonly handedAt: number | null;
  /** What happens to it by itself, and when. */
  readonly due: Due | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What is needed to open a case. */
export type NewCase = Pick<Case, 'person' | 'place' | 'paste' | 'diagnosis'>;

/** The part of a case that changes. */
export type CaseChange = Partial<
  Pick<
    Case,
    | 'state'
    | 'owner'
    | 'place'
    | 'paste'
    | 'diagnosis'
    | 'walk'
    | 'checks'
    | 'handoff'
    | 'claimedBy'
    | 'handedAt'
    | 'due'
  >
> & { readonly personName?: string };

/** Which cases of the staff are looked for; what is left out does not matter. */
export interface CaseQuery {
  readonly states?: readonly CaseState[];
  readonly claimedBy?: Omit<PersonRef, 'name'>;
  readonly person?: Omit<PersonRef, 'name'>;
  /** All of these stand in the case; one that ends in `*` is a beginning. */
  readonly words?: readonly string[];
  /** Only cases with a lower number: what follows a list that was shown. */
  readonly before?: number;
  readonly limit: number;
}

/** Pictures are made when they are sent; the store holds no bytes. */
export interface KeptReply extends Omit<Reply, 'picture'> {
  readonly chart?: Chart;
}

/** A bar chart, as numbers: the picture is drawn when it is sent. */
export interface Chart {
  readonly title: string;
  readonly bars: readonly { readonly label: string; readonly value: number }[];
}

/**
 * A message that is to go out. A `role` names it within its case, such as `answer` or `card`: later edits and removals
 * find it by that, also before it was sent.
 */
export type Outgoing =
  | {
      readonly type: 'post';
      readonly caseId: number | null;
      readonly role: Role;
      readonly to: Destination;
      readonly reply: KeptReply;
      readonly replyTo?: string;
    }
  | { readonly type: 'edit'; readonly caseId: number; readonly role: Role; readonly reply: KeptReply }
  | { readonly type: 'remove'; readonly caseId: number; readonly role: Role };

/** A message of the outbox, leased for one attempt. */
export interface Leased {
  readonly id: number;
  readonly key: string;
  readonly outgoing: Outgoing;
  /** For edits and removals: the message of this role; null where it was never delivered. */
  readonly message: MessageRef | null;
  /** Attempts before this one. */
  readonly attempts: number;
  readonly createdAt: number;
}

/** How long an attempt may take; after it the message is given to somebody else. */
export const LEASE_MS = 60_000;

/** What became of an attempt. */
export type DeliveryOutcome =
  | { readonly type: 'sent'; readonly message: MessageRef }
  /** Nothing to do any more: its message is gone, or a later edit overtook it. */
  | { readonly type: 'dropped' }
  | { readonly type: 'later'; readonly afterMs: number }
  | { readonly type: 'failed'; readonly reason: FailureReason; readonly detail: string };

/** What a use case can do in one transaction. */
export interface Transaction {
  /**
   * What this transaction leaves is no promise to anybody: its end need not wait for the disk of PostgreSQL. It is lost only where the
   * database's own machine dies within a second.
   */
  relaxDurability(): Promise<void>;
  /** Notes a turn; false where it was there already: then it is a redelivery. */
  firstSeen(turnId: string): Promise<boolean>;
  openCase(it: NewCase, event: NewEvent): Promise<Case>;
  /** Locked until the transaction ends. */
  case(id: number): Promise<Case | null>;
  changeCase(id: number, change: CaseChange, event: NewEvent): Promise<Case>;
  events(caseId: number): Promise<readonly CaseEvent[]>;
  /** The case that a message belongs to, and as what. */
  caseOf(message: MessageRef): Promise<{ readonly case: Case; readonly role: Role } | null>;
  /** The message of a role; null where there is none (yet). */
  messageOf(caseId: number, role: Role): Promise<MessageRef | null>;
  link(caseId: number, role: Role, message: MessageRef): Promise<void>;
  /** The newest case of a person in a channel, whatever the thread, touched since then. */
  latestCase(person: Omit<PersonRef, 'name'>, place: Place, since: number): Promise<Case | null>;
  /** Cases of a person, newest first. */
  casesOf(person: Omit<PersonRef, 'name'>, states: readonly CaseState[]): Promise<readonly Case[]>;
  /** Has a case in this thread an answer? */
  caseIn(place: Place): Promise<Case | null>;
  /** Cases that were handed to the staff, or are in one of these states, newest first. */
  findCases(query: CaseQuery): Promise<readonly Case[]>;
  /** Cases whose `due` is over, the longest first. */
  dueCases(limit: number): Promise<readonly Case[]>;
  /**
   * Cases whose text is still there and that the bot did not recognise, or took for something else: newest first. Events say
   * which it was.
   */
  mistaken(types: readonly EventType[], limit: number): Promise<readonly Case[]>;
  /** Who of the staff has taken cases since then (ms since 1970), the latest first. */
  claimers(since: number, limit: number): Promise<readonly PersonRef[]>;
  send(outgoing: Outgoing): Promise<void>;
  /** Remembers something until then, such as a cooldown; `Infinity` for ever. */
  mark(keys: MarkKey | readonly MarkKey[], until: number): Promise<void>;
  unmark(key: MarkKey): Promise<void>;
  /** Is any of these remembered? */
  marked(keys: MarkKey | readonly MarkKey[]): Promise<boolean>;
  /** For each of these how many marks begin with it. */
  countMarks(prefixes: readonly MarkKey[]): Promise<readonly number[]>;
  /** Marks that begin with this. */
  marksWith(prefix: MarkKey | 'check:'): Promise<readonly MarkKey[]>;
  /**
   * Uses each of these limits once, for all processes; where one is used up, none is used.
   *
   * @returns the first that is used up, with how long until its window is over in milliseconds; null where all had room
   */
  take(limits: readonly Limit[]): Promise<{ readonly key: string; readonly waitMs: number } | null>;
  /** Adds an audit row of a key check. */
  audit(row: Readonly<Record<string, string | number | null>>): Promise<void>;
  /** Removes what a person wrote, their name and their marks; numbers, kinds and counts stay. Returns the number of cases. */
  forget(person: Omit<PersonRef, 'name'>): Promise<number>;
  /** Removes everything of a workspace or server, unless it was installed again after `before` (ms since 1970). */
  forgetTenant(chat: string, tenant: string, before?: number): Promise<void>;
}

/** A step that has solved cases, and how many. */
export interface SolvedStep extends Pick<KeptDiagnosis, 'kind' | 'provider' | 'tool'> {
  readonly step: string;
  readonly count: number;
}

/** How often something was so: ids of kinds, steps, signatures. */
export interface Counted {
  readonly names: readonly string[];
  readonly count: number;
}

/** What happened in a span of time; lists have the most frequent first. */
export interface Statistics {
  /** Cases that were opened. */
  readonly pastes: number;
  readonly handed: number;
  readonly withdrawn: number;
  readonly kinds: readonly Counted[];
  readonly providers: readonly Counted[];
  readonly tools: readonly Counted[];
  /** Steps of walks that were it. */
  readonly steps: readonly Counted[];
  /** "Not this", by signature. */
  readonly notThis: readonly Counted[];
  /** Key checks, by verdict. */
  readonly checks: readonly Counted[];
  /** What cases of the staff were taken for, and what they were. */
  readonly causes: readonly Counted[];
  readonly unrecognised: number;
  /** Times to the first answer of a human, in milliseconds, the shortest first. */
  readonly answerMs: readonly number[];
}

/** The store. All methods reject where the database cannot be reached. */
export interface Store extends Tenants<Store> {
  /** Runs `work` in one transaction; what it throws undoes all of it. */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /**
   * Told of messages that a transaction of this process has put into an empty lane, as soon as it is done; they are leased
   * already. It saves looking for them. One listener.
   */
  onSent(listener: (leased: readonly Leased[]) => void): void;
  /** Leases messages that are due, at most one of each lane, oldest first. A lane is a case: its messages stay in order. */
  lease(limit: number): Promise<readonly Leased[]>;
  finish(leased: Leased, outcome: DeliveryOutcome): Promise<void>;
  /** Messages that wait, when the next one is due, and when the oldest was put there (null: none). */
  pending(): Promise<{ readonly count: number; readonly nextAt: number | null; readonly oldestAt: number | null }>;
  /** How many cases there are in each state; states without any are left out. */
  caseCounts(): Promise<Readonly<Record<string, number>>>;
  /** Deletes turns, marks and delivered messages that are over, and the texts of cases older than that. */
  purge(olderThan: number): Promise<void>;
  /** Which steps of walks have solved cases since then (ms since 1970). */
  solvedSteps(since: number): Promise<readonly SolvedStep[]>;
  /** What happened since then (ms since 1970). */
  statistics(since: number): Promise<Statistics>;
  close(): Promise<void>;
}

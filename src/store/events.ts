import type { PersonRef } from './person.ts';

/** An event that only stores its type, time and person. */
type Nothing = Readonly<Record<string, never>>;

/** What a diagnosis is about, as events keep it. */
interface About {
  readonly kind: string | null;
  readonly provider: string | null;
  readonly tool: string | null;
}

/** A step of a checklist, and what the person said of it. */
interface StepSaid {
  readonly step: string | null;
  readonly goal: string | null;
  readonly outcome: string;
}

/** What the staff has changed of a diagnosis. */
interface Correction extends About {
  readonly before_kind: string | null;
  readonly before_provider: string | null;
  readonly before_tool: string | null;
  readonly signature: string | null;
}

/**
 * Everything that can happen to a case, and what is kept of it beside its person and its time. Databases hold these names:
 * one that is changed needs a migration. Rows of version 0.1 may lack what was added since.
 */
export interface EventData {
  readonly opened: About & { readonly confidence: number };
  /** Somebody asked, and nothing was recognised. */
  readonly unrecognised: Nothing;
  readonly rediagnosed: About;
  readonly withdrawn: { readonly why: 'deleted' | 'edited' };
  readonly dismissed: Nothing;
  readonly shared: Nothing;
  readonly not_this: { readonly signature: string | null; readonly kind: string | null };
  readonly kind_chosen: { readonly kind: string; readonly before: string | null };
  readonly walk_begun: Nothing;
  readonly step: StepSaid;
  /** The step that was it. */
  readonly solved: Partial<StepSaid>;
  readonly check_begun: { readonly role: string };
  readonly checked: { readonly verdict: string; readonly kind: string | null };
  readonly handed_off: { readonly urgency: string | null };
  readonly claimed: { readonly to: string };
  readonly handed_over: { readonly to: string };
  readonly put_back: Nothing;
  readonly staff_said: Nothing;
  readonly asked_step: { readonly step: string; readonly goal: string };
  readonly asked_check: Nothing;
  /** `text` has its keys masked. */
  readonly person_said: { readonly text?: string };
  /** The person has made a case of their own of what they had written to the staff. */
  readonly set_apart: Nothing;
  readonly snoozed: { readonly until: number };
  readonly snooze_over: Nothing;
  readonly nudged: { readonly why?: 'waits' | 'reopened' };
  readonly asked_quiet: Nothing;
  /** `buttons`: those of the message, as JSON. */
  readonly undelivered: { readonly name: string; readonly text: string; readonly buttons?: string };
  readonly read: Nothing;
  readonly diagnosis_changed: Correction;
  /** The staff says that the bot was wrong. */
  readonly wrong_diagnosis: Correction;
  readonly resolved: {
    readonly cause: string | null;
    readonly note?: string;
    readonly before?: string | null;
    readonly why?: 'quiet' | 'person';
  };
  readonly reopened: Nothing;
}

/** What an event is called. */
export type EventType = keyof EventData;

/** An event of one type that is to be kept. */
export interface EventOf<T extends EventType> {
  readonly type: T;
  /** Who did it; null for the bot. */
  readonly by: PersonRef | null;
  readonly data?: EventData[T];
}

/** Something that happened to a case. Events are only ever added; the case is what they come to. */
export type NewEvent = { [T in EventType]: EventOf<T> }[EventType];

/** An event as stored, oldest first within its case. */
export type CaseEvent = NewEvent & { readonly id: number; readonly caseId: number; readonly at: number };

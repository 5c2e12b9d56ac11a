import type { Case, EventOf, EventType, KeptCheck, KeptDiagnosis, KeptWalk, PersonRef } from '#store/types.ts';

/** What an event changes in its case, beside the data stored with the event. */
interface Brought {
  readonly rediagnosed: { readonly diagnosis: KeptDiagnosis; readonly paste: string };
  readonly withdrawn: { readonly diagnosis?: KeptDiagnosis };
  readonly kind_chosen: { readonly diagnosis: KeptDiagnosis };
  readonly walk_begun: { readonly walk: KeptWalk };
  /** Missing where the staff asked for the step. */
  readonly step: { readonly walk?: KeptWalk };
  readonly solved: { readonly walk?: KeptWalk };
  readonly checked: { readonly check: KeptCheck; readonly diagnosis: KeptDiagnosis };
  readonly handed_off: { readonly handoff: NonNullable<Case['handoff']>; readonly personName: string };
  readonly claimed: { readonly by: PersonRef };
  readonly handed_over: { readonly to: PersonRef };
  readonly staff_said: { readonly by: PersonRef };
  readonly asked_step: { readonly by: PersonRef };
  readonly asked_check: { readonly by: PersonRef };
  /** For how long, in milliseconds. */
  readonly snoozed: { readonly ms: number };
  /** How often the case has come up, this time included. */
  readonly nudged: { readonly count: number };
  readonly diagnosis_changed: { readonly diagnosis: KeptDiagnosis };
  readonly wrong_diagnosis: { readonly diagnosis: KeptDiagnosis };
  /** Who has the case from now on: who resolved it; null for the queue. */
  readonly reopened: { readonly to: PersonRef | null };
}

/** What happens to a case: the event as it is kept, and what it brings. `opened` is missing, because it creates the case. */
export type HappeningOf<T extends Exclude<EventType, 'opened'>> = EventOf<T> &
  (T extends keyof Brought ? Brought[T] : unknown);

/** Anything that can happen to a case. */
export type Happening = { [T in Exclude<EventType, 'opened'>]: HappeningOf<T> }[Exclude<EventType, 'opened'>];

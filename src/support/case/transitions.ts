import type { Case, CaseChange, CaseState, EventType } from '#store/types.ts';
import { askDue, closeDue, type DeskRules, nudgeDue, wakeDue } from '#support/desk/desk.ts';
import { samePerson } from '#support/people.ts';
import type { Happening, HappeningOf } from './happening.ts';

/**
 * The effects of an event, which show everybody the state of the case: the card for the staff, the answer where the person
 * asked, and messages to those who are waiting.
 */
export type Effect =
  | 'post_card'
  | 'show_card'
  | 'show_answer'
  | 'remove_answer'
  | 'nudge'
  | 'remove_nudge'
  | 'tell_person_handed'
  | 'tell_person_claimed'
  | 'tell_person_reopened'
  | 'tell_owner_assigned'
  | 'tell_owner_reopened'
  | 'tell_owner_awake'
  | 'say_put_back';

/** What a transition needs to know beside the case and the event. */
export interface Rules {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly desk: DeskRules;
}

/** A case after an event. */
export interface Next {
  readonly case: Case;
  readonly change: CaseChange;
  readonly effects: readonly Effect[];
}

type LaterType = Exclude<EventType, 'opened'>;

interface Row<T extends LaterType> {
  /** In all other states nothing happens. */
  readonly from: readonly CaseState[];
  /** What else must hold. */
  readonly only?: (it: Case) => boolean;
  readonly change?: (it: Case, event: HappeningOf<T>, rules: Rules) => CaseChange;
  readonly effects?: readonly Effect[] | ((it: Case, event: HappeningOf<T>) => readonly Effect[]);
}

const OPEN: readonly CaseState[] = ['open'];
const WITH_STAFF: readonly CaseState[] = ['waiting_for_staff', 'claimed', 'waiting_for_person'];
const LIVE: readonly CaseState[] = [...OPEN, ...WITH_STAFF];
const ANY: readonly CaseState[] = [...LIVE, 'resolved', 'withdrawn'];

const wasNeverHanded = ({ handedAt }: Case) => handedAt === null;
const isWithStaff = ({ owner }: Case) => owner === 'human';

/** Nobody has claimed the case, so a reminder is due. */
function queued(it: Case, { now, desk }: Rules): CaseChange {
  const due = it.due?.what === 'nudge' ? it.due : nudgeDue(now, 0, desk);
  return { state: 'waiting_for_staff', claimedBy: null, due };
}

/**
 * The person replied, in whatever way: whoever asked has the case again, a snooze ends, and an unclaimed case is in the queue.
 * A reopened case still comes up if its owner does nothing.
 */
function answered(it: Case, rules: Rules): CaseChange {
  if (!isWithStaff(it)) return {};
  if (it.claimedBy === null) return queued(it, rules);
  return { state: 'claimed', due: it.due?.what === 'nudge' ? it.due : null };
}

/** A staff member worked on the case, so no reminder is due. A snooze or a wait for the person goes on. */
function attended({ due }: Case): Pick<CaseChange, 'due'> {
  return due?.what === 'nudge' ? { due: null } : {};
}

/** The staff is waiting for the person. Whoever asks gets the case if nobody has claimed it. */
function asked<T extends 'staff_said' | 'asked_step' | 'asked_check'>(): Row<T> {
  return {
    from: WITH_STAFF,
    change: (it, { by }, { now, desk }) => ({
      state: 'waiting_for_person',
      claimedBy: it.claimedBy ?? by,
      due: askDue(now, desk),
    }),
    effects: ['show_card', 'remove_nudge'],
  };
}

function corrected<T extends 'diagnosis_changed' | 'wrong_diagnosis'>(): Row<T> {
  return {
    from: WITH_STAFF,
    change: (it, { diagnosis }) => ({ diagnosis, walk: null, ...(it.claimedBy === null ? {} : attended(it)) }),
    effects: ['show_card'],
  };
}

function given(it: Case, to: NonNullable<Case['claimedBy']>): CaseChange {
  const state = it.state === 'waiting_for_person' ? it.state : 'claimed';
  return { state, claimedBy: to, ...attended(it) };
}

const ended = { state: 'resolved', owner: 'bot', due: null } as const;
const showCardOfStaff = (it: Case): readonly Effect[] => (isWithStaff(it) ? ['show_card'] : []);
const showEnd = (it: Case): readonly Effect[] =>
  isWithStaff(it) ? ['show_card', 'remove_nudge', 'show_answer'] : ['show_answer'];

/** What each event does, and in which states. */
const TABLE: { readonly [T in LaterType]: Row<T> } = {
  // While the bot answers.
  unrecognised: { from: OPEN },
  shared: { from: ['open', 'resolved'] },
  not_this: { from: OPEN },
  rediagnosed: { from: OPEN, change: (_it, { diagnosis, paste }) => ({ diagnosis, paste }) },
  kind_chosen: { from: OPEN, change: (_it, { diagnosis }) => ({ diagnosis, walk: null }) },
  withdrawn: {
    from: OPEN,
    change: (_it, { diagnosis }) => ({ state: 'withdrawn', ...(diagnosis === undefined ? {} : { diagnosis }) }),
    effects: ['remove_answer'],
  },
  dismissed: {
    from: ['open', 'resolved'],
    only: wasNeverHanded,
    change: ({ state }) => (state === 'open' ? { state: 'withdrawn' } : {}),
    effects: ['remove_answer'],
  },
  walk_begun: {
    from: ['open', 'resolved'],
    only: wasNeverHanded,
    change: (_it, { walk }) => ({ state: 'open', walk }),
  },
  // By the person, in any state.
  step: {
    from: LIVE,
    change: (it, { walk }, rules) => ({ ...answered(it, rules), ...(walk === undefined ? {} : { walk }) }),
    effects: showCardOfStaff,
  },
  solved: {
    from: LIVE,
    change: (_it, { walk }) => ({ ...ended, ...(walk === undefined ? {} : { walk }) }),
    effects: showEnd,
  },
  check_begun: { from: ANY },
  checked: {
    from: ANY,
    change: (it, { check, diagnosis }, rules) => ({
      ...answered(it, rules),
      checks: [...it.checks, check],
      ...(sameMatter(it.diagnosis, diagnosis) ? {} : { diagnosis, walk: null }),
    }),
    effects: ({ handedAt }) => (handedAt === null ? [] : ['show_card']),
  },
  // With the staff.
  handed_off: {
    from: ['open', 'resolved'],
    only: wasNeverHanded,
    change: (_it, { handoff, personName }, { now, desk }) => ({
      state: 'waiting_for_staff',
      owner: 'human',
      handoff,
      personName,
      handedAt: now,
      due: nudgeDue(now, 0, desk),
    }),
    effects: ['post_card', 'tell_person_handed', 'show_answer'],
  },
  claimed: {
    from: ['waiting_for_staff'],
    change: (it, { by }) => given(it, by),
    effects: ['show_card', 'remove_nudge', 'tell_person_claimed'],
  },
  handed_over: {
    from: WITH_STAFF,
    change: (it, { to }) => given(it, to),
    effects: ['show_card', 'remove_nudge', 'tell_person_claimed', 'tell_owner_assigned'],
  },
  put_back: {
    from: WITH_STAFF,
    change: (it, _event, rules) => queued({ ...it, due: null }, rules),
    effects: ['show_card', 'say_put_back'],
  },
  staff_said: asked(),
  asked_step: asked(),
  asked_check: asked(),
  asked_quiet: {
    from: ['waiting_for_person'],
    change: (_it, _event, { now, desk }) => ({ due: closeDue(now, desk) }),
    effects: ['show_card'],
  },
  person_said: {
    from: WITH_STAFF,
    change: (it, _event, rules) => answered(it, rules),
    effects: ['show_card'],
  },
  snoozed: {
    from: WITH_STAFF,
    change: (_it, { ms }, { now, desk }) => ({ due: wakeDue(now, ms, desk) }),
    effects: ['show_card', 'remove_nudge'],
  },
  snooze_over: {
    from: ['claimed', 'waiting_for_person'],
    change: ({ state }, _event, { now, desk }) => ({ due: state === 'waiting_for_person' ? askDue(now, desk) : null }),
    effects: ['show_card', 'tell_owner_awake'],
  },
  nudged: {
    from: ['waiting_for_staff', 'claimed'],
    change: (_it, { count }, { now, desk }) => ({
      state: 'waiting_for_staff',
      claimedBy: null,
      due: nudgeDue(now, count, desk),
    }),
    effects: ['show_card', 'nudge'],
  },
  diagnosis_changed: corrected(),
  wrong_diagnosis: corrected(),
  undelivered: { from: ANY },
  read: { from: ANY },
  set_apart: { from: ANY },
  // Closing and reopening.
  resolved: {
    from: WITH_STAFF,
    change: (it, { by }) => ({ ...ended, ...(by === null || samePerson(by, it.person) ? {} : { claimedBy: by }) }),
    effects: showEnd,
  },
  reopened: {
    from: ['resolved'],
    only: (it) => !wasNeverHanded(it),
    change: (it, { by, to }, rules) =>
      samePerson(by, it.person)
        ? {
            ...queued({ ...it, due: null }, rules),
            owner: 'human',
            ...(to === null ? {} : { state: 'claimed', claimedBy: to }),
          }
        : { state: 'claimed', owner: 'human', claimedBy: by, due: null },
    effects: (it, { by, to }) => [
      'show_card',
      'show_answer',
      'tell_person_reopened',
      ...(to !== null && samePerson(by, it.person) ? (['tell_owner_reopened'] as const) : []),
    ],
  },
};

function sameMatter(one: Case['diagnosis'], other: Case['diagnosis']): boolean {
  return one.kind === other.kind && one.provider === other.provider && one.tool === other.tool;
}

/**
 * The life of a case. Pure: the same case, event and time give the same.
 *
 * @returns the case after the event, what of it has changed, and what has to follow; null where the event cannot happen in
 * this state: a second press, or one that comes too late
 */
export function transition(it: Case, event: Happening, rules: Rules): Next | null {
  // The table has a row of the event's own type; the compiler cannot follow that through a union.
  const row = TABLE[event.type] as Row<typeof event.type>;
  return follow(it, event as never, row as Row<never>, rules);
}

function follow<T extends LaterType>(it: Case, event: HappeningOf<T>, row: Row<T>, rules: Rules): Next | null {
  if (!row.from.includes(it.state) || row.only?.(it) === false) return null;
  const change = row.change?.(it, event, rules) ?? {};
  const { personName, ...rest } = change;
  const person = personName === undefined ? it.person : { ...it.person, name: personName };
  const { effects = [] } = row;
  return {
    case: { ...it, ...rest, person },
    change,
    effects: typeof effects === 'function' ? effects(it, event) : effects,
  };
}

/** The events that a timer causes. */
export type DueEvent = 'nudged' | 'snooze_over' | 'asked_quiet' | 'resolved';

/** The event that is due for a case; null if there is none. */
export function dueEvent({ due, claimedBy }: Case): DueEvent | null {
  switch (due?.what) {
    case 'nudge':
      return 'nudged';
    case 'wake':
      return claimedBy === null ? 'nudged' : 'snooze_over';
    case 'ask':
      return 'asked_quiet';
    case 'close':
      return 'resolved';
    case undefined:
      return null;
  }
}

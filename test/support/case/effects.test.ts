import { expect, test } from 'vitest';
import type { Case, PersonRef } from '#store/types.ts';
import type { Happening } from '#support/case/happening.ts';
import { transition } from '#support/case/transitions.ts';
import { DEFAULT_DESK } from '#support/desk/desk.ts';
import { ANN, DIAGNOSIS, OPENED } from '#test/samples.ts';

const SUE: PersonRef = { chat: 'slack', tenant: 'T1', id: 'U2', name: 'Sue' };
const handed = { owner: 'human', handedAt: 1, due: { what: 'nudge', at: 2 } } as const;
const CASES: Readonly<Record<Case['state'], Case>> = {
  open: OPENED,
  waiting_for_staff: { ...OPENED, ...handed, state: 'waiting_for_staff' },
  claimed: { ...OPENED, ...handed, state: 'claimed', claimedBy: SUE, due: null },
  waiting_for_person: {
    ...OPENED,
    ...handed,
    state: 'waiting_for_person',
    claimedBy: SUE,
    due: { what: 'ask', at: 2 },
  },
  resolved: { ...OPENED, state: 'resolved', claimedBy: SUE, handedAt: 1 },
  withdrawn: { ...OPENED, state: 'withdrawn' },
};
const WALK = { steps: ['a'], at: 0, outcomes: {}, state: 'walking', role: 'answer' } as const;
const CHECK = { verdict: 'works', kind: null, provider: null, host: 'h', status: 200, fingerprint: null, at: 1 };

/** What is done to a case, and in which state; where it leads, and who sees it. */
const ROWS: readonly (readonly [Case['state'], Happening, Case['state'], string])[] = [
  ['open', { type: 'withdrawn', by: ANN, data: { why: 'deleted' } }, 'withdrawn', 'remove_answer'],
  ['open', { type: 'dismissed', by: ANN }, 'withdrawn', 'remove_answer'],
  ['open', { type: 'walk_begun', by: ANN, walk: WALK }, 'open', ''],
  ['open', { type: 'step', by: ANN, walk: WALK }, 'open', ''],
  ['open', { type: 'solved', by: ANN, walk: WALK }, 'resolved', 'show_answer'],
  ['open', { type: 'checked', by: ANN, check: CHECK, diagnosis: DIAGNOSIS }, 'open', ''],
  [
    'open',
    { type: 'handed_off', by: ANN, handoff: {}, personName: 'Ann' },
    'waiting_for_staff',
    'post_card tell_person_handed show_answer',
  ],
  ['waiting_for_staff', { type: 'claimed', by: SUE }, 'claimed', 'show_card remove_nudge tell_person_claimed'],
  ['waiting_for_staff', { type: 'nudged', by: null, count: 1 }, 'waiting_for_staff', 'show_card nudge'],
  ['waiting_for_staff', { type: 'staff_said', by: SUE }, 'waiting_for_person', 'show_card remove_nudge'],
  ['waiting_for_staff', { type: 'snoozed', by: SUE, ms: 1 }, 'waiting_for_staff', 'show_card remove_nudge'],
  [
    'claimed',
    { type: 'handed_over', by: SUE, to: { ...SUE, id: 'U3' } },
    'claimed',
    'show_card remove_nudge tell_person_claimed tell_owner_assigned',
  ],
  ['claimed', { type: 'put_back', by: SUE }, 'waiting_for_staff', 'show_card say_put_back'],
  ['claimed', { type: 'asked_step', by: SUE }, 'waiting_for_person', 'show_card remove_nudge'],
  ['claimed', { type: 'snooze_over', by: null }, 'claimed', 'show_card tell_owner_awake'],
  ['claimed', { type: 'checked', by: ANN, check: CHECK, diagnosis: DIAGNOSIS }, 'claimed', 'show_card'],
  ['waiting_for_person', { type: 'asked_quiet', by: null }, 'waiting_for_person', 'show_card'],
  ['waiting_for_person', { type: 'person_said', by: ANN }, 'claimed', 'show_card'],
  ['waiting_for_person', { type: 'solved', by: ANN }, 'resolved', 'show_card remove_nudge show_answer'],
  ['waiting_for_person', { type: 'resolved', by: SUE }, 'resolved', 'show_card remove_nudge show_answer'],
  ['resolved', { type: 'checked', by: ANN, check: CHECK, diagnosis: DIAGNOSIS }, 'resolved', 'show_card'],
  [
    'resolved',
    { type: 'reopened', by: ANN, to: SUE },
    'claimed',
    'show_card show_answer tell_person_reopened tell_owner_reopened',
  ],
  [
    'resolved',
    { type: 'reopened', by: ANN, to: null },
    'waiting_for_staff',
    'show_card show_answer tell_person_reopened',
  ],
  ['resolved', { type: 'reopened', by: SUE, to: null }, 'claimed', 'show_card show_answer tell_person_reopened'],
];

test.for(ROWS)('%s, %j: then it is %s, and %s', ([state, event, after, effects]) => {
  const next = transition(CASES[state], event, { now: 10, desk: DEFAULT_DESK });
  expect(next?.case.state).toBe(after);
  expect(next?.effects.join(' ')).toBe(effects);
});

/** What comes too late, or twice. */
const REFUSED: readonly (readonly [Case['state'], Happening])[] = [
  ['claimed', { type: 'claimed', by: SUE }],
  ['claimed', { type: 'handed_off', by: ANN, handoff: {}, personName: 'Ann' }],
  ['claimed', { type: 'walk_begun', by: ANN, walk: WALK }],
  ['claimed', { type: 'dismissed', by: ANN }],
  ['claimed', { type: 'asked_quiet', by: null }],
  ['waiting_for_staff', { type: 'snooze_over', by: null }],
  ['resolved', { type: 'resolved', by: SUE }],
  ['resolved', { type: 'solved', by: ANN }],
  ['resolved', { type: 'person_said', by: ANN }],
  ['resolved', { type: 'walk_begun', by: ANN, walk: WALK }],
  ['resolved', { type: 'handed_off', by: ANN, handoff: {}, personName: 'Ann' }],
  ['open', { type: 'reopened', by: ANN, to: null }],
  ['open', { type: 'staff_said', by: SUE }],
  ['withdrawn', { type: 'walk_begun', by: ANN, walk: WALK }],
  ['withdrawn', { type: 'kind_chosen', by: ANN, diagnosis: DIAGNOSIS }],
];

test.for(REFUSED)('%s, %j: nothing happens', ([state, event]) => {
  expect(transition(CASES[state], event, { now: 10, desk: DEFAULT_DESK })).toBeNull();
});

test('a case that a walk has solved can be walked again, and be handed over', () => {
  const solved: Case = { ...CASES.resolved, handedAt: null, claimedBy: null };
  const rules = { now: 10, desk: DEFAULT_DESK };
  expect(transition(solved, { type: 'walk_begun', by: ANN, walk: WALK }, rules)?.case.state).toBe('open');
  const handedOff: Happening = { type: 'handed_off', by: ANN, handoff: { tool: 'x' }, personName: 'Ann B.' };
  expect(transition(solved, handedOff, rules)?.case).toMatchObject({
    state: 'waiting_for_staff',
    handedAt: 10,
    handoff: { tool: 'x' },
    person: { name: 'Ann B.' },
  });
});

test('a check of the same failure keeps the walk, one that says another begins it anew', () => {
  const walked: Case = { ...OPENED, walk: WALK };
  const checked = (diagnosis: Case['diagnosis']): Happening => ({ type: 'checked', by: ANN, check: CHECK, diagnosis });
  const rules = { now: 10, desk: DEFAULT_DESK };
  expect(transition(walked, checked({ ...DIAGNOSIS, confidence: 0.1 }), rules)?.case).toMatchObject({
    walk: WALK,
    diagnosis: DIAGNOSIS,
  });
  expect(transition(walked, checked({ ...DIAGNOSIS, kind: 'key_revoked' }), rules)?.case).toMatchObject({
    walk: null,
    checks: [CHECK],
  });
});

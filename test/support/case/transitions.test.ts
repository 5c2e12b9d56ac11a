import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Case, PersonRef } from '#store/types.ts';
import type { Happening } from '#support/case/happening.ts';
import { dueEvent, type Next, transition } from '#support/case/transitions.ts';
import { DEFAULT_DESK } from '#support/desk/desk.ts';
import { samePerson } from '#support/people.ts';
import { ANN, DIAGNOSIS, OPENED } from '#test/samples.ts';
import { lostCase } from './life.ts';

const HOUR_MS = 3_600_000;
/** Has Ann's id, in another workspace. */
const SUE: PersonRef = { chat: 'slack', tenant: 'T2', id: 'U1', name: 'Sue' };
const TOM: PersonRef = { chat: 'discord', tenant: '', id: 'U3', name: 'Tom' };

const OTHER = { ...DIAGNOSIS, kind: 'key_revoked' };

const HANDED: Happening = { type: 'handed_off', by: ANN, handoff: {}, personName: 'Ann' };
const WALK = { steps: ['a', 'b'], at: 0, outcomes: {}, state: 'walking', role: 'answer' } as const;
const CHECK = { verdict: 'works', kind: null, provider: null, host: 'h', status: 200, fingerprint: null, at: 1 };
const CORRECTION = {
  kind: 'key_revoked',
  provider: null,
  tool: null,
  before_kind: null,
  before_provider: null,
  before_tool: null,
  signature: null,
};

/** Everything that the person, the staff and the bot can do, whether or not it can be done just now. */
function happenings(staff: PersonRef): readonly Happening[] {
  const nothing = { kind: null, provider: null, tool: null };
  return [
    { type: 'unrecognised', by: null },
    { type: 'shared', by: ANN },
    { type: 'not_this', by: ANN, data: { signature: null, kind: null } },
    { type: 'rediagnosed', by: ANN, data: nothing, diagnosis: OTHER, paste: 'x' },
    { type: 'kind_chosen', by: ANN, data: { kind: 'key_revoked', before: null }, diagnosis: OTHER },
    { type: 'withdrawn', by: ANN, data: { why: 'deleted' } },
    { type: 'dismissed', by: ANN },
    { type: 'walk_begun', by: ANN, walk: WALK },
    { type: 'step', by: ANN, data: { step: 'a', goal: 'A?', outcome: 'fine' }, walk: { ...WALK, at: 1 } },
    { type: 'step', by: ANN, data: { step: 'a', goal: 'A?', outcome: 'skipped' } },
    { type: 'solved', by: ANN, data: { step: 'a', goal: 'A?', outcome: 'fixed' } },
    { type: 'check_begun', by: ANN, data: { role: 'check:1' } },
    { type: 'checked', by: ANN, data: { verdict: 'works', kind: null }, check: CHECK, diagnosis: OTHER },
    { type: 'handed_off', by: ANN, data: { urgency: null }, handoff: { tool: 'curl' }, personName: 'Ann' },
    { type: 'person_said', by: ANN, data: { text: 'x' } },
    { type: 'set_apart', by: ANN },
    { type: 'resolved', by: ANN, data: { cause: null, why: 'person' } },
    { type: 'reopened', by: ANN, to: staff },
    { type: 'reopened', by: ANN, to: null },
    { type: 'read', by: ANN },
    { type: 'claimed', by: staff, data: { to: staff.name } },
    { type: 'handed_over', by: SUE, data: { to: staff.name }, to: staff },
    { type: 'put_back', by: staff },
    { type: 'staff_said', by: staff },
    { type: 'asked_step', by: staff, data: { step: 'a', goal: 'A?' } },
    { type: 'asked_check', by: staff },
    { type: 'snoozed', by: staff, data: { until: 0 }, ms: HOUR_MS },
    { type: 'diagnosis_changed', by: staff, data: CORRECTION, diagnosis: OTHER },
    { type: 'wrong_diagnosis', by: staff, data: CORRECTION, diagnosis: OTHER },
    { type: 'resolved', by: staff, data: { cause: 'key_revoked', note: '', before: null } },
    { type: 'reopened', by: staff, to: null },
    { type: 'undelivered', by: null, data: { name: 'x', text: 'y' } },
  ];
}

/** What the clock does to a case. */
function byItself(it: Case, count: number): Happening | null {
  switch (dueEvent(it)) {
    case 'nudged':
      return { type: 'nudged', by: null, data: { why: 'waits' }, count };
    case 'snooze_over':
      return { type: 'snooze_over', by: null };
    case 'asked_quiet':
      return { type: 'asked_quiet', by: null };
    case 'resolved':
      return { type: 'resolved', by: null, data: { cause: null, why: 'quiet' } };
    case null:
      return null;
  }
}

/** A case, and when it is. */
interface Life {
  it: Case;
  now: number;
  nudges: number;
}

/** What brings a case back that was over. */
const WAYS_BACK: ReadonlySet<string> = new Set(['reopened', 'walk_begun', 'handed_off']);
/** What ends a case. */
const ENDS: ReadonlySet<string> = new Set(['resolved', 'solved']);

/** What is wrong with a step from one state to the next. */
function faultsOf(before: Case, { type }: Happening, { case: now, change }: Next): readonly string[] {
  const checks: readonly (readonly [string, boolean])[] = [
    ['it is lost', lostCase(now) === null],
    ['it came back by itself', before.state !== 'resolved' || now.state === 'resolved' || WAYS_BACK.has(type)],
    ['it was closed twice', before.state !== 'resolved' || !ENDS.has(type)],
    ['what was withdrawn came back', before.state !== 'withdrawn' || now.state === 'withdrawn'],
    ['it was handed over twice', before.handedAt === null || now.handedAt === before.handedAt],
    ['a key check was lost', before.checks.every((check, at) => now.checks[at] === check)],
    [
      'the change is another one',
      isDeepStrictEqual({ ...now, person: ANN }, { ...before, ...pick(change), person: ANN }),
    ],
  ];
  return checks.flatMap(([fault, holds]) => (holds ? [] : [`${fault}: ${type} in ${before.state}`]));
}

type Deed = { readonly do: 'happens'; readonly event: Happening } | { readonly do: 'waits'; readonly ms: number };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .constantFrom(...happenings(SUE), ...happenings(TOM))
      .map((event) => ({ do: 'happens', event }) as const),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 100 * HOUR_MS }).map((ms) => ({ do: 'waits', ms }) as const) },
);

function live(life: Life, event: Happening | null): void {
  const next = event === null ? null : transition(life.it, event, { now: life.now, desk: DEFAULT_DESK });
  if (next === null || event === null) return;
  if (event.type === 'nudged') life.nudges += 1;
  expect(faultsOf(life.it, event, next)).toEqual([]);
  life.it = next.case;
}

function pick({ personName: _name, ...change }: { readonly personName?: string }): object {
  return change;
}

describe('whatever happens to a case', () => {
  const lives = fc.tuple(fc.boolean(), fc.array(deed, { minLength: 1, maxLength: 60 }));
  const begin = (withStaff: boolean): Life => {
    const life: Life = { it: OPENED, now: 1_000_000, nudges: 0 };
    if (withStaff) live(life, HANDED);
    return life;
  };

  test("it is the bot's, or somebody has it, or it comes up; it is closed once", () => {
    fc.assert(
      fc.property(lives, ([withStaff, deeds]) => {
        const life = begin(withStaff);
        for (const one of deeds)
          if (one.do === 'happens') live(life, one.event);
          else {
            life.now += one.ms;
            if (life.it.due !== null && life.it.due.at <= life.now) live(life, byItself(life.it, life.nudges + 1));
          }
      }),
      { numRuns: 2000 },
    );
  });

  test('what is due is done, and then something else is, later, or it is over', () => {
    fc.assert(
      fc.property(lives, ([withStaff, deeds]) => {
        const life = begin(withStaff);
        for (const one of deeds) if (one.do === 'happens') live(life, one.event);
        for (let left = 8; left > 0 && life.it.due !== null; left -= 1) {
          life.now = Math.max(life.now, life.it.due.at);
          live(life, byItself(life.it, life.nudges + 1));
          expect(life.it.due?.at ?? Number.POSITIVE_INFINITY).toBeGreaterThan(life.now);
        }
      }),
      { numRuns: 500 },
    );
  });
});

const RULES = { now: 1_000_000, desk: DEFAULT_DESK };

/** A case after these, all of which can happen. */
function after(...events: readonly Happening[]): Case {
  return events.reduce((it, event) => {
    const next = transition(it, event, RULES);
    if (next === null) throw new Error(`${event.type} cannot happen in ${it.state}`);
    return next.case;
  }, OPENED);
}

const CLAIMED: Happening = { type: 'claimed', by: SUE };

describe('the person answers', () => {
  const answers: readonly Happening[] = [
    { type: 'person_said', by: ANN },
    { type: 'step', by: ANN, data: { step: 'a', goal: 'A?', outcome: 'fine' } },
    { type: 'checked', by: ANN, check: CHECK, diagnosis: DIAGNOSIS },
  ];

  test.for(answers)('who asked has the case again: $type', (answer) => {
    expect(after(HANDED, CLAIMED, { type: 'staff_said', by: SUE }, answer)).toMatchObject({
      state: 'claimed',
      claimedBy: SUE,
      due: null,
    });
  });

  test.for(answers)('what was put back stays in the queue, and keeps its turn: $type', (answer) => {
    const queued = after(HANDED, CLAIMED, { type: 'staff_said', by: SUE }, { type: 'put_back', by: SUE });
    expect(transition(queued, answer, { ...RULES, now: RULES.now + 5 })?.case).toMatchObject({
      state: 'waiting_for_staff',
      claimedBy: null,
      due: queued.due,
    });
  });

  test.for(answers)('a snooze is over, and what nobody has comes up: $type', (answer) => {
    const snoozed: Happening = { type: 'snoozed', by: SUE, ms: HOUR_MS };
    expect(after(HANDED, snoozed, answer).due?.what).toBe('nudge');
    expect(after(HANDED, CLAIMED, snoozed, answer).due).toBeNull();
  });
});

test('what the staff does to a case that was opened again keeps it from coming up', () => {
  const reopened = after(HANDED, CLAIMED, { type: 'resolved', by: TOM }, { type: 'reopened', by: ANN, to: TOM });
  expect(reopened).toMatchObject({ state: 'claimed', claimedBy: TOM, due: { what: 'nudge' } });
  expect(transition(reopened, { type: 'staff_said', by: TOM }, RULES)?.case.due?.what).toBe('ask');
  expect(
    transition(reopened, { type: 'wrong_diagnosis', by: TOM, data: CORRECTION, diagnosis: OTHER }, RULES)?.case.due,
  ).toBeNull();
  expect(transition(reopened, { type: 'nudged', by: null, count: 1 }, RULES)?.case.claimedBy).toBeNull();
});

test('the same id in another workspace is somebody else', () => {
  const renamed: PersonRef = { ...ANN, name: 'Another name' };
  expect(samePerson(ANN, renamed)).toBe(true);
  expect(samePerson(ANN, SUE)).toBe(false);
  expect(samePerson(null, null)).toBe(false);
  const resolved = after(HANDED, CLAIMED, { type: 'resolved', by: SUE });
  expect(resolved.claimedBy).toEqual(SUE);
  expect(transition(resolved, { type: 'reopened', by: SUE, to: null }, RULES)?.case).toMatchObject({
    state: 'claimed',
    claimedBy: SUE,
    due: null,
  });
});

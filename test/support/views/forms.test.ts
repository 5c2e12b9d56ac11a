import { expect, test } from 'vitest';
import type { Form } from '#chat/port.ts';
import { makeChecklist } from '#diagnosis/checklist.ts';
import type { Case } from '#store/types.ts';
import {
  askStepForm,
  correctForm,
  handOverForm,
  QUEUE,
  resolveForm,
  snoozeForm,
} from '#support/views/desk/desk-forms.ts';
import { replyForm } from '#support/views/desk/relay.ts';
import { handoffForm } from '#support/views/handoff.ts';
import { realCatalogue } from '#test/catalogue.ts';
import { faultsOfForm } from '#test/fakes/memory/strict.ts';
import { DIAGNOSIS, OPENED } from '#test/samples.ts';

const { knowledge } = realCatalogue();
const SUE = { chat: 'slack', tenant: 'T1', id: 'U2', name: 'Sue' };
const TOM = { chat: 'slack', tenant: 'T1', id: 'U3', name: '' };
const NOTHING = { ...DIAGNOSIS, kind: null, provider: null, tool: null };
const about = (diagnosis: Partial<Case['diagnosis']>, more: Partial<Case> = {}): Case => ({
  ...OPENED,
  id: 12,
  ...more,
  diagnosis: { ...DIAGNOSIS, ...diagnosis },
});
const checklist = makeChecklist({ ...DIAGNOSIS, facts: [] }, knowledge);

const filledIn = ({ fields }: Form) => Object.fromEntries(fields.map(({ id, value }) => [id, value]));
const optionsOf = ({ fields }: Form, wanted: string) =>
  fields.find(({ id }) => id === wanted)?.options?.map(({ value, label }) => [value, label]);

test.for([
  [
    { provider: 'openai', tool: 'cursor' },
    { endpoint: 'OpenAI', tool: 'Cursor' },
  ],
  [
    { provider: null, tool: null },
    { endpoint: '', tool: '' },
  ],
  [
    { provider: 'a host that no file knows', tool: 'gone' },
    { endpoint: '', tool: '' },
  ],
] as const)('the form of a handoff is filled in with what is known: %o', ([diagnosis, expected]) => {
  const form = handoffForm(about(diagnosis), knowledge);
  expect(filledIn(form)).toMatchObject(expected);
  expect(form.form).toBe('handoff:12');
  expect(filledIn(form)['urgency']).toBe('can-wait');
});

test.for([
  ['a known error', about({}), ['tool', 'endpoint', 'key', 'urgency', 'email']],
  ['no paste', about({}, { paste: '' }), ['tool', 'endpoint', 'error', 'key', 'urgency']],
  ['an error that was not recognized', about(NOTHING), ['tool', 'endpoint', 'error', 'key', 'urgency']],
] as const)('it asks for the error only where that is not known: %s', ([, it, fields]) => {
  expect(handoffForm(it, knowledge).fields.map(({ id }) => id)).toEqual(fields);
});

test('the form of a correction holds what the case is about, and as many kinds as a chat can show', () => {
  const form = correctForm(about({ tool: 'cursor' }), knowledge);
  expect(filledIn(form)).toMatchObject({ kind: 'key_invalid', provider: 'OpenAI', wrong: 'yes' });
  expect(optionsOf(form, 'kind')?.length).toBe(Math.min(25, knowledge.failures.size));
  expect(filledIn(correctForm(about(NOTHING), knowledge))).toMatchObject({ kind: undefined, provider: '', tool: '' });
});

test('the form of an end asks for the actual cause, with the diagnosis chosen', () => {
  expect(filledIn(resolveForm(about({}), knowledge))).toEqual({ cause: 'key_invalid', note: undefined });
  expect(filledIn(resolveForm(about(NOTHING), knowledge))['cause']).toBeUndefined();
});

test('a case goes to a colleague, back to the queue, or stays with its owner, who is no colleague', () => {
  const form = handOverForm(about({}, { claimedBy: SUE }), [SUE, TOM]);
  expect(optionsOf(form, 'to')).toEqual([
    ['slack|T1|U3', 'U3'],
    [QUEUE, expect.any(String)],
    ['slack|T1|U2', expect.stringContaining('Sue')],
  ]);
  expect(filledIn(form)).toEqual({ to: 'slack|T1|U3' });
  expect(filledIn(handOverForm(about({}), []))).toEqual({ to: QUEUE });
  const many = Array.from({ length: 40 }, (_, at) => ({ ...TOM, id: `U${at + 10}` }));
  expect(optionsOf(handOverForm(about({}, { claimedBy: SUE }), many), 'to')).toHaveLength(25);
});

test('a step is asked for only where there is a choice', () => {
  const steps = checklist?.steps ?? [];
  expect(steps.length).toBeGreaterThan(2);
  expect(askStepForm(about({}), null)).toBeNull();
  const only = (count: number) => (checklist === null ? null : { ...checklist, steps: steps.slice(0, count) });
  expect([0, 1].map((count) => askStepForm(about({}), only(count)))).toEqual([null, null]);
  const form = askStepForm(about({}), only(2));
  expect(form === null ? null : filledIn(form)).toEqual({ step: steps[0]?.id });
});

test('no form breaks a rule of a chat', () => {
  const it = about({ tool: 'cursor' }, { claimedBy: SUE });
  const forms = [
    handoffForm(it, knowledge),
    handoffForm(about(NOTHING), knowledge),
    correctForm(it, knowledge),
    resolveForm(it, knowledge),
    handOverForm(it, [SUE, TOM]),
    snoozeForm(it),
    replyForm(it),
    askStepForm(it, checklist),
  ];
  expect(forms.flatMap((form) => (form === null ? ['no form'] : faultsOfForm(form)))).toEqual([]);
});

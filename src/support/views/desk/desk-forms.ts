import type { Form } from '#chat/port.ts';
import type { Checklist } from '#diagnosis/types.ts';
import type { Knowledge } from '#knowledge/types.ts';
import type { Case, PersonRef } from '#store/types.ts';
import { SNOOZES } from '#support/desk/desk.ts';
import { samePerson } from '#support/people.ts';

/** As many as the strictest platform takes. */
const MOST_OPTIONS = 25;
/** What *Hand over* calls nobody. */
export const QUEUE = 'queue';

/** Before a case is closed: what it really was. */
export function resolveForm(it: Case, knowledge: Knowledge): Form {
  return {
    form: `resolve:${it.id}`,
    title: `Resolve case ${it.id}`,
    submit: 'Resolve',
    fields: [
      { ...kindField(it, knowledge), id: 'cause', label: 'What was the actual cause?' },
      {
        id: 'note',
        label: 'Message to the person',
        kind: 'long',
        optional: true,
        hint: 'Sent to the person. No keys.',
      },
    ],
  };
}

function kindField(it: Case, knowledge: Knowledge) {
  const kinds = [...knowledge.failures.values()].slice(0, MOST_OPTIONS);
  const known = kinds.some(({ id }) => id === it.diagnosis.kind) ? it.diagnosis.kind : null;
  return {
    kind: 'select' as const,
    options: kinds.map(({ id, title }) => ({ value: id, label: title })),
    ...(known === null ? {} : { value: known }),
  };
}

/** *Correct the diagnosis*. */
export function correctForm(it: Case, knowledge: Knowledge): Form {
  const { provider, tool } = it.diagnosis;
  return {
    form: `correct:${it.id}`,
    title: `Case ${it.id}: what is it?`,
    submit: 'Save',
    fields: [
      { ...kindField(it, knowledge), id: 'kind', label: 'What failed?' },
      {
        id: 'provider',
        label: 'Whose API?',
        kind: 'text',
        optional: true,
        value: knowledge.providers.get(provider ?? '')?.name ?? '',
      },
      {
        id: 'tool',
        label: 'Which tool?',
        kind: 'text',
        optional: true,
        value: knowledge.tools.get(tool ?? '')?.name ?? '',
      },
      {
        id: 'wrong',
        label: 'Was Keymedic wrong?',
        kind: 'select',
        value: 'yes',
        options: [
          { value: 'yes', label: 'Yes, keep the error for the knowledge authors' },
          { value: 'no', label: 'No, we just know more now' },
        ],
      },
    ],
  };
}

/**
 * *Hand over*.
 *
 * @param colleagues who has taken cases of late
 */
export function handOverForm(it: Case, colleagues: readonly PersonRef[]): Form {
  const others = colleagues
    .filter((one) => !samePerson(one, it.claimedBy))
    .slice(0, MOST_OPTIONS - 2)
    .map(({ chat, tenant, id, name }) => ({ value: `${chat}|${tenant}|${id}`, label: name || id }));
  const own = it.claimedBy;
  return {
    form: `hand-over:${it.id}`,
    title: `Hand over case ${it.id}`,
    submit: 'Hand over',
    text: 'The list shows who claimed a case in recent weeks. For anyone else, use /cases give with the case number and their mention.',
    fields: [
      {
        id: 'to',
        label: 'Who takes it?',
        kind: 'select',
        value: others[0]?.value ?? QUEUE,
        options: [
          ...others,
          { value: QUEUE, label: 'Back to the queue' },
          ...(own === null
            ? []
            : [{ value: `${own.chat}|${own.tenant}|${own.id}`, label: `${own.name || own.id} keeps it` }]),
        ],
      },
    ],
  };
}

/** *Snooze*. */
export function snoozeForm(it: Case): Form {
  return {
    form: `snooze:${it.id}`,
    title: `Snooze case ${it.id}`,
    submit: 'Snooze',
    text: 'It comes back in working hours, or as soon as the person writes.',
    fields: [
      {
        id: 'for',
        label: 'For how long?',
        kind: 'select',
        value: '4h',
        options: SNOOZES.map(({ value, label }) => ({ value, label })),
      },
    ],
  };
}

/** *Ask for a step*; null where there are fewer than two steps to choose from. */
export function askStepForm(it: Case, checklist: Checklist | null): Form | null {
  const steps = checklist?.steps ?? [];
  const [first] = steps;
  if (first === undefined || steps.length < 2) return null;
  return {
    form: `ask-step:${it.id}`,
    title: 'Ask for a step',
    submit: 'Ask',
    text: 'The person gets the step with its commands and buttons to say how it went.',
    fields: [
      {
        id: 'step',
        label: 'Which step?',
        kind: 'select',
        value: first.id,
        options: steps.map(({ id, goal }) => ({ value: id, label: goal })),
      },
    ],
  };
}

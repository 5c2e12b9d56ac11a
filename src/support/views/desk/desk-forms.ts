import type { Form } from '#chat/port.ts';
import type { Checklist } from '#diagnosis/types.ts';
import type { Knowledge } from '#knowledge/types.ts';
import type { Case, PersonRef } from '#store/types.ts';
import { SNOOZES } from '#support/desk/desk.ts';
import { samePerson } from '#support/people.ts';
import { text } from '#support/texts/text.ts';

/** As many as the strictest platform takes. */
const MOST_OPTIONS = 25;
/** What *Hand over* calls nobody. */
export const QUEUE = 'queue';

/** Before a case is closed: what it really was. */
export function resolveForm(it: Case, knowledge: Knowledge): Form {
  return {
    form: `resolve:${it.id}`,
    title: text('resolve.title', { id: it.id }),
    submit: text('button.resolve'),
    fields: [
      { ...kindField(it, knowledge), id: 'cause', label: text('resolve.cause') },
      {
        id: 'note',
        label: text('resolve.note'),
        kind: 'long',
        optional: true,
        hint: text('resolve.note_hint'),
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
    title: text('correct.title', { id: it.id }),
    submit: text('correct.submit'),
    fields: [
      { ...kindField(it, knowledge), id: 'kind', label: text('correct.kind') },
      {
        id: 'provider',
        label: text('correct.provider'),
        kind: 'text',
        optional: true,
        value: knowledge.providers.get(provider ?? '')?.name ?? '',
      },
      {
        id: 'tool',
        label: text('correct.tool'),
        kind: 'text',
        optional: true,
        value: knowledge.tools.get(tool ?? '')?.name ?? '',
      },
      {
        id: 'wrong',
        label: text('correct.wrong'),
        kind: 'select',
        value: 'yes',
        options: [
          { value: 'yes', label: text('correct.wrong_yes') },
          { value: 'no', label: text('correct.wrong_no') },
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
    title: text('hand_over.title', { id: it.id }),
    submit: text('button.hand-over'),
    text: text('hand_over.text'),
    fields: [
      {
        id: 'to',
        label: text('hand_over.to'),
        kind: 'select',
        value: others[0]?.value ?? QUEUE,
        options: [
          ...others,
          { value: QUEUE, label: text('hand_over.queue') },
          ...(own === null
            ? []
            : [
                {
                  value: `${own.chat}|${own.tenant}|${own.id}`,
                  label: text('hand_over.keeps', { name: own.name || own.id }),
                },
              ]),
        ],
      },
    ],
  };
}

/** *Snooze*. */
export function snoozeForm(it: Case): Form {
  return {
    form: `snooze:${it.id}`,
    title: text('snooze.title', { id: it.id }),
    submit: text('button.snooze'),
    text: text('snooze.text'),
    fields: [
      {
        id: 'for',
        label: text('snooze.for'),
        kind: 'select',
        value: '4h',
        options: SNOOZES.map(({ value }) => ({ value, label: text(`snooze.${value}`) })),
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
    title: text('ask_step.title'),
    submit: text('ask_step.submit'),
    text: text('ask_step.text'),
    fields: [
      {
        id: 'step',
        label: text('ask_step.step'),
        kind: 'select',
        value: first.id,
        options: steps.map(({ id, goal }) => ({ value: id, label: goal })),
      },
    ],
  };
}

import type { Field, Form } from '#chat/port.ts';
import type { Knowledge } from '#knowledge/types.ts';
import type { Case, KeptReply } from '#store/types.ts';
import { actionId } from '#support/turns/actions.ts';

/** How soon somebody should look. */
export const URGENCIES = [
  { value: 'can-wait', label: 'It can wait' },
  { value: 'today', label: 'I need it today' },
  { value: 'down', label: 'Production is down' },
] as const;

/** The ids of all fields that the form can have. */
export const HANDOFF_FIELDS = ['tool', 'endpoint', 'error', 'key', 'urgency', 'email'] as const;

/** The form before a case goes to the staff: what is known is filled in, what is known for sure is not asked. */
export function handoffForm(it: Case, knowledge: Knowledge): Form {
  const provider = knowledge.providers.get(it.diagnosis.provider ?? '')?.name ?? '';
  const tool = knowledge.tools.get(it.diagnosis.tool ?? '')?.name ?? '';
  const error: Field[] =
    it.paste === '' || it.diagnosis.kind === null
      ? [
          {
            id: 'error',
            label: 'The exact error',
            kind: 'long',
            hint: 'Exactly as your tool printed it. Keys are masked.',
          },
        ]
      : [
          {
            id: 'email',
            label: 'Account email',
            kind: 'text',
            hint: 'Only if the support team should look up your account.',
            optional: true,
          },
        ];
  return {
    form: `handoff:${it.id}`,
    title: 'Get a human',
    submit: 'Send',
    text: 'The support team gets the diagnosis, the steps you tried and this form. Do not enter a key.',
    fields: [
      { id: 'tool', label: 'Tool and version', kind: 'text', value: tool, hint: 'For example Roo Code 3.2 in VS Code' },
      {
        id: 'endpoint',
        label: 'Provider and base URL',
        kind: 'text',
        value: provider,
        hint: 'Add the base URL if you set one',
      },
      ...error.slice(0, error[0]?.id === 'error' ? 1 : 0),
      {
        id: 'key',
        label: 'Key: copied again? Header?',
        kind: 'text',
        optional: true,
        hint: 'For example: copied again, Authorization: Bearer',
      },
      { id: 'urgency', label: 'How urgent is it?', kind: 'select', options: URGENCIES, value: 'can-wait' },
      ...error.slice(error[0]?.id === 'error' ? 1 : 0),
    ],
  };
}

/** To the person: the number, what was passed on, what happens next. */
export function handedOverReply(it: Case): KeptReply {
  return {
    tone: 'good',
    title: `Case ${it.id} is with the support team`,
    text: 'They have the diagnosis, your error with keys masked, the steps you tried and your form. They reply in your direct messages. You have nothing more to do.',
  };
}

/** To a person who wants a human in a case that the staff had before. */
export function wasWithStaff(it: Case): KeptReply {
  return {
    tone: 'neutral',
    title: `Case ${it.id} was closed`,
    text: 'Reopen it, and the support team still has all the details. If you have a different error, paste it to get a new answer.',
    buttons: [{ label: 'Reopen it', action: actionId({ do: 'reopen', caseId: it.id }), style: 'primary' }],
  };
}

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
            hint: 'As your tool printed it. Keys in it are masked.',
          },
        ]
      : [
          {
            id: 'email',
            label: 'Account e-mail',
            kind: 'text',
            hint: 'Only if the staff should look you up.',
            optional: true,
          },
        ];
  return {
    form: `handoff:${it.id}`,
    title: 'Get a human',
    submit: 'Send',
    text: 'The support staff gets the diagnosis, the steps you tried and this. No key, please.',
    fields: [
      { id: 'tool', label: 'Tool and its version', kind: 'text', value: tool, hint: 'Such as Roo Code 3.2 in VS Code' },
      {
        id: 'endpoint',
        label: 'Provider and address it calls',
        kind: 'text',
        value: provider,
        hint: 'The base URL, if you set one',
      },
      ...error.slice(0, error[0]?.id === 'error' ? 1 : 0),
      {
        id: 'key',
        label: 'Key: copied again? Which header?',
        kind: 'text',
        optional: true,
        hint: 'Such as: copied afresh, Authorization Bearer',
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
    title: `Case ${it.id} is with the support staff`,
    text: 'They have the diagnosis, your error with keys masked, the steps you tried and what you filled in. They answer in your direct messages; nothing more is needed from you.',
  };
}

/** To a person who wants a human in a case that the staff had before. */
export function wasWithStaff(it: Case): KeptReply {
  return {
    tone: 'neutral',
    title: `Case ${it.id} was with the support staff before`,
    text: 'Open it again: they have everything from then. For another error paste it, and you get another case.',
    buttons: [{ label: 'Open it again', action: actionId({ do: 'reopen', caseId: it.id }), style: 'primary' }],
  };
}

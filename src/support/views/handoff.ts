import type { Field, Form } from '#chat/port.ts';
import type { Knowledge } from '#knowledge/types.ts';
import type { Case, KeptReply } from '#store/types.ts';
import { text } from '#support/texts/text.ts';
import { actionId } from '#support/turns/actions.ts';

/** How soon somebody should look. */
export const URGENCIES = [
  { value: 'can-wait', label: text('urgency.can-wait') },
  { value: 'today', label: text('urgency.today') },
  { value: 'down', label: text('urgency.down') },
] as const;

/** The ids of all fields that the form can have. */
export const HANDOFF_FIELDS = ['tool', 'endpoint', 'error', 'key', 'urgency', 'email'] as const;

/** The form before a case goes to the staff: what is known is filled in, what is known for sure is not asked. */
export function handoffForm(it: Case, knowledge: Knowledge): Form {
  const provider = knowledge.providers.get(it.diagnosis.provider ?? '')?.name ?? '';
  const tool = knowledge.tools.get(it.diagnosis.tool ?? '')?.name ?? '';
  const error: Field = {
    id: 'error',
    label: text('handoff.error'),
    kind: 'long',
    hint: text('handoff.error_hint'),
  };
  const email: Field = {
    id: 'email',
    label: text('handoff.email'),
    kind: 'text',
    hint: text('handoff.email_hint'),
    optional: true,
  };
  // A form holds five fields: the e-mail address is asked for only where the error is known.
  const unknown = it.paste === '' || it.diagnosis.kind === null;
  return {
    form: `handoff:${it.id}`,
    title: text('handoff.title'),
    submit: text('handoff.submit'),
    text: text('handoff.text'),
    fields: [
      { id: 'tool', label: text('handoff.tool'), kind: 'text', value: tool, hint: text('handoff.tool_hint') },
      {
        id: 'endpoint',
        label: text('handoff.endpoint'),
        kind: 'text',
        value: provider,
        hint: text('handoff.endpoint_hint'),
      },
      ...(unknown ? [error] : []),
      { id: 'key', label: text('handoff.key'), kind: 'text', optional: true, hint: text('handoff.key_hint') },
      { id: 'urgency', label: text('handoff.urgency'), kind: 'select', options: URGENCIES, value: 'can-wait' },
      ...(unknown ? [] : [email]),
    ],
  };
}

/** To the person: the number, what was passed on, what happens next. */
export function handedOverReply(it: Case): KeptReply {
  return {
    tone: 'good',
    title: text('handed.title', { id: it.id }),
    text: text('handed.text'),
  };
}

/** To a person who wants a human in a case that the staff had before. */
export function wasWithStaff(it: Case): KeptReply {
  return {
    tone: 'neutral',
    title: text('handed.was', { id: it.id }),
    text: text('handed.was_text'),
    buttons: [{ label: text('handed.reopen'), action: actionId({ do: 'reopen', caseId: it.id }), style: 'primary' }],
  };
}

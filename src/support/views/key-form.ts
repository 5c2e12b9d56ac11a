import type { Form } from '#chat/port.ts';
import type { Knowledge } from '#knowledge/types.ts';
import type { KeptReply } from '#store/types.ts';
import { actionId } from '#support/turns/actions.ts';

/** As many as the strictest platform takes, with the guess. */
const MOST_PROVIDERS = 24;
export const GUESS = 'guess';

/** The form that takes a key, the only place that does. */
export function keyForm(caseId: number, provider: string | null, knowledge: Knowledge): Form {
  const probeable = [...knowledge.providers.values()].filter(
    ({ probe, ended }) => probe !== undefined && ended === undefined,
  );
  const sorted = probeable.sort(
    (a, b) => Number(b.id === provider) - Number(a.id === provider) || a.name.localeCompare(b.name),
  );
  const options = [
    { label: 'Detect from the key', value: GUESS },
    ...sorted.slice(0, MOST_PROVIDERS).map(({ id, name }) => ({ label: name, value: id })),
  ];
  return {
    form: `key:${caseId}`,
    title: 'Check a key',
    submit: 'Check it',
    text: 'The key is sent to its provider in one free request and then discarded. It is not stored in any message, log or database.',
    fields: [
      { id: 'key', label: 'API key', kind: 'secret', hint: 'Visible on your screen while you type' },
      {
        id: 'provider',
        label: 'Provider',
        kind: 'select',
        options,
        value: probeable.some(({ id }) => id === provider) ? (provider ?? GUESS) : GUESS,
      },
      {
        id: 'base-url',
        label: 'Base URL',
        kind: 'text',
        optional: true,
        hint: 'Only for gateways, relays, Azure and self-hosted services',
      },
      { id: 'model', label: 'Model', kind: 'text', optional: true, hint: 'To check whether the key can use it' },
    ],
  };
}

/** In the direct messages: the button that opens the form. */
export function keyInvitation(caseId: number): KeptReply {
  return {
    tone: 'neutral',
    title: 'Check your key in private',
    text: 'Enter the key in the form, not as a message. It is sent to its provider in one free request, and nowhere else.',
    buttons: [{ label: 'Enter the key', action: actionId({ do: 'key', caseId }), style: 'primary' }],
  };
}

export const checking: KeptReply = {
  tone: 'neutral',
  title: 'Checking…',
  text: 'Sending one request to the provider. This takes a few seconds.',
};

export const interrupted: KeptReply = {
  tone: 'warning',
  title: 'The check was interrupted',
  text: 'Keymedic restarted during the check, and it never stores keys. Start again with /keycheck.',
};

/** A question in the middle of a check. */
export function keyQuestion(question: string, id: string): KeptReply {
  return {
    tone: 'neutral',
    title: question,
    text: 'The key is sent there only if you agree.',
    buttons: [
      {
        label: 'Yes, send it',
        action: actionId({ do: 'answer', caseId: 0, question: id, value: 'yes' }),
        style: 'primary',
      },
      { label: 'No', action: actionId({ do: 'answer', caseId: 0, question: id, value: 'no' }) },
    ],
  };
}

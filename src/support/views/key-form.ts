import type { Form } from '#chat/port.ts';
import type { Knowledge, Provider } from '#knowledge/types.ts';
import type { KeptReply } from '#store/types.ts';
import { text } from '#support/texts/text.ts';
import { actionId } from '#support/turns/actions.ts';

/** A list that is read in one glance, with the guess and "another". */
const MOST_PROVIDERS = 12;
export const GUESS = 'guess';
/** The value of "another": its name stands in the field {@link NAMED}. */
export const ANOTHER = 'another';
export const NAMED = 'named';

/** Whose names the form offers. */
export interface Offer {
  /** The provider of the diagnosis that the check continues; null where there is none. */
  readonly provider: string | null;
  readonly knowledge: Knowledge;
  /** Ids of the usual ones, the most likely first. */
  readonly first: readonly string[];
}

/** The form that takes a key, the only place that does. */
export function keyForm(caseId: number, offer: Offer): Form {
  const offered = offeredProviders(offer);
  const options = [
    { label: text('key_form.guess'), value: GUESS },
    ...offered.map(({ id, name }) => ({ label: name, value: id })),
    { label: text('key_form.another'), value: ANOTHER },
  ];
  return {
    form: `key:${caseId}`,
    title: text('key_form.title'),
    submit: text('key_form.submit'),
    text: text('key_form.text'),
    fields: [
      { id: 'key', label: text('key_form.key'), kind: 'secret', hint: text('key_form.key_hint') },
      {
        id: 'provider',
        label: text('key_form.provider'),
        kind: 'select',
        options,
        value: offered.find(({ id }) => id === offer.provider)?.id ?? GUESS,
      },
      {
        id: NAMED,
        label: text('key_form.named'),
        kind: 'text',
        optional: true,
        hint: text('key_form.named_hint'),
      },
      {
        id: 'base-url',
        label: text('key_form.base_url'),
        kind: 'text',
        optional: true,
        hint: text('key_form.base_url_hint'),
      },
      { id: 'model', label: text('key_form.model'), kind: 'text', optional: true, hint: text('key_form.model_hint') },
    ],
  };
}

/** The one of the diagnosis, the operator's own, and the usual ones; only those that can be asked. */
function offeredProviders({ provider, knowledge, first }: Offer): readonly Provider[] {
  const ids = new Set([...(provider === null ? [] : [provider]), ...knowledge.ownProviders, ...first]);
  return [...ids]
    .flatMap((id) => knowledge.providers.get(id) ?? [])
    .filter(({ probe, ended }) => probe !== undefined && ended === undefined)
    .slice(0, MOST_PROVIDERS);
}

/** In the direct messages: the button that opens the form. */
export function keyInvitation(caseId: number): KeptReply {
  return {
    tone: 'neutral',
    title: text('key_invitation.title'),
    text: text('key_invitation.text'),
    buttons: [{ label: text('key_invitation.enter'), action: actionId({ do: 'key', caseId }), style: 'primary' }],
  };
}

export const checking: KeptReply = {
  tone: 'neutral',
  title: text('key_checking.title'),
  text: text('key_checking.text'),
};

export const interrupted: KeptReply = {
  tone: 'warning',
  title: text('key_interrupted.title'),
  text: text('key_interrupted.text'),
};

/** A question in the middle of a check. */
export function keyQuestion(question: string, id: string): KeptReply {
  return {
    tone: 'neutral',
    title: question,
    text: text('key_question.text'),
    buttons: [
      {
        label: text('key_question.yes'),
        action: actionId({ do: 'answer', caseId: 0, question: id, value: 'yes' }),
        style: 'primary',
      },
      { label: text('key_question.no'), action: actionId({ do: 'answer', caseId: 0, question: id, value: 'no' }) },
    ],
  };
}

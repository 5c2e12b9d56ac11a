import type { Form } from '#chat/port.ts';
import type { Case, KeptReply } from '#store/types.ts';

/** In the thread of the staff: what the person of a case wrote. */
export function personSaid(
  it: Case,
  text: string,
  links: readonly string[],
  what: 'said' | 'edited' | 'deleted' = 'said',
): KeptReply {
  const marks = { said: '', edited: ' (edited)', deleted: ' deleted what they had written' };
  const files = links.length === 0 ? '' : `\nFiles: ${links.join(' ')}`;
  return { tone: 'neutral', title: `${it.person.name || 'The person'}${marks[what]}`, text: `${text}${files}` };
}

/** To the person: what somebody of the staff wrote. */
export function relayed(it: Case, by: { readonly name: string }, text: string): KeptReply {
  return { tone: 'neutral', title: by.name, text, footer: `Support staff, case ${it.id}. Answer here.` };
}

const STATES = {
  sending: 'being sent',
  delivered: 'delivered',
  failed: 'NOT delivered: their direct messages are closed, or they are gone',
} as const;

/** In the thread of the staff: what was sent to the person, and what became of it. */
export function sentToPerson(
  it: Case,
  by: { readonly name: string },
  text: string,
  state: keyof typeof STATES,
): KeptReply {
  return {
    tone: state === 'failed' ? 'bad' : 'neutral',
    title: `${by.name} to ${it.person.name || 'the person'}`,
    text,
    footer: STATES[state],
  };
}

/** The form of *Reply*. */
export function replyForm(it: Case): Form {
  return {
    form: `reply:${it.id}`,
    title: `Reply in case ${it.id}`,
    submit: 'Send',
    text: 'The person gets this as a direct message. No keys.',
    fields: [{ id: 'text', label: 'To the person', kind: 'long' }],
  };
}

import type { Button, Form } from '#chat/port.ts';
import type { Case, KeptReply } from '#store/types.ts';
import { actionId } from '#support/turns/actions.ts';

/** In the thread of the staff: what the person of a case wrote. */
export function personSaid(
  it: Case,
  text: string,
  links: readonly string[],
  what: 'said' | 'edited' | 'deleted' = 'said',
): KeptReply {
  const marks = { said: '', edited: ' (edited)', deleted: ' deleted their message' };
  const files = links.length === 0 ? '' : `\nFiles: ${links.join(' ')}`;
  return { tone: 'neutral', title: `${it.person.name || 'The person'}${marks[what]}`, text: `${text}${files}` };
}

/** To a person who has written to the staff. */
export function passedOn(it: Case): KeptReply {
  return {
    tone: 'good',
    title: 'Passed on to the support team',
    text: `Your message is now part of case ${it.id}. If it is about a different error, press the button to get an answer right away.`,
    buttons: [{ label: 'This is another error', action: actionId({ do: 'anew', caseId: it.id }) }],
  };
}

/** To the person: what somebody of the staff wrote. */
export function relayed(it: Case, by: { readonly name: string }, text: string): KeptReply {
  return { tone: 'neutral', title: by.name, text, footer: `Support team, case ${it.id}. Reply here.` };
}

const STATES = {
  sending: 'being sent',
  delivered: 'delivered',
  changed: 'delivered, then changed',
  'taken-back': 'deleted',
  told: 'NOT delivered, because their direct messages are closed. They got a note in the channel and can read it there privately',
  failed: 'NOT delivered, because their direct messages are closed or they have left',
} as const;

/** In the thread of the staff: what was sent to the person, and what became of it. */
export function sentToPerson(
  it: Case,
  by: { readonly name: string },
  text: string,
  state: keyof typeof STATES,
): KeptReply {
  return {
    tone: state === 'failed' ? 'bad' : state === 'told' ? 'warning' : 'neutral',
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
    text: 'Sent to the person as a direct message. No keys.',
    fields: [{ id: 'text', label: 'To the person', kind: 'long' }],
  };
}

/** In the channel: there is an answer; nothing of what it says. */
export function unreadNote(it: Case): KeptReply {
  return {
    tone: 'warning',
    title: `${it.person.name || 'You'}: the support team replied in case ${it.id}`,
    text: 'This bot cannot send you direct messages. Read the reply here (only you can see it). To write back, allow direct messages from this bot.',
    buttons: [{ label: 'Read it here', action: actionId({ do: 'read', caseId: it.id }), style: 'primary' }],
  };
}

/** In the thread of the staff: a message of the bot did not reach the person. */
export function undeliveredNote(it: Case, { title }: Pick<KeptReply, 'title'>, told: boolean): KeptReply {
  return {
    tone: told ? 'warning' : 'bad',
    title: `To ${it.person.name || 'the person'}: ${title}`,
    text: '',
    footer: STATES[told ? 'told' : 'failed'],
  };
}

/** To a person alone: what could not be delivered, with the buttons of the last message. */
export function unreadReplies(
  it: Case,
  replies: readonly { readonly name: string; readonly text: string }[],
  buttons: readonly Button[],
): KeptReply {
  return {
    tone: 'neutral',
    title: `Case ${it.id}`,
    text: '',
    steps: replies.map(({ name, text }) => ({ title: name, text, theirs: true })),
    buttons,
    footer: 'To reply, allow direct messages from this bot and write there.',
  };
}

/** In the thread of the staff. */
export function hasRead(it: Case): KeptReply {
  return { tone: 'good', title: `${it.person.name || 'The person'} read it in the channel`, text: '' };
}

/** In the thread of the staff: a line that went nowhere. */
export function notSent(it: Case): KeptReply {
  return {
    tone: 'warning',
    title: `Not sent: case ${it.id} is ${it.state}`,
    text: 'Reopen it with the button on its card, then write again.',
  };
}

import type { Button, Form } from '#chat/port.ts';
import type { Case, KeptReply } from '#store/types.ts';
import { text } from '#support/texts/text.ts';
import { actionId } from '#support/turns/actions.ts';

/** In the thread of the staff: what the person of a case wrote. */
export function personSaid(
  it: Case,
  said: string,
  links: readonly string[],
  what: 'said' | 'edited' | 'deleted' = 'said',
): KeptReply {
  const name = nameOf(it);
  const files = links.length === 0 ? [] : [text('relay.files', { links: links.join(' ') })];
  return {
    tone: 'neutral',
    title: what === 'said' ? name : text(`relay.${what}`, { name }),
    text: [said, ...files].join('\n'),
  };
}

/** Whose case it is, at the beginning of a sentence. */
function nameOf({ person }: Case): string {
  return person.name || text('relay.person');
}

/** To a person who has written to the staff. */
export function passedOn(it: Case): KeptReply {
  return {
    tone: 'good',
    title: text('person.passed_on'),
    text: text('person.passed_on_text', { id: it.id }),
    buttons: [{ label: text('person.another_error'), action: actionId({ do: 'anew', caseId: it.id }) }],
  };
}

/** To the person: what somebody of the staff wrote. */
export function relayed(it: Case, by: { readonly name: string }, said: string): KeptReply {
  return { tone: 'neutral', title: by.name, text: said, footer: text('person.reply_footer', { id: it.id }) };
}

/** What became of a message to a person. */
type Delivered = 'sending' | 'delivered' | 'changed' | 'taken-back' | 'told' | 'failed';

/** In the thread of the staff: what was sent to the person, and what became of it. */
export function sentToPerson(it: Case, by: { readonly name: string }, said: string, state: Delivered): KeptReply {
  return {
    tone: state === 'failed' ? 'bad' : state === 'told' ? 'warning' : 'neutral',
    title: text('relay.to', { name: by.name, person: it.person.name || text('relay.the_person') }),
    text: said,
    footer: text(`relay.${state}`),
  };
}

/** The form of *Reply*. */
export function replyForm(it: Case): Form {
  return {
    form: `reply:${it.id}`,
    title: text('reply.title', { id: it.id }),
    submit: text('reply.submit'),
    text: text('reply.text'),
    fields: [{ id: 'text', label: text('reply.label'), kind: 'long' }],
  };
}

/** In the channel: there is an answer; nothing of what it says. */
export function unreadNote(it: Case): KeptReply {
  return {
    tone: 'warning',
    title: text('person.unread', { name: it.person.name || text('person.you'), id: it.id }),
    text: text('person.unread_text'),
    buttons: [{ label: text('person.read_here'), action: actionId({ do: 'read', caseId: it.id }), style: 'primary' }],
  };
}

/** In the thread of the staff: a message of the bot did not reach the person. */
export function undeliveredNote(it: Case, { title }: Pick<KeptReply, 'title'>, told: boolean): KeptReply {
  return {
    tone: told ? 'warning' : 'bad',
    title: text('relay.undelivered', { person: it.person.name || text('relay.the_person'), title }),
    text: '',
    footer: text(told ? 'relay.told' : 'relay.failed'),
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
    title: text('person.replies', { id: it.id }),
    text: '',
    steps: replies.map((one) => ({ title: one.name, text: one.text, theirs: true })),
    buttons,
    footer: text('person.replies_footer'),
  };
}

/** In the thread of the staff. */
export function hasRead(it: Case): KeptReply {
  return { tone: 'good', title: text('relay.read', { name: nameOf(it) }), text: '' };
}

/** In the thread of the staff: a line that went nowhere. */
export function notSent(it: Case): KeptReply {
  return {
    tone: 'warning',
    title: text('relay.not_sent', { id: it.id, state: text(`state.${it.state}`) }),
    text: text('relay.not_sent_text'),
  };
}

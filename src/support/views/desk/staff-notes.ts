import type { Button } from '#chat/port.ts';
import type { Knowledge } from '#knowledge/types.ts';
import type { Case, KeptReply, PersonRef } from '#store/types.ts';
import { text } from '#support/texts/text.ts';
import { actionId } from '#support/turns/actions.ts';
import { URGENCIES } from '#support/views/handoff.ts';
import { momentIn, spanInWords } from '#support/views/moment.ts';
import { cardTitle } from './card.ts';

type Named = Pick<PersonRef, 'name'>;

/** To the second who claims: who was first. */
export const alreadyClaimed = ({ id, claimedBy }: Case): KeptReply => ({
  tone: 'warning',
  title:
    claimedBy === null
      ? text('staff.no_longer_waiting', { id })
      : text('staff.already_with', { id, name: claimedBy.name }),
  text: '',
});

/** To the person: who has their case. */
export const claimedNote = ({ id, claimedBy }: Case): KeptReply => ({
  tone: 'good',
  title: text('person.claimed', { name: claimedBy?.name ?? text('person.someone'), id }),
  text: text('person.claimed_text'),
});

const failsButton = (caseId: number): Button => ({
  label: text('person.fails'),
  action: actionId({ do: 'reopen', caseId }),
});

/**
 * To the person: their case is closed.
 *
 * @param cause what it turned out to be, to stand in a sentence; null where nobody has said
 */
export const resolvedNote = ({ id }: Case, cause: string | null, note: string): KeptReply => ({
  tone: 'good',
  title: text('person.resolved', { id }),
  text: [cause === null ? '' : text('person.cause', { cause }), note].filter((part) => part !== '').join('\n'),
  buttons: [failsButton(id)],
  footer: text('person.other_error'),
});

/** To a person who did not answer. */
export const closedNote = ({ id }: Case): KeptReply => ({
  tone: 'neutral',
  title: text('person.closed', { id }),
  text: text('person.closed_text'),
  buttons: [failsButton(id)],
});

/** To the person: their case is open again. */
export const openAgain = ({ id }: Case): KeptReply => ({
  tone: 'good',
  title: text('person.open_again', { id }),
  text: text('person.open_again_text'),
});

export const tooLateToReopen: KeptReply = {
  tone: 'warning',
  title: text('person.too_late'),
  text: text('person.too_late_text'),
};

/** Whose case it is, at the beginning of a sentence. */
const nameOf = ({ person }: Case) => person.name || text('relay.person');

/** In the thread of the staff. */
export const saysItWorks = (it: Case): KeptReply => ({
  tone: 'good',
  title: text('staff.works', { name: nameOf(it) }),
  text: text('staff.works_text'),
});

/** In the thread of the staff. */
export const saysItFails = (it: Case): KeptReply => ({
  tone: 'warning',
  title: text('staff.fails', { name: nameOf(it) }),
  text: '',
});

const showButton = (caseId: number): Button => ({
  label: text('button.show'),
  action: actionId({ do: 'show', caseId }),
});

/** To a colleague who gets a case. */
export const assignedNote = ({ id }: Case, { name }: Named): KeptReply => ({
  tone: 'neutral',
  title: text('hand_over.yours', { id }),
  text: text('hand_over.yours_text', { name }),
  buttons: [{ ...showButton(id), style: 'primary' }],
});

/** To who hands a case over. */
export const handedOverTo = (id: number, name: string | null): KeptReply => ({
  tone: 'good',
  title: name === null ? text('hand_over.is_back', { id }) : text('hand_over.is_with', { id, name }),
  text: '',
});

/** In the thread of the staff. */
export const backInQueue = ({ name }: Named): KeptReply => ({
  tone: 'neutral',
  title: text('hand_over.put_back', { name }),
  text: '',
});

/** To who puts a case off. */
export const snoozedNote = ({ id, due }: Case, timeZone: string): KeptReply => ({
  tone: 'good',
  title: text('snooze.until', { id, moment: due === null ? text('snooze.soon') : momentIn(due.at, timeZone) }),
  text: text('snooze.until_text'),
});

/** To who resolved a case that its person has opened again, and in the thread of the staff. */
export const reopenedNote = (it: Case): KeptReply => ({
  tone: 'warning',
  title: text('staff.reopened', { id: it.id }),
  text: text('staff.reopened_text', { name: nameOf(it) }),
  buttons: [showButton(it.id)],
});

/** When a snooze is over. */
export const awakeNote = ({ id }: Case): KeptReply => ({
  tone: 'warning',
  title: text('snooze.over', { id }),
  text: '',
  buttons: [showButton(id)],
});

/** Where there is no list of steps to choose from. */
export const noSteps: KeptReply = {
  tone: 'warning',
  title: text('ask_step.none'),
  text: text('ask_step.none_text'),
};

/** Where a name in a correction is not known. */
export const notKnown = (name: string): KeptReply => ({
  tone: 'warning',
  title: text('correct.unknown', { name }),
  text: text('correct.unknown_text'),
});

/** In the channel of the staff: a case that nobody has claimed. */
export function nudgeReply(
  it: Case,
  knowledge: Knowledge,
  { why, now }: { readonly why: 'waits' | 'reopened'; readonly now: number },
): KeptReply {
  const urgency = URGENCIES.find(({ value }) => value === it.handoff?.['urgency'])?.label;
  return {
    tone: it.handoff?.['urgency'] === 'down' ? 'bad' : 'warning',
    title: why === 'reopened' ? text('staff.reopened', { id: it.id }) : waitsInWords(it, now),
    text: [cardTitle(it, knowledge), it.person.name, urgency ?? ''].filter((part) => part !== '').join(' · '),
    buttons: [
      { label: text('button.claim'), action: actionId({ do: 'claim', caseId: it.id }), style: 'primary' },
      showButton(it.id),
    ],
  };
}

function waitsInWords({ id, handedAt }: Case, now: number): string {
  return handedAt === null
    ? text('staff.waiting', { id })
    : text('staff.waiting_for', { id, span: spanInWords(now - handedAt) });
}

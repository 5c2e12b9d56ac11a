import type { Knowledge } from '#knowledge/types.ts';
import type { Case, KeptReply, PersonRef } from '#store/types.ts';
import { actionId } from '#support/turns/actions.ts';
import { URGENCIES } from '#support/views/handoff.ts';
import { momentIn, spanInWords } from '#support/views/moment.ts';
import { cardTitle } from './card.ts';

type Named = Pick<PersonRef, 'name'>;

/** To the second who claims: who was first. */
export const alreadyClaimed = (it: Case): KeptReply => ({
  tone: 'warning',
  title: `Case ${it.id} is ${it.claimedBy === null ? 'not waiting any more' : `with ${it.claimedBy.name} already`}`,
  text: '',
});

/** To the person: who has their case. */
export const claimedNote = (it: Case): KeptReply => ({
  tone: 'good',
  title: `${it.claimedBy?.name ?? 'Somebody'} of the support staff has taken case ${it.id}`,
  text: 'They have everything you sent. The answer comes here.',
});

/**
 * To the person: their case is closed.
 *
 * @param cause what it turned out to be, to stand in a sentence; null where nobody has said
 */
export const resolvedNote = (it: Case, cause: string | null, note: string): KeptReply => ({
  tone: 'good',
  title: `Case ${it.id} is resolved`,
  text: [cause === null ? '' : `The cause: ${cause}.`, note].filter((part) => part !== '').join('\n'),
  buttons: [{ label: 'It still fails', action: actionId({ do: 'reopen', caseId: it.id }) }],
  footer: 'For another error paste it here, and you get another answer.',
});

/** To a person who did not answer. */
export const closedNote = (it: Case): KeptReply => ({
  tone: 'neutral',
  title: `Case ${it.id} is closed, as there was no answer`,
  text: 'If it still fails, press the button within a week; the support staff has everything from before.',
  buttons: [{ label: 'It still fails', action: actionId({ do: 'reopen', caseId: it.id }) }],
});

/** To the person: their case is open again. */
export const openAgain = (it: Case): KeptReply => ({
  tone: 'good',
  title: `Case ${it.id} is open again`,
  text: 'The support staff knows. What has changed since? Write it here.',
});

export const tooLateToReopen: KeptReply = {
  tone: 'warning',
  title: 'This was closed more than a week ago',
  text: 'Paste the error as it is now: you get a new answer, and “Get a human” if you want.',
};

/** In the thread of the staff. */
export const saysItWorks = (it: Case): KeptReply => ({
  tone: 'good',
  title: `${it.person.name || 'The person'} says that it works now`,
  text: 'The case is closed.',
});

/** In the thread of the staff. */
export const saysItFails = (it: Case): KeptReply => ({
  tone: 'warning',
  title: `${it.person.name || 'The person'} says that it still fails`,
  text: '',
});

/** To a colleague who gets a case. */
export const assignedNote = (it: Case, by: Named): KeptReply => ({
  tone: 'neutral',
  title: `Case ${it.id} is yours now`,
  text: `${by.name} has handed it over to you.`,
  buttons: [{ label: 'Show the case', action: actionId({ do: 'show', caseId: it.id }), style: 'primary' }],
});

/** To who hands a case over. */
export const handedOverTo = (caseId: number, name: string | null): KeptReply => ({
  tone: 'good',
  title: `Case ${caseId} is ${name === null ? 'back in the queue' : `with ${name} now`}`,
  text: '',
});

/** In the thread of the staff. */
export const backInQueue = (by: Named): KeptReply => ({
  tone: 'neutral',
  title: `${by.name} has put the case back: who takes it?`,
  text: '',
});

/** To who puts a case off. */
export const snoozedNote = (it: Case, timeZone: string): KeptReply => ({
  tone: 'good',
  title: `Case ${it.id} comes back ${it.due === null ? 'soon' : momentIn(it.due.at, timeZone)}`,
  text: 'Or as soon as its person writes.',
});

/** To who resolved a case that its person has opened again, and in the thread of the staff. */
export const reopenedNote = (it: Case): KeptReply => ({
  tone: 'warning',
  title: `Case ${it.id} was reopened`,
  text: `${it.person.name || 'The person'} says that it still fails. The case is yours again; if you do nothing, it goes back to the queue.`,
  buttons: [{ label: 'Show the case', action: actionId({ do: 'show', caseId: it.id }) }],
});

/** When a snooze is over. */
export const awakeNote = (it: Case): KeptReply => ({
  tone: 'warning',
  title: `Case ${it.id}: the snooze is over`,
  text: '',
  buttons: [{ label: 'Show the case', action: actionId({ do: 'show', caseId: it.id }) }],
});

/** Where there is no list of steps to choose from. */
export const noSteps: KeptReply = {
  tone: 'warning',
  title: 'There are no steps to choose from',
  text: 'Correct the diagnosis first: the steps are those of its checklist.',
};

/** Where a name in a correction is not known. */
export const notKnown = (name: string): KeptReply => ({
  tone: 'warning',
  title: `“${name}” is not known`,
  text: 'Nothing was changed. Write a provider or a tool as it calls itself, or leave the field empty.',
});

/** In the channel of the staff: a case that nobody has claimed. */
export function nudgeReply(
  it: Case,
  knowledge: Knowledge,
  { why, now }: { readonly why: 'waits' | 'reopened'; readonly now: number },
): KeptReply {
  const urgency = URGENCIES.find(({ value }) => value === it.handoff?.['urgency'])?.label;
  const waits = it.handedAt === null ? '' : ` for ${spanInWords(now - it.handedAt)}`;
  return {
    tone: it.handoff?.['urgency'] === 'down' ? 'bad' : 'warning',
    title: why === 'reopened' ? `Case ${it.id} was reopened` : `Case ${it.id} waits${waits}`,
    text: [cardTitle(it, knowledge), it.person.name, urgency ?? ''].filter((part) => part !== '').join(' · '),
    buttons: [
      { label: 'Claim', action: actionId({ do: 'claim', caseId: it.id }), style: 'primary' },
      { label: 'Show the case', action: actionId({ do: 'show', caseId: it.id }) },
    ],
  };
}

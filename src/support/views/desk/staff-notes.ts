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
  title: `Case ${it.id} is ${it.claimedBy === null ? 'no longer waiting' : `already with ${it.claimedBy.name}`}`,
  text: '',
});

/** To the person: who has their case. */
export const claimedNote = (it: Case): KeptReply => ({
  tone: 'good',
  title: `${it.claimedBy?.name ?? 'Someone'} from the support team took case ${it.id}`,
  text: 'They have everything you sent. The reply will come here.',
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
  footer: 'If you have a different error, paste it here to get a new answer.',
});

/** To a person who did not answer. */
export const closedNote = (it: Case): KeptReply => ({
  tone: 'neutral',
  title: `Case ${it.id} was closed without a reply`,
  text: 'If it still fails, press the button within a week. The support team still has all the details.',
  buttons: [{ label: 'It still fails', action: actionId({ do: 'reopen', caseId: it.id }) }],
});

/** To the person: their case is open again. */
export const openAgain = (it: Case): KeptReply => ({
  tone: 'good',
  title: `Case ${it.id} is open again`,
  text: 'The support team has been told. If anything has changed, write it here.',
});

export const tooLateToReopen: KeptReply = {
  tone: 'warning',
  title: 'This was closed more than a week ago',
  text: 'Paste the current error to get a new answer. You can press “Get a human” there.',
};

/** In the thread of the staff. */
export const saysItWorks = (it: Case): KeptReply => ({
  tone: 'good',
  title: `${it.person.name || 'The person'} says it works now`,
  text: 'The case is closed.',
});

/** In the thread of the staff. */
export const saysItFails = (it: Case): KeptReply => ({
  tone: 'warning',
  title: `${it.person.name || 'The person'} says it still fails`,
  text: '',
});

/** To a colleague who gets a case. */
export const assignedNote = (it: Case, by: Named): KeptReply => ({
  tone: 'neutral',
  title: `Case ${it.id} is yours now`,
  text: `${by.name} handed it over to you.`,
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
  title: `${by.name} put the case back in the queue. Who takes it?`,
  text: '',
});

/** To who puts a case off. */
export const snoozedNote = (it: Case, timeZone: string): KeptReply => ({
  tone: 'good',
  title: `Case ${it.id} comes back ${it.due === null ? 'soon' : momentIn(it.due.at, timeZone)}`,
  text: 'Or as soon as the person writes.',
});

/** To who resolved a case that its person has opened again, and in the thread of the staff. */
export const reopenedNote = (it: Case): KeptReply => ({
  tone: 'warning',
  title: `Case ${it.id} was reopened`,
  text: `${it.person.name || 'The person'} says it still fails. The case is yours again. If you do nothing, it goes back to the queue.`,
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
  text: 'Correct the diagnosis first. The steps come from its checklist.',
};

/** Where a name in a correction is not known. */
export const notKnown = (name: string): KeptReply => ({
  tone: 'warning',
  title: `“${name}” is unknown`,
  text: 'Nothing was changed. Use the official name of the provider or tool, or leave the field empty.',
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
    title: why === 'reopened' ? `Case ${it.id} was reopened` : `Case ${it.id} has been waiting${waits}`,
    text: [cardTitle(it, knowledge), it.person.name, urgency ?? ''].filter((part) => part !== '').join(' · '),
    buttons: [
      { label: 'Claim', action: actionId({ do: 'claim', caseId: it.id }), style: 'primary' },
      { label: 'Show the case', action: actionId({ do: 'show', caseId: it.id }) },
    ],
  };
}

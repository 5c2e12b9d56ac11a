import type { ChecklistStep } from '#diagnosis/types.ts';
import type { Case, KeptReply, PersonRef } from '#store/types.ts';
import { actionId, type DoneOutcome } from '#support/turns/actions.ts';
import { momentIn } from '#support/views/moment.ts';
import { stepReply } from '#support/views/step.ts';
import { OUTCOMES } from './card.ts';

type Named = Pick<PersonRef, 'name'>;

/** To the person: the staff would like the key to be tried. */
export function askedForCheck(it: Case, by: Named): KeptReply {
  return {
    tone: 'neutral',
    title: `${by.name} asks you to check your key`,
    text: 'Enter the key in a form. It is sent to its provider in one free request and never stored. The support team sees the result, not the key.',
    buttons: [{ label: 'Check my key privately', action: actionId({ do: 'key', caseId: it.id }), style: 'primary' }],
    footer: `Support team, case ${it.id}. You can also reply here.`,
  };
}

const ANSWERS: readonly { readonly label: string; readonly outcome: DoneOutcome }[] = [
  { label: 'That was it', outcome: 'fixed' },
  { label: 'Looks fine', outcome: 'fine' },
  { label: "I can't do this", outcome: 'skipped' },
];

/** To the person: one step that the staff would like to be tried. */
export function askedStep(it: Case, step: ChecklistStep, by: Named): KeptReply {
  return {
    ...stepReply(step, { number: 1, of: 1 }, it.diagnosis.facts),
    title: `${by.name} asks: ${step.goal}`,
    buttons: ANSWERS.map(({ label, outcome }) => ({
      label,
      action: actionId({ do: 'did', caseId: it.id, outcome, step: step.id }),
    })),
    footer: `Support team, case ${it.id}. You can also reply here.`,
  };
}

/** The same message once the person has said how it went. */
export function doneStep(step: ChecklistStep, outcome: DoneOutcome): KeptReply {
  return {
    tone: 'good',
    title: step.goal,
    text: `You said: ${OUTCOMES[outcome] ?? outcome}. The support team has been told.`,
  };
}

/** In the thread of the staff. */
export function didNote(it: Case, step: ChecklistStep, outcome: DoneOutcome): KeptReply {
  return {
    tone: outcome === 'fixed' ? 'good' : 'neutral',
    title: `${it.person.name || 'The person'}: ${OUTCOMES[outcome] ?? outcome}`,
    text: step.goal,
  };
}

/** To a person who was written to and says nothing. */
export function quietQuestion(it: Case, closesAt: number, timeZone: string): KeptReply {
  return {
    tone: 'neutral',
    title: 'Does it work now?',
    text: `The support team is waiting for your reply in case ${it.id}. Without a reply, the case closes on ${momentIn(closesAt, timeZone)} (${timeZone}).`,
    buttons: [
      { label: 'It works now', action: actionId({ do: 'helped', caseId: it.id }), style: 'primary' },
      { label: 'It still fails', action: actionId({ do: 'still', caseId: it.id }) },
    ],
  };
}

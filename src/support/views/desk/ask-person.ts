import type { ChecklistStep } from '#diagnosis/types.ts';
import type { Case, KeptReply, PersonRef } from '#store/types.ts';
import { text } from '#support/texts/text.ts';
import { actionId, type DoneOutcome } from '#support/turns/actions.ts';
import { momentIn } from '#support/views/moment.ts';
import { stepReply } from '#support/views/step.ts';

type Named = Pick<PersonRef, 'name'>;

/** To the person: the staff would like the key to be tried. */
export function askedForCheck(it: Case, by: Named): KeptReply {
  return {
    tone: 'neutral',
    title: text('ask.check', { name: by.name }),
    text: text('ask.check_text'),
    buttons: [{ label: text('ask.check_button'), action: actionId({ do: 'key', caseId: it.id }), style: 'primary' }],
    footer: text('ask.footer', { id: it.id }),
  };
}

const OUTCOMES: readonly DoneOutcome[] = ['fixed', 'fine', 'skipped'];

/** To the person: one step that the staff would like to be tried. */
export function askedStep(it: Case, step: ChecklistStep, by: Named): KeptReply {
  return {
    ...stepReply(step, { number: 1, of: 1 }, it.diagnosis.facts),
    title: text('ask.step', { name: by.name, goal: step.goal }),
    buttons: OUTCOMES.map((outcome) => ({
      label: text(`did.${outcome}`),
      action: actionId({ do: 'did', caseId: it.id, outcome, step: step.id }),
    })),
    footer: text('ask.footer', { id: it.id }),
  };
}

/** The same message once the person has said how it went. */
export function doneStep(step: ChecklistStep, outcome: DoneOutcome): KeptReply {
  return {
    tone: 'good',
    title: step.goal,
    text: text('ask.done', { outcome: text(`outcome.${outcome}`) }),
  };
}

/** In the thread of the staff. */
export function didNote(it: Case, step: ChecklistStep, outcome: DoneOutcome): KeptReply {
  return {
    tone: outcome === 'fixed' ? 'good' : 'neutral',
    title: text('ask.note', { name: it.person.name || text('relay.person'), outcome: text(`outcome.${outcome}`) }),
    text: step.goal,
  };
}

/** To a person who was written to and says nothing. */
export function quietQuestion(it: Case, closesAt: number, timeZone: string): KeptReply {
  return {
    tone: 'neutral',
    title: text('ask.quiet'),
    text: text('ask.quiet_text', { id: it.id, moment: momentIn(closesAt, timeZone), zone: timeZone }),
    buttons: [
      { label: text('ask.works'), action: actionId({ do: 'helped', caseId: it.id }), style: 'primary' },
      { label: text('ask.fails'), action: actionId({ do: 'still', caseId: it.id }) },
    ],
  };
}

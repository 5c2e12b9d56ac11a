import type { Button } from '#chat/port.ts';
import { endedNotices } from '#diagnosis/ended.ts';
import type { Knowledge } from '#knowledge/types.ts';
import type { Case, KeptReply } from '#store/types.ts';
import { actionId } from '#support/turns/actions.ts';
import { humanButton } from './answer.ts';

const MOST_CHOICES = 4;

/** The one question that is asked when somebody asked and the text does not tell what failed. */
export function triageReply(it: Case, knowledge: Knowledge, staff: boolean): KeptReply {
  const likely = [it.diagnosis.kind, ...it.diagnosis.alternatives.map(({ kind }) => kind)].filter(
    (kind) => kind !== null,
  );
  const question =
    likely.length > 0
      ? 'This text does not clearly show what failed. Choose what fits best, or paste the whole error, including the lines around “401”, “403”, “invalid” or “failed”.'
      : 'This text has no error that says what failed. Paste the whole error, with the JSON from the server if you have it, or choose what you see.';
  return {
    tone: 'neutral',
    title: 'Which of these do you see?',
    text: [...endedNotices(it.diagnosis, knowledge), question].join('\n'),
    buttons: [...choiceButtons(it.id, likely, knowledge), ...humanButton(it.id, staff)],
  };
}

/** After "not this": what else it could be. */
export function otherwiseReply(it: Case, knowledge: Knowledge, staff: boolean): KeptReply {
  const others = it.diagnosis.alternatives.map(({ kind }) => kind).filter((kind) => kind !== it.diagnosis.kind);
  return {
    tone: 'neutral',
    title: 'What do you see instead?',
    text: 'Thanks, noted. Choose what fits better, or paste more of the error. The lines before it often name the cause.',
    buttons: [
      ...choiceButtons(it.id, others, knowledge, it.diagnosis.kind),
      ...humanButton(it.id, staff),
      { label: 'Dismiss', action: actionId({ do: 'dismiss', caseId: it.id }) },
    ],
  };
}

/** Likely kinds by their titles, filled up with the common ones by what people see of them. */
function choiceButtons(caseId: number, likely: readonly string[], knowledge: Knowledge, not?: string | null): Button[] {
  const choices = new Map<string, string>();
  for (const kind of likely) {
    const title = knowledge.failures.get(kind)?.title;
    if (title !== undefined) choices.set(kind, title);
  }
  for (const { kind, see } of knowledge.defaults.triage)
    if (!choices.has(kind) && kind !== not && choices.size < MOST_CHOICES) choices.set(kind, see);
  return [...choices]
    .slice(0, MOST_CHOICES)
    .map(([kind, label]) => ({ label, action: actionId({ do: 'choose', caseId, kind }) }));
}

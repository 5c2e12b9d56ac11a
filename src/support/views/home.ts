import type { Knowledge } from '#knowledge/types.ts';
import type { Case, KeptReply } from '#store/types.ts';
import { actionId } from '#support/turns/actions.ts';

const STATES: Readonly<Record<Case['state'], string>> = {
  open: 'open',
  waiting_for_staff: 'waiting for the support staff',
  claimed: 'the support staff is at it',
  waiting_for_person: 'waiting for your answer',
  resolved: 'resolved',
  withdrawn: 'withdrawn',
};

/** What a person sees of the bot and of themselves: how it works, their cases, what is kept. */
export function homeReply(
  cases: readonly Case[],
  knowledge: Knowledge,
  options: { readonly quiet: boolean; readonly retentionDays: number },
): KeptReply {
  return {
    tone: 'neutral',
    title: 'My API key does not work',
    text: 'Paste the error here or in a channel that I watch, mention me on it, or choose “Diagnose this” on any message. /diagnose answers in private, /keycheck tries a key at its provider.',
    steps: [
      { title: 'Your open cases', text: caseList(cases, knowledge) },
      {
        title: 'Your privacy',
        text: `Of what you paste I keep the text with keys masked, the diagnosis and the steps you tried, for ${options.retentionDays} days. Keys are kept nowhere.`,
      },
    ],
    buttons: [
      options.quiet
        ? { label: 'Answer me again', action: actionId({ do: 'speak', caseId: 0 }) }
        : { label: 'Never answer me unasked', action: actionId({ do: 'quiet', caseId: 0 }) },
      { label: 'Delete my data', action: actionId({ do: 'forget', caseId: 0 }), style: 'danger' },
    ],
  };
}

function caseList(cases: readonly Case[], knowledge: Knowledge): string {
  if (cases.length === 0) return 'None.';
  return cases
    .map(
      ({ id, state, diagnosis }) =>
        `Case ${id}: ${knowledge.failures.get(diagnosis.kind ?? '')?.title ?? 'not recognised'} (${STATES[state]})`,
    )
    .join('\n');
}

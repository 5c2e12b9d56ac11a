import type { Knowledge } from '#knowledge/types.ts';
import type { Case, KeptReply } from '#store/types.ts';
import { text } from '#support/texts/text.ts';
import { actionId } from '#support/turns/actions.ts';

/** What a person sees of the bot and of themselves: how it works, their cases, what is kept. */
export function homeReply(
  cases: readonly Case[],
  knowledge: Knowledge,
  options: { readonly quiet: boolean; readonly retentionDays: number },
): KeptReply {
  return {
    tone: 'neutral',
    title: text('home.title'),
    text: text('home.how'),
    steps: [
      { title: text('home.cases'), text: caseList(cases, knowledge) },
      {
        title: text('home.privacy'),
        text: text('home.privacy_text', { days: options.retentionDays }),
      },
    ],
    buttons: [
      options.quiet
        ? { label: text('home.speak'), action: actionId({ do: 'speak', caseId: 0 }) }
        : { label: text('home.quiet'), action: actionId({ do: 'quiet', caseId: 0 }) },
      { label: text('home.forget'), action: actionId({ do: 'forget', caseId: 0 }), style: 'danger' },
    ],
  };
}

function caseList(cases: readonly Case[], knowledge: Knowledge): string {
  if (cases.length === 0) return text('home.no_cases');
  return cases
    .map(({ id, state, diagnosis }) => {
      const title = knowledge.failures.get(diagnosis.kind ?? '')?.title ?? text('state.not_recognized');
      return text('home.case', { id, title, state: text(`state.${state}`) });
    })
    .join('\n');
}

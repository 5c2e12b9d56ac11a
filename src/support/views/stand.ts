import type { Knowledge } from '#knowledge/types.ts';
import type { Case, KeptReply, NewEvent } from '#store/types.ts';

/** Where a case stands, in place of its answer, once that is not between the bot and the person any more. Everybody may see it. */
export function standReply(it: Case, event: NewEvent, knowledge: Knowledge): KeptReply {
  const title = knowledge.failures.get(it.diagnosis.kind ?? '')?.title;
  if (it.owner === 'human')
    return {
      tone: 'neutral',
      title: 'With the support team',
      text: `${title === undefined ? '' : `${title}. `}This is case ${it.id}. The support team replies by direct message.`,
    };
  return endReply(it, event, knowledge);
}

function endReply(it: Case, event: NewEvent, knowledge: Knowledge): KeptReply {
  if (event.type === 'resolved' && event.data?.why === 'quiet')
    return { tone: 'neutral', title: 'Closed', text: 'The support team got no reply.' };
  const solved = event.type === 'solved' ? event.data : undefined;
  const cause = causeInWords(event.type === 'resolved' ? (event.data?.cause ?? null) : it.diagnosis.kind, knowledge);
  return {
    tone: 'good',
    title: cause === null ? 'Solved' : `Solved: ${cause}`,
    text:
      solved?.goal === undefined || solved.goal === null
        ? ''
        : `Great, it works again. The step that fixed it: ${solved.goal}`,
  };
}

/** What a failure turned out to be, to stand in a sentence; null where it is not known. */
export function causeInWords(kind: string | null, knowledge: Knowledge): string | null {
  const failure = knowledge.failures.get(kind ?? '');
  return failure === undefined ? null : (failure.turned_out ?? failure.title);
}

import type { Knowledge } from '#knowledge/types.ts';
import type { Case, KeptReply } from '#store/types.ts';
import type { Draft } from '#support/answer/draft-example.ts';
import { actionId, type ListFilter } from '#support/turns/actions.ts';
import { spanInWords } from '#support/views/moment.ts';
import { cardTitle, diagnosisInWords, stateInWords } from './card.ts';

/** What a list is shown with. */
export interface ListView {
  readonly knowledge: Knowledge;
  readonly timeZone: string;
  readonly now: number;
  /** Which list goes on with older cases; null where it ends. */
  readonly more: ListFilter | null;
  /** Is it cut without a way to go on? */
  readonly cut: boolean;
}

/** Cases of the staff, one below the other, each with a button that shows it. */
export function caseListReply(title: string, cases: readonly Case[], view: ListView): KeptReply {
  if (cases.length === 0) return { tone: 'good', title, text: 'There are none.' };
  const last = cases.at(-1)?.id ?? 0;
  return {
    tone: 'neutral',
    title,
    text: view.cut ? 'These are the newest; more words find fewer.' : '',
    steps: cases.map((it) => ({ title: cardTitle(it, view.knowledge), text: lineOf(it, view), theirs: true })),
    buttons: [
      ...cases.map(({ id }) => ({ label: `Case ${id}`, action: actionId({ do: 'show', caseId: id }) })),
      ...(view.more === null
        ? []
        : [{ label: 'Older', action: actionId({ do: 'list', caseId: last, filter: view.more }) }]),
    ],
  };
}

function lineOf(it: Case, { knowledge, timeZone, now }: ListView): string {
  const since = it.handedAt === null ? '' : `${spanInWords(now - it.handedAt)} ago`;
  return [it.person.name, stateInWords(it, timeZone), diagnosisInWords(it, knowledge), since]
    .filter((part) => part !== '')
    .join(' · ');
}

const LONGEST_DRAFT = 300;

/** Pastes that were not recognised, or taken for something else. */
export function draftListReply(drafts: readonly Draft[]): KeptReply {
  if (drafts.length === 0) return { tone: 'good', title: 'Nothing that was not recognised', text: '' };
  return {
    tone: 'neutral',
    title: 'For the authors of the knowledge',
    text: 'The newest errors that were not recognised or taken for something else, keys masked. npm run -s cases -- drafts writes all of them as examples.',
    steps: drafts.map(({ caseId, why, paste }) => ({
      title: `Case ${caseId}: ${why}`,
      text: paste.length > LONGEST_DRAFT ? `${paste.slice(0, LONGEST_DRAFT)}…` : paste,
      theirs: true,
    })),
  };
}

export const noSuchCase: KeptReply = {
  tone: 'warning',
  title: 'There is no such case with the staff',
  text: '/cases lists those that are open.',
};

export const casesHelp: KeptReply = {
  tone: 'neutral',
  title: '/cases',
  text: 'What the support staff can ask:',
  fields: [
    { name: '/cases, /cases open', value: 'all that are with the staff' },
    { name: '/cases mine', value: 'those that you have claimed' },
    { name: '/cases unclaimed', value: 'those that wait' },
    { name: '/cases 12', value: 'the card of case 12' },
    { name: '/cases search WORDS', value: 'those that hold all the words; rate* finds beginnings' },
    { name: '/cases person @NAME', value: 'one person’s history; also with the number of a case' },
    { name: '/cases stats 30', value: 'what happened in 30 days; in this channel with a picture' },
    { name: '/cases unrecognised', value: 'errors that the bot did not know, or got wrong' },
    { name: '/cases give 12 @COLLEAGUE', value: 'hands case 12 over' },
  ],
};

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
  if (cases.length === 0) return { tone: 'good', title, text: 'No cases.' };
  const last = cases.at(-1)?.id ?? 0;
  return {
    tone: 'neutral',
    title,
    text: view.cut ? 'These are the newest. Add words to narrow the search.' : '',
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
  if (drafts.length === 0) return { tone: 'good', title: 'No unrecognized errors', text: '' };
  return {
    tone: 'neutral',
    title: 'Errors for knowledge authors',
    text: 'The newest errors that were not recognized or were misdiagnosed, with keys masked. To export all of them as examples, run npm run -s cases -- drafts.',
    steps: drafts.map(({ caseId, why, paste }) => ({
      title: `Case ${caseId}: ${why}`,
      text: paste.length > LONGEST_DRAFT ? `${paste.slice(0, LONGEST_DRAFT)}…` : paste,
      theirs: true,
    })),
  };
}

export const noSuchCase: KeptReply = {
  tone: 'warning',
  title: 'The support team has no such case',
  text: 'Use /cases to list the open ones.',
};

export const casesHelp: KeptReply = {
  tone: 'neutral',
  title: '/cases',
  text: 'Commands for the support team:',
  fields: [
    { name: '/cases, /cases open', value: 'all open cases' },
    { name: '/cases mine', value: 'cases you claimed' },
    { name: '/cases unclaimed', value: 'cases nobody has claimed' },
    { name: '/cases 12', value: 'show case 12' },
    { name: '/cases search WORDS', value: 'cases that contain all words; rate* matches the start of a word' },
    { name: '/cases person @NAME', value: 'a person’s history; you can also give a case number' },
    { name: '/cases stats 30', value: 'statistics for 30 days, with a chart in the support channel' },
    { name: '/cases unrecognised', value: 'errors the bot did not recognize or got wrong' },
    { name: '/cases give 12 @COLLEAGUE', value: 'hand over case 12' },
  ],
};

import type { Knowledge } from '#knowledge/types.ts';
import type { Case, KeptReply } from '#store/types.ts';
import type { Draft } from '#support/answer/draft-example.ts';
import { text } from '#support/texts/text.ts';
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
  if (cases.length === 0) return { tone: 'good', title, text: text('list.none') };
  const last = cases.at(-1)?.id ?? 0;
  return {
    tone: 'neutral',
    title,
    text: view.cut ? text('list.cut') : '',
    steps: cases.map((it) => ({ title: cardTitle(it, view.knowledge), text: lineOf(it, view), theirs: true })),
    buttons: [
      ...cases.map(({ id }) => ({ label: text('list.case', { id }), action: actionId({ do: 'show', caseId: id }) })),
      ...(view.more === null
        ? []
        : [{ label: text('list.older'), action: actionId({ do: 'list', caseId: last, filter: view.more }) }]),
    ],
  };
}

function lineOf(it: Case, { knowledge, timeZone, now }: ListView): string {
  const since = it.handedAt === null ? '' : text('list.ago', { span: spanInWords(now - it.handedAt) });
  return [it.person.name, stateInWords(it, timeZone), diagnosisInWords(it, knowledge), since]
    .filter((part) => part !== '')
    .join(' · ');
}

const LONGEST_DRAFT = 300;

/** Pastes that were not recognised, or taken for something else. */
export function draftListReply(drafts: readonly Draft[]): KeptReply {
  if (drafts.length === 0) return { tone: 'good', title: text('drafts.none'), text: '' };
  return {
    tone: 'neutral',
    title: text('drafts.title'),
    text: text('drafts.text'),
    steps: drafts.map(({ caseId, why, paste }) => ({
      title: text('drafts.case', { id: caseId, why }),
      text: paste.length > LONGEST_DRAFT ? `${paste.slice(0, LONGEST_DRAFT)}…` : paste,
      theirs: true,
    })),
  };
}

export const noSuchCase: KeptReply = {
  tone: 'warning',
  title: text('cases.unknown'),
  text: text('cases.unknown_text'),
};

export const casesHelp: KeptReply = {
  tone: 'neutral',
  title: text('cases.help'),
  text: text('cases.help_text'),
  fields: [
    { name: '/cases, /cases open', value: text('cases.help_open') },
    { name: '/cases mine', value: text('cases.help_mine') },
    { name: '/cases unclaimed', value: text('cases.help_unclaimed') },
    { name: '/cases 12', value: text('cases.help_number') },
    { name: '/cases search WORDS', value: text('cases.help_search') },
    { name: '/cases person @NAME', value: text('cases.help_person') },
    { name: '/cases stats 30', value: text('cases.help_stats') },
    { name: '/cases unrecognised', value: text('cases.help_unrecognised') },
    { name: '/cases give 12 @COLLEAGUE', value: text('cases.help_give') },
  ],
};

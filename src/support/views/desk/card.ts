import type { Knowledge } from '#knowledge/types.ts';
import type { Case, CaseEvent, KeptCheck, KeptReply } from '#store/types.ts';
import { text } from '#support/texts/text.ts';
import { actionId } from '#support/turns/actions.ts';
import { URGENCIES } from '#support/views/handoff.ts';
import { momentIn } from '#support/views/moment.ts';

/** What the form asked, in the order of the card. */
const ANSWERS = ['tool', 'endpoint', 'key', 'urgency', 'email', 'before'] as const;
const LONGEST_ERROR = 1500;

/**
 * The card of a case for the staff. It needs no question back.
 *
 * @param timeZone the staff's: times are shown as their clocks do
 */
export function cardReply(it: Case, events: readonly CaseEvent[], knowledge: Knowledge, timeZone: string): KeptReply {
  const answers = ANSWERS.map((id) => [id, it.handoff?.[id] ?? ''] as const).filter(([, value]) => value !== '');
  const error = it.handoff?.['error'] ?? it.paste;
  return {
    tone: it.state === 'resolved' ? 'good' : it.handoff?.['urgency'] === 'down' ? 'bad' : 'warning',
    title: cardTitle(it, knowledge),
    text: text('card.who', { name: it.person.name || text('card.someone'), state: stateInWords(it, timeZone) }),
    fields: [
      { name: text('card.diagnosis'), value: diagnosisInWords(it, knowledge) },
      ...(it.diagnosis.requestId === null ? [] : [{ name: text('card.request'), value: it.diagnosis.requestId }]),
      ...answers.map(([id, value]) => ({ name: text(`card.${id}`), value: urgencyLabel(id, value) })),
      { name: text('card.tried'), value: tried(events) },
      { name: text('card.check'), value: checksInWords(it, timeZone) },
      ...resolution(events, knowledge),
    ],
    ...attached(error, it.handoff?.['link'] ?? ''),
    buttons: cardButtons(it),
    ...(it.handedAt === null ? {} : { footer: text('card.handed', { moment: momentIn(it.handedAt, timeZone) }) }),
  };
}

/** The number of a case, and what it is about. */
export function cardTitle(it: Case, knowledge: Knowledge): string {
  const title = knowledge.failures.get(it.diagnosis.kind ?? '')?.title ?? text('state.not_recognized');
  return text('card.title', { id: it.id, title });
}

function attached(error: string, link: string): Pick<KeptReply, 'code' | 'link'> {
  return {
    ...(error === '' ? {} : { code: [{ label: text('card.error'), text: error.slice(0, LONGEST_ERROR) }] }),
    ...(link === '' ? {} : { link }),
  };
}

/** So many checks stand on a card; the newest are of most use. */
const MOST_CHECKS = 5;

function checksInWords({ checks }: Case, timeZone: string): string {
  if (checks.length === 0) return text('card.check_none');
  return checks
    .slice(-MOST_CHECKS)
    .map((check) => checkInWords(check, timeZone))
    .join('\n');
}

/** What one key check said, where and when, on one line. */
export function checkInWords(check: KeptCheck, timeZone: string): string {
  const parts = [
    check.verdict,
    check.status === null ? '' : `HTTP ${check.status}`,
    check.host ?? '',
    check.fingerprint === null ? '' : text('card.fingerprint', { fingerprint: check.fingerprint.slice(0, 8) }),
    momentIn(check.at, timeZone),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function cardButtons({ id: caseId, state }: Case): NonNullable<KeptReply['buttons']> {
  const button = (what: string, label: string, style?: 'primary') => ({
    label,
    action: actionId({ do: what, caseId }),
    ...(style === undefined ? {} : { style }),
  });
  switch (state) {
    case 'waiting_for_staff':
      return [
        button('claim', text('button.claim'), 'primary'),
        button('snooze', text('button.snooze')),
        button('resolve', text('button.resolve')),
      ];
    case 'claimed':
    case 'waiting_for_person':
      return [
        button('reply', text('button.reply'), 'primary'),
        button('ask-key', text('button.ask-key')),
        button('ask-step', text('button.ask-step')),
        button('correct', text('button.correct')),
        button('hand-over', text('button.hand-over')),
        button('snooze', text('button.snooze')),
        button('resolve', text('button.resolve')),
      ];
    case 'resolved':
      return [button('reopen', text('button.reopen'))];
    case 'open':
    case 'withdrawn':
      return [];
  }
}

/** Where a case stands, and until when it is put off. */
export function stateInWords(it: Case, timeZone: string): string {
  const snoozed = it.due?.what === 'wake' ? text('card.snoozed', { moment: momentIn(it.due.at, timeZone) }) : '';
  const name = it.claimedBy?.name ?? text('card.team');
  switch (it.state) {
    case 'waiting_for_staff':
      return text('card.state_unclaimed', { snoozed });
    case 'claimed':
      return text('card.state_claimed', { name, snoozed });
    case 'waiting_for_person':
      return text('card.state_waiting', { name, snoozed });
    case 'resolved':
    case 'open':
    case 'withdrawn':
      return text(`state.${it.state}`);
  }
}

function resolution(events: readonly CaseEvent[], knowledge: Knowledge): NonNullable<KeptReply['fields']> {
  const last = events.findLast(({ type }) => type === 'resolved' || type === 'solved' || type === 'reopened');
  if (last === undefined || last.type === 'reopened') return [];
  const resolved = last.type === 'resolved' ? last.data : undefined;
  const cause = knowledge.failures.get(resolved?.cause ?? '')?.title;
  const why = last.type === 'solved' ? 'person' : resolved?.why;
  const told = why === undefined ? undefined : text(`card.end_${why}`);
  return [{ name: text('card.resolved'), value: cause ?? told ?? text('card.cause_unknown') }];
}

/** What is known of a case, on one line. */
export function diagnosisInWords({ diagnosis }: Case, knowledge: Knowledge): string {
  const parts = [
    diagnosis.kind ?? text('state.not_recognized'),
    knowledge.providers.get(diagnosis.provider ?? '')?.name ?? diagnosis.provider ?? text('card.provider_unknown'),
    knowledge.tools.get(diagnosis.tool ?? '')?.name ?? text('card.tool_unknown'),
    diagnosis.status === null ? '' : `HTTP ${diagnosis.status}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

const OUTCOMES = ['fixed', 'fine', 'skipped'] as const;

/** What the person has been through, also in a list that the case has left since; the last word on a step counts. */
function tried(events: readonly CaseEvent[]): string {
  const steps = new Map<string, string>();
  for (const event of events) {
    const said = event.type === 'step' || event.type === 'solved' ? event.data : undefined;
    const outcome = OUTCOMES.find((one) => one === said?.outcome);
    if (outcome !== undefined) steps.set(said?.goal ?? '', text(`outcome.${outcome}`));
  }
  return steps.size === 0
    ? text('card.tried_none')
    : [...steps].map(([goal, outcome]) => `${goal}: ${outcome}`).join('\n');
}

function urgencyLabel(id: string, value: string): string {
  return id === 'urgency' ? (URGENCIES.find((one) => one.value === value)?.label ?? value) : value;
}

import type { Knowledge } from '#knowledge/types.ts';
import type { Case, CaseEvent, KeptCheck, KeptReply } from '#store/types.ts';
import { actionId } from '#support/turns/actions.ts';
import { URGENCIES } from '#support/views/handoff.ts';
import { momentIn } from '#support/views/moment.ts';

const LABELS: Readonly<Record<string, string>> = {
  tool: 'Tool',
  endpoint: 'Provider, address',
  key: 'Key',
  urgency: 'Urgency',
  email: 'Account email',
  before: 'Before',
};
const LONGEST_ERROR = 1500;

/**
 * The card of a case for the staff. It needs no question back.
 *
 * @param timeZone the staff's: times are shown as their clocks do
 */
export function cardReply(it: Case, events: readonly CaseEvent[], knowledge: Knowledge, timeZone: string): KeptReply {
  const answers = Object.entries(it.handoff ?? {}).filter(([id, value]) => LABELS[id] !== undefined && value !== '');
  const error = it.handoff?.['error'] ?? it.paste;
  return {
    tone: it.state === 'resolved' ? 'good' : it.handoff?.['urgency'] === 'down' ? 'bad' : 'warning',
    title: cardTitle(it, knowledge),
    text: `${it.person.name || 'Someone'} · ${stateInWords(it, timeZone)}`,
    fields: [
      { name: 'Diagnosis', value: diagnosisInWords(it, knowledge) },
      ...(it.diagnosis.requestId === null ? [] : [{ name: 'Request ID', value: it.diagnosis.requestId }]),
      ...answers.map(([id, value]) => ({ name: LABELS[id] ?? id, value: urgencyLabel(id, value) })),
      { name: 'Tried', value: tried(events) },
      { name: 'Key check', value: checksInWords(it, timeZone) },
      ...resolution(events, knowledge),
    ],
    ...attached(error, it.handoff?.['link'] ?? ''),
    buttons: cardButtons(it),
    ...(it.handedAt === null ? {} : { footer: `Handed over ${momentIn(it.handedAt, timeZone)}` }),
  };
}

/** The number of a case, and what it is about. */
export function cardTitle(it: Case, knowledge: Knowledge): string {
  return `Case ${it.id}: ${knowledge.failures.get(it.diagnosis.kind ?? '')?.title ?? 'not recognized'}`;
}

function attached(error: string, link: string): Pick<KeptReply, 'code' | 'link'> {
  return {
    ...(error === '' ? {} : { code: [{ label: 'Error, keys masked', text: error.slice(0, LONGEST_ERROR) }] }),
    ...(link === '' ? {} : { link }),
  };
}

/** So many checks stand on a card; the newest are of most use. */
const MOST_CHECKS = 5;

function checksInWords({ checks }: Case, timeZone: string): string {
  if (checks.length === 0) return 'not done';
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
    check.fingerprint === null ? '' : `fingerprint ${check.fingerprint.slice(0, 8)}`,
    momentIn(check.at, timeZone),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function cardButtons({ id: caseId, state }: Case): NonNullable<KeptReply['buttons']> {
  const button = (label: string, what: string, style?: 'primary') => ({
    label,
    action: actionId({ do: what, caseId }),
    ...(style === undefined ? {} : { style }),
  });
  switch (state) {
    case 'waiting_for_staff':
      return [button('Claim', 'claim', 'primary'), button('Snooze', 'snooze'), button('Resolve', 'resolve')];
    case 'claimed':
    case 'waiting_for_person':
      return [
        button('Reply', 'reply', 'primary'),
        button('Ask for a key check', 'ask-key'),
        button('Ask for a step', 'ask-step'),
        button('Correct the diagnosis', 'correct'),
        button('Hand over', 'hand-over'),
        button('Snooze', 'snooze'),
        button('Resolve', 'resolve'),
      ];
    case 'resolved':
      return [button('Reopen', 'reopen')];
    case 'open':
    case 'withdrawn':
      return [];
  }
}

/** Where a case stands, and until when it is put off. */
export function stateInWords(it: Case, timeZone: string): string {
  const snoozed = it.due?.what === 'wake' ? `, snoozed until ${momentIn(it.due.at, timeZone)}` : '';
  const by = it.claimedBy?.name ?? 'the support team';
  switch (it.state) {
    case 'waiting_for_staff':
      return `unclaimed${snoozed}`;
    case 'claimed':
      return `claimed by ${by}${snoozed}`;
    case 'waiting_for_person':
      return `waiting for a reply (asked by ${by})${snoozed}`;
    case 'resolved':
    case 'open':
    case 'withdrawn':
      return it.state;
  }
}

function resolution(events: readonly CaseEvent[], knowledge: Knowledge): NonNullable<KeptReply['fields']> {
  const last = events.findLast(({ type }) => type === 'resolved' || type === 'solved' || type === 'reopened');
  if (last === undefined || last.type === 'reopened') return [];
  const resolved = last.type === 'resolved' ? last.data : undefined;
  const cause = knowledge.failures.get(resolved?.cause ?? '')?.title;
  const why = last.type === 'solved' ? 'person' : resolved?.why;
  const told = why === undefined ? undefined : ENDS[why];
  return [{ name: 'Resolved', value: cause ?? told ?? 'cause unknown' }];
}

const ENDS = { quiet: 'closed without a reply', person: 'works again, says the person' } as const;

/** What is known of a case, on one line. */
export function diagnosisInWords({ diagnosis }: Case, knowledge: Knowledge): string {
  const parts = [
    diagnosis.kind ?? 'not recognized',
    knowledge.providers.get(diagnosis.provider ?? '')?.name ?? diagnosis.provider ?? 'provider unknown',
    knowledge.tools.get(diagnosis.tool ?? '')?.name ?? 'tool unknown',
    diagnosis.status === null ? '' : `HTTP ${diagnosis.status}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** What a person says of a step, in words. */
export const OUTCOMES: Readonly<Record<string, string>> = {
  fixed: 'that was it',
  fine: 'fine',
  skipped: 'skipped',
};

/** What the person has been through, also in a list that the case has left since; the last word on a step counts. */
function tried(events: readonly CaseEvent[]): string {
  const steps = new Map<string, string>();
  for (const event of events) {
    const said = event.type === 'step' || event.type === 'solved' ? event.data : undefined;
    const outcome = OUTCOMES[said?.outcome ?? ''];
    if (outcome !== undefined) steps.set(said?.goal ?? '', outcome);
  }
  return steps.size === 0 ? 'no steps' : [...steps].map(([goal, outcome]) => `${goal}: ${outcome}`).join('\n');
}

function urgencyLabel(id: string, value: string): string {
  return id === 'urgency' ? (URGENCIES.find((one) => one.value === value)?.label ?? value) : value;
}

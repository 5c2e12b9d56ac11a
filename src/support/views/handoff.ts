import type { Field, Form } from '#chat/port.ts';
import type { Knowledge } from '#knowledge/types.ts';
import type { Case, CaseEvent, KeptReply } from '#store/types.ts';
import { actionId } from '#support/actions.ts';

const URGENCIES = [
  { value: 'can-wait', label: 'It can wait' },
  { value: 'today', label: 'I need it today' },
  { value: 'down', label: 'Production is down' },
] as const;

/** The form before a case goes to the staff: what is known is filled in, what is known for sure is not asked. */
export function handoffForm(it: Case, knowledge: Knowledge): Form {
  const provider = knowledge.providers.get(it.diagnosis.provider ?? '')?.name ?? '';
  const tool = knowledge.tools.get(it.diagnosis.tool ?? '')?.name ?? '';
  const error: Field[] =
    it.paste === '' || it.diagnosis.kind === null
      ? [
          {
            id: 'error',
            label: 'The exact error',
            kind: 'long',
            hint: 'As your tool printed it. Keys in it are masked.',
          },
        ]
      : [
          {
            id: 'email',
            label: 'Account e-mail',
            kind: 'text',
            hint: 'Only if the staff should look you up.',
            optional: true,
          },
        ];
  return {
    form: `handoff:${it.id}`,
    title: 'Get a human',
    submit: 'Send',
    text: 'The support staff gets the diagnosis, the steps you tried and this. No key, please.',
    fields: [
      { id: 'tool', label: 'Tool and its version', kind: 'text', value: tool, hint: 'Such as Roo Code 3.2 in VS Code' },
      {
        id: 'endpoint',
        label: 'Provider and address it calls',
        kind: 'text',
        value: provider,
        hint: 'The base URL, if you set one',
      },
      ...error.slice(0, error[0]?.id === 'error' ? 1 : 0),
      {
        id: 'key',
        label: 'Key: copied again? Which header?',
        kind: 'text',
        optional: true,
        hint: 'Such as: copied afresh, Authorization Bearer',
      },
      { id: 'urgency', label: 'How urgent is it?', kind: 'select', options: URGENCIES, value: 'can-wait' },
      ...error.slice(error[0]?.id === 'error' ? 1 : 0),
    ],
  };
}

const LABELS: Readonly<Record<string, string>> = {
  tool: 'Tool',
  endpoint: 'Provider, address',
  key: 'Key',
  urgency: 'Urgency',
  email: 'Account e-mail',
};
const LONGEST_ERROR = 1500;

/** The card of a case for the staff. It needs no question back. */
export function cardReply(it: Case, events: readonly CaseEvent[], knowledge: Knowledge): KeptReply {
  const answers = Object.entries(it.handoff ?? {}).filter(([id, value]) => LABELS[id] !== undefined && value !== '');
  const error = it.handoff?.['error'] ?? it.paste;
  return {
    tone: it.state === 'resolved' ? 'good' : it.handoff?.['urgency'] === 'down' ? 'bad' : 'warning',
    title: `Case ${it.id}: ${knowledge.failures.get(it.diagnosis.kind ?? '')?.title ?? 'not recognised'}`,
    text: `${it.person.name} · ${stateInWords(it)}`,
    fields: [
      { name: 'Diagnosis', value: diagnosisInWords(it, knowledge) },
      ...(it.diagnosis.requestId === null ? [] : [{ name: 'Request id', value: it.diagnosis.requestId }]),
      ...answers.map(([id, value]) => ({ name: LABELS[id] ?? id, value: urgencyLabel(id, value) })),
      { name: 'Tried', value: tried(events) },
      { name: 'Key check', value: verdictInWords(it) },
    ],
    ...attached(error, it.handoff?.['link'] ?? ''),
    buttons: cardButtons(it),
  };
}

function attached(error: string, link: string): Pick<KeptReply, 'code' | 'link'> {
  return {
    ...(error === '' ? {} : { code: [{ label: 'Error, keys masked', text: error.slice(0, LONGEST_ERROR) }] }),
    ...(link === '' ? {} : { link }),
  };
}

function verdictInWords({ verdict }: Case): string {
  if (verdict === null) return 'not done';
  const parts = [
    verdict.verdict,
    verdict.status === null ? '' : `HTTP ${verdict.status}`,
    verdict.host ?? '',
    verdict.fingerprint === null ? '' : `fingerprint ${verdict.fingerprint.slice(0, 8)}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function cardButtons({ id: caseId, state }: Case): NonNullable<KeptReply['buttons']> {
  const resolve = { label: 'Resolve', action: actionId({ do: 'resolve', caseId }) } as const;
  if (state === 'waiting_for_staff')
    return [{ label: 'Claim', action: actionId({ do: 'claim', caseId }), style: 'primary' }, resolve];
  const reply = { label: 'Reply', action: actionId({ do: 'reply', caseId }), style: 'primary' } as const;
  return state === 'claimed' || state === 'waiting_for_person' ? [reply, resolve] : [];
}

function stateInWords(it: Case): string {
  switch (it.state) {
    case 'waiting_for_staff':
      return 'waits for somebody to claim it';
    case 'claimed':
      return `claimed by ${it.claimedBy?.name ?? 'somebody'}`;
    case 'waiting_for_person':
      return 'waits for an answer of the person';
    case 'resolved':
      return 'resolved';
    case 'open':
    case 'withdrawn':
      return it.state;
  }
}

function diagnosisInWords({ diagnosis }: Case, knowledge: Knowledge): string {
  const parts = [
    diagnosis.kind ?? 'no kind',
    knowledge.providers.get(diagnosis.provider ?? '')?.name ?? 'provider unknown',
    knowledge.tools.get(diagnosis.tool ?? '')?.name ?? 'tool unknown',
    diagnosis.status === null ? '' : `HTTP ${diagnosis.status}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

const OUTCOMES: Readonly<Record<string, string>> = { fixed: 'that was it', fine: 'fine', skipped: 'skipped' };

/** What the person has been through, also in a list that the case has left since; the last word on a step counts. */
function tried(events: readonly CaseEvent[]): string {
  const steps = new Map<string, string>();
  for (const { data } of events) {
    const outcome = OUTCOMES[String(data?.['outcome'] ?? '')];
    if (outcome !== undefined) steps.set(String(data?.['goal']), outcome);
  }
  return steps.size === 0
    ? 'no step of a checklist'
    : [...steps].map(([goal, outcome]) => `${goal}: ${outcome}`).join('\n');
}

function urgencyLabel(id: string, value: string): string {
  return id === 'urgency' ? (URGENCIES.find((one) => one.value === value)?.label ?? value) : value;
}

/** To the person: the number, what was passed on, what happens next. */
export function handedOverReply(it: Case): KeptReply {
  return {
    tone: 'good',
    title: `Case ${it.id} is with the support staff`,
    text: 'They have the diagnosis, your error with keys masked, the steps you tried and what you filled in. They answer in your direct messages; nothing more is needed from you.',
  };
}

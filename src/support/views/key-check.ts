import type { Button, Reply, Tone } from '#chat/port.ts';
import { makeChecklist } from '#diagnosis/checklist.ts';
import type { Knowledge, ProbeDefaults, Provider } from '#knowledge/types.ts';
import type { Says } from '#probe/types.ts';
import type { Case, KeptCheck, KeptReply } from '#store/types.ts';
import type { KeyCheck } from '#support/key-check/check-key.ts';
import { actionId } from '#support/turns/actions.ts';
import { checkInWords } from '#support/views/desk/card.ts';
import { humanButton } from './answer.ts';

const TONES: Readonly<Record<Says, Tone>> = {
  works: 'good',
  limited: 'warning',
  rejected: 'bad',
  undecided: 'neutral',
};
const CREDITS = {
  available: 'available',
  used_up: 'used up',
  not_tested: 'not tested, because this request cannot show them',
} as const;

/**
 * The answer to a key check: one sentence, the facts, what to do next. Built from fixed sentences and picked values;
 * nothing of what the provider wrote, no name, no amount and no list is shown.
 */
export function keyCheckReply(check: KeyCheck, knowledge: Knowledge, defaults: ProbeDefaults): Reply {
  const { verdict, refusal } = check;
  const provider = knowledge.providers.get(verdict.provider ?? '');
  const name = check.asked ?? verdict.host ?? 'the host';
  const findings = verdict.findings.filter(({ id }) => id !== refusal?.id).map(({ says }) => says);
  const texts = [refusal?.says ?? check.note, notTested(verdict.verdict, provider), ...findings];
  const sentence = defaults.sentences[verdict.verdict].replaceAll('{provider}', name);
  return {
    tone: TONES[verdict.verdict],
    title: refusal === null ? sentence : 'The key was not sent',
    text: texts.filter((text) => text !== '').join('\n'),
    fields: facts(check, name === provider?.name ? name : undefined),
    steps: verdict.next.map((step) => ({ title: step.goal, text: step.fix })),
    ...commandsOf(verdict),
  };
}

function notTested(says: Says, provider: Provider | undefined): string {
  const probe = says === 'works' ? provider?.probe : undefined;
  return probe !== undefined && 'request' in probe ? (probe.not_tested ?? '') : '';
}

/** Where nothing can be asked, the commands to run are the answer. */
function commandsOf({ next }: KeyCheck['verdict']): Pick<Reply, 'code'> {
  const commands = next.length === 1 ? next[0]?.commands : undefined;
  if (commands === undefined) return {};
  return {
    code: [
      { label: 'bash, zsh', text: commands.bash },
      { label: 'PowerShell', text: commands.powershell },
      { label: 'cmd', text: commands.cmd },
    ],
  };
}

function facts({ verdict }: KeyCheck, providerName: string | undefined): NonNullable<Reply['fields']> {
  const model =
    verdict.model_available === undefined
      ? undefined
      : verdict.model_available
        ? 'available to this key'
        : 'not available to this key';
  const rows = [
    { name: 'Provider', value: providerName },
    { name: 'Host', value: verdict.host ?? undefined },
    { name: 'HTTP status', value: verdict.http_status?.toString() },
    { name: 'Time', value: verdict.latency_ms === null ? undefined : `${verdict.latency_ms} ms` },
    { name: 'Request ID', value: verdict.request_id ?? undefined },
    { name: 'Model', value: model },
    { name: 'Credits', value: verdict.credits === undefined ? undefined : CREDITS[verdict.credits] },
  ];
  return rows.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]));
}

/** In a chat: how to go on after a check. */
export function keyCheckActions(it: Case, knowledge: Knowledge, staff: boolean): Button[] {
  const another = { label: 'Check another key', action: actionId({ do: 'key', caseId: it.id }) };
  // The staff goes on from here.
  if (it.owner === 'human') return [another];
  const steps = makeChecklist(it.diagnosis, knowledge)?.steps.length ?? 0;
  return [
    ...(steps === 0
      ? []
      : [{ label: 'Walk me through it', action: actionId({ do: 'walk', caseId: it.id }), style: 'primary' as const }]),
    another,
    ...humanButton(it.id, staff),
  ];
}

/** In the thread of the staff: what a check has said. */
export function checkNote(it: Case, check: KeptCheck, timeZone: string): KeptReply {
  const { verdict } = check;
  return {
    tone: verdict === 'works' ? 'good' : verdict === 'rejected' ? 'bad' : 'neutral',
    title: `${it.person.name || 'The person'} had a key checked`,
    text: checkInWords(check, timeZone),
  };
}

import type { Button, Reply, Tone } from '#chat/port.ts';
import { makeChecklist } from '#diagnosis/checklist.ts';
import type { Knowledge, ProbeDefaults, Provider } from '#knowledge/types.ts';
import type { Says } from '#probe/types.ts';
import type { Case, KeptCheck, KeptReply } from '#store/types.ts';
import type { KeyCheck } from '#support/key-check/check-key.ts';
import { text } from '#support/texts/text.ts';
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
  available: text('key_check.credits_available'),
  used_up: text('key_check.credits_used_up'),
  not_tested: text('key_check.credits_not_tested'),
} as const;

/**
 * The answer to a key check: one sentence, the facts, what to do next. Built from fixed sentences and picked values;
 * nothing of what the provider wrote, no name, no amount and no list is shown.
 */
export function keyCheckReply(check: KeyCheck, knowledge: Knowledge, defaults: ProbeDefaults): Reply {
  const { verdict, refusal } = check;
  const provider = knowledge.providers.get(verdict.provider ?? '');
  const name = check.asked ?? verdict.host ?? text('key_check.the_host');
  const findings = verdict.findings.filter(({ id }) => id !== refusal?.id).map(({ says }) => says);
  const texts = [refusal?.says ?? check.note, notTested(verdict.verdict, provider), ...findings];
  const sentence = defaults.sentences[verdict.verdict].replaceAll('{provider}', name);
  return {
    tone: TONES[verdict.verdict],
    title: refusal === null ? sentence : text('key_check.not_sent'),
    text: texts.filter((line) => line !== '').join('\n'),
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
        ? text('key_check.model_available')
        : text('key_check.model_missing');
  const rows = [
    { name: text('key_check.provider'), value: providerName },
    { name: text('key_check.host'), value: verdict.host ?? undefined },
    { name: text('key_check.status'), value: verdict.http_status?.toString() },
    { name: text('key_check.time'), value: verdict.latency_ms === null ? undefined : `${verdict.latency_ms} ms` },
    { name: text('key_check.request_id'), value: verdict.request_id ?? undefined },
    { name: text('key_check.model'), value: model },
    { name: text('key_check.credits'), value: verdict.credits === undefined ? undefined : CREDITS[verdict.credits] },
  ];
  return rows.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]));
}

/** In a chat: how to go on after a check. */
export function keyCheckActions(it: Case, knowledge: Knowledge, staff: boolean): Button[] {
  const another = { label: text('key_check.another'), action: actionId({ do: 'key', caseId: it.id }) };
  // The staff goes on from here.
  if (it.owner === 'human') return [another];
  const steps = makeChecklist(it.diagnosis, knowledge)?.steps.length ?? 0;
  return [
    ...(steps === 0
      ? []
      : [
          { label: text('key_check.walk'), action: actionId({ do: 'walk', caseId: it.id }), style: 'primary' as const },
        ]),
    another,
    ...humanButton(it.id, staff),
  ];
}

/** In the thread of the staff: what a check has said. */
export function checkNote(it: Case, check: KeptCheck, timeZone: string): KeptReply {
  const { verdict } = check;
  return {
    tone: verdict === 'works' ? 'good' : verdict === 'rejected' ? 'bad' : 'neutral',
    title: it.person.name === '' ? text('key_check.by_somebody') : text('key_check.by', { person: it.person.name }),
    text: checkInWords(check, timeZone),
  };
}

import type { Button } from '#chat/port.ts';
import type { Checklist } from '#diagnosis/types.ts';
import type { Knowledge } from '#knowledge/types.ts';
import type { Case, KeptReply } from '#store/types.ts';
import { text } from '#support/texts/text.ts';
import { actionId } from '#support/turns/actions.ts';
import { verdictIn } from './diagnosis.ts';
import { firstStep } from './first-step.ts';

/** What there is besides the bot. */
export interface Around {
  /** Is there a support staff to hand over to? */
  readonly staff: boolean;
  /** Shown to the asker alone: the answer can be shared with everybody. */
  readonly whispered?: boolean;
}

/**
 * The answer to a paste in a chat: what it means, the first step with its check and its command, and what can be done
 * next. Short: it has to fit the screen of a phone, and has to be understood by somebody who reads nothing else.
 */
export function answerReply(
  it: Pick<Case, 'id' | 'diagnosis'>,
  checklist: Checklist,
  knowledge: Knowledge,
  around: Around,
): KeptReply {
  const { diagnosis } = it;
  const [first] = checklist.steps;
  const more = checklist.steps.length - 1;
  const title = verdictIn(diagnosis.confidence, checklist);
  const before = [exposed(diagnosis.secrets), ...checklist.notices];
  const found = context(it, knowledge);
  const besides = [title, ...before, ...found.slice(0, 1).map(({ name, value }) => `${name}: ${value}`)].filter(
    Boolean,
  );
  const shown = first === undefined ? undefined : firstStep(first, diagnosis.facts, besides);
  return {
    tone: diagnosis.secrets > 0 ? 'bad' : 'neutral',
    title,
    text: [...before, shown?.text].filter(Boolean).join('\n'),
    code: shown?.code ?? [],
    fields: [...(shown?.fields ?? []), ...found],
    buttons: answerButtons(it, checklist, around),
    ...(more > 0 ? { footer: text('answer.first_step', { steps: more + 1 }) } : {}),
  };
}

/** What was recognised, in words. */
export function context(
  { diagnosis }: Pick<Case, 'diagnosis'>,
  knowledge: Knowledge,
): { name: string; value: string }[] {
  const names = [
    knowledge.providers.get(diagnosis.provider ?? '')?.name ?? diagnosis.provider ?? undefined,
    knowledge.tools.get(diagnosis.tool ?? '')?.name,
    diagnosis.status === null ? undefined : `HTTP ${diagnosis.status}`,
  ].filter((name) => name !== undefined);
  const [quote] = diagnosis.quotes;
  return [
    ...(names.length === 0 ? [] : [{ name: 'Detected', value: names.join(' · ') }]),
    ...(quote === undefined ? [] : [{ name: 'Based on', value: `“${quote}”` }]),
  ];
}

function exposed(secrets: number): string {
  if (secrets === 0) return '';
  return text('answer.exposed');
}

function answerButtons(it: Pick<Case, 'id'>, checklist: Checklist, { staff, whispered = false }: Around): Button[] {
  const caseId = it.id;
  const walk: Button[] =
    checklist.steps.length > 0
      ? [{ label: 'Walk me through it', action: actionId({ do: 'walk', caseId }), style: 'primary' }]
      : [];
  return [
    ...walk,
    { label: 'Check my key privately', action: actionId({ do: 'key', caseId }) },
    ...humanButton(caseId, staff),
    { label: 'Not this', action: actionId({ do: 'not-this', caseId }) },
    whispered
      ? { label: 'Share in the channel', action: actionId({ do: 'share', caseId }) }
      : { label: 'Dismiss', action: actionId({ do: 'dismiss', caseId }) },
  ];
}

/** *Get a human*, where there is one. */
export function humanButton(caseId: number, staff: boolean): Button[] {
  return staff ? [{ label: 'Get a human', action: actionId({ do: 'human', caseId }) }] : [];
}

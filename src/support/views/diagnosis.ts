import type { Reply, Step } from '#chat/port.ts';
import { endedNotices } from '#diagnosis/ended.ts';
import type { Checklist, ChecklistStep, Diagnosis } from '#diagnosis/types.ts';
import type { Knowledge } from '#knowledge/types.ts';
import { text } from '#support/texts/text.ts';
import { firstStep } from './first-step.ts';

/** From which confidence on a verdict stands without a word before it, and with "Probably"; below that "Possibly". */
const SURE = 0.85;
const LIKELY = 0.55;
const LONGEST_QUOTE = 140;
const MOST_QUOTES = 3;
const UNVERIFIED = '* Not verified: names and menus may differ.';

/**
 * The answer to a paste: what failed, whose API, which tool, how sure and why. Never a percentage: people read it as a
 * promise.
 */
export function diagnosisReply(diagnosis: Diagnosis, checklist: Checklist | null, knowledge: Knowledge): Reply {
  if (diagnosis.kind === null || checklist === null) return nothingFoundReply(diagnosis, knowledge);
  const [first, ...others] = checklist.steps;
  const shown = first === undefined ? undefined : firstStep(first, diagnosis.facts, []);
  const provider = whoRefused(diagnosis, knowledge);
  const tool = knowledge.tools.get(diagnosis.tool ?? '')?.name;
  const fields = [
    ...(shown?.fields ?? []),
    { name: 'Provider', value: provider },
    { name: 'Tool', value: tool },
    { name: 'HTTP status', value: diagnosis.status?.toString() },
    { name: 'Request ID', value: diagnosis.requestId ?? undefined },
    { name: 'Why', value: reasons(diagnosis) },
    { name: 'Could also be', value: alternatives(diagnosis, knowledge) },
  ];
  return {
    tone: diagnosis.secrets.length > 0 ? 'bad' : 'neutral',
    title: verdictIn(diagnosis.confidence, checklist),
    text: [shownKeys(diagnosis.secrets.length), ...checklist.notices, shown?.text].filter(Boolean).join('\n'),
    code: shown?.code ?? [],
    fields: fields.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }])),
    steps: others.map(furtherStep),
    ...noteOn(others),
  };
}

function noteOn(steps: readonly ChecklistStep[]): Pick<Reply, 'footer'> {
  return steps.some(({ unverified }) => unverified) ? { footer: UNVERIFIED } : {};
}

function furtherStep({ goal, check, fix, unverified }: ChecklistStep): Step {
  return { title: `${goal}${unverified ? ' *' : ''}`, text: `${check} ${fix}` };
}

/** The verdict, with a word about how sure it is. */
export function verdictIn(confidence: number, { verdict }: Checklist): string {
  if (confidence >= SURE) return verdict;
  return text(confidence >= LIKELY ? 'answer.probably' : 'answer.possibly', { verdict });
}

function nothingFoundReply(diagnosis: Diagnosis, knowledge: Knowledge): Reply {
  const provider = knowledge.providers.get(diagnosis.provider ?? '')?.name;
  const told = endedNotices(diagnosis, knowledge)
    .map((notice) => `${notice}\n`)
    .join('');
  return {
    tone: 'neutral',
    title: 'No API key problem found in this text',
    text: `${told}${provider === undefined ? '' : `It mentions ${provider}, but has no error that says what failed. `}Paste the whole error, including the lines around "401", "403", "invalid" or "failed", and the JSON from the server if you have it.`,
  };
}

function reasons(diagnosis: Diagnosis): string | undefined {
  const quotes = [...new Set(diagnosis.evidence.map((one) => oneLine(one.quote)))].filter((quote) => quote.length > 2);
  return quotes.length === 0
    ? undefined
    : quotes
        .slice(0, MOST_QUOTES)
        .map((quote) => `“${quote}”`)
        .join(', ');
}

function oneLine(quote: string): string {
  const line = quote.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE - 1)}…` : line;
}

function alternatives(diagnosis: Diagnosis, knowledge: Knowledge): string | undefined {
  if (diagnosis.confidence >= SURE) return undefined;
  const titles = diagnosis.alternatives.flatMap(({ kind }) => knowledge.failures.get(kind)?.title ?? []).slice(0, 2);
  return titles.length === 0 ? undefined : titles.join('; ');
}

function shownKeys(secrets: number): string {
  return secrets === 0 ? '' : text('diagnosis.exposed', { secrets });
}

/** A provider without a file is shown by its host, as the text has it. */
function whoRefused({ provider, refusedBy }: Diagnosis, knowledge: Knowledge): string | undefined {
  if (refusedBy === null) return undefined;
  return knowledge.providers.has(provider ?? '') ? refusedBy.name : (refusedBy.host ?? refusedBy.name);
}

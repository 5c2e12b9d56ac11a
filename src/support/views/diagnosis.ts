import type { Reply } from '#chat/port.ts';
import { endedNotices } from '#diagnosis/ended.ts';
import type { Checklist, Diagnosis } from '#diagnosis/types.ts';
import type { Knowledge } from '#knowledge/types.ts';

/** From which confidence on people read "This is" and "This looks like"; below that "This could be". */
const SURE = 0.85;
const LIKELY = 0.55;
const LONGEST_QUOTE = 140;
const MOST_QUOTES = 3;
const UNVERIFIED = '* Not checked against current documentation, so names and menus may differ.';

/**
 * The answer to a paste: what failed, whose API, which tool, how sure and why. Never a percentage: people read it as a
 * promise.
 */
export function diagnosisReply(diagnosis: Diagnosis, checklist: Checklist | null, knowledge: Knowledge): Reply {
  if (diagnosis.kind === null || checklist === null) return nothingFoundReply(diagnosis, knowledge);
  const provider = whoRefused(diagnosis, knowledge);
  const tool = knowledge.tools.get(diagnosis.tool ?? '')?.name;
  const fields = [
    { name: 'Provider', value: provider },
    { name: 'Tool', value: tool },
    { name: 'HTTP status', value: diagnosis.status?.toString() },
    { name: 'Request ID', value: diagnosis.requestId ?? undefined },
    { name: 'Why', value: reasons(diagnosis) },
    { name: 'Could also be', value: alternatives(diagnosis, knowledge) },
  ];
  const secrets =
    diagnosis.secrets.length === 0
      ? ''
      : `\nYour paste shows ${countOf(diagnosis.secrets.length)}. Anyone who can read it can use it. Revoke it and create a new one.`;
  return {
    tone: diagnosis.secrets.length > 0 ? 'bad' : 'neutral',
    title: `${opening(diagnosis.confidence)}: ${checklist.title}`,
    text: `${checklist.notices.map((notice) => `${notice}\n`).join('')}${checklist.meaning}${checklist.keyIsFine === null ? '' : ` ${checklist.keyIsFine}`}${secrets}`,
    fields: fields.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }])),
    steps: checklist.steps.map((step) => ({ title: `${step.goal}${step.unverified ? ' *' : ''}`, text: step.fix })),
    ...(checklist.steps.some(({ unverified }) => unverified) ? { footer: UNVERIFIED } : {}),
  };
}

/** "This is", "This looks like" or "This could be". */
export function opening(confidence: number): string {
  if (confidence >= SURE) return 'This is';
  return confidence >= LIKELY ? 'This looks like' : 'This could be';
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

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE - 1)}…` : line;
}

function alternatives(diagnosis: Diagnosis, knowledge: Knowledge): string | undefined {
  if (diagnosis.confidence >= SURE) return undefined;
  const titles = diagnosis.alternatives.flatMap(({ kind }) => knowledge.failures.get(kind)?.title ?? []).slice(0, 2);
  return titles.length === 0 ? undefined : titles.join('; ');
}

function countOf(secrets: number): string {
  return secrets === 1 ? 'a key or token' : `${secrets} keys or tokens`;
}

/** A provider without a file is shown by its host, as the text has it. */
function whoRefused({ provider, refusedBy }: Diagnosis, knowledge: Knowledge): string | undefined {
  if (refusedBy === null) return undefined;
  return knowledge.providers.has(provider ?? '') ? refusedBy.name : (refusedBy.host ?? refusedBy.name);
}

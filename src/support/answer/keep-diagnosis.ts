import { makeChecklist } from '#diagnosis/checklist.ts';
import type { Checklist, Diagnosis } from '#diagnosis/types.ts';
import type { Case, KeptDiagnosis } from '#store/types.ts';
import type { Bot } from '#support/bot.ts';

const MOST_QUOTES = 3;
const LONGEST_QUOTE = 140;
/** Longest masked text that a case keeps, in characters: enough for the error, not a log. */
const LONGEST_KEPT = 6_000;

/** What a case keeps of a diagnosis. */
export function keptDiagnosis(diagnosis: Diagnosis): KeptDiagnosis {
  const quotes = new Set(diagnosis.evidence.map(({ quote }) => oneLine(quote)).filter((quote) => quote.length > 2));
  return {
    kind: diagnosis.kind,
    provider: diagnosis.provider,
    tool: diagnosis.tool,
    status: diagnosis.status,
    requestId: diagnosis.requestId,
    confidence: diagnosis.confidence,
    alternatives: diagnosis.alternatives,
    facts: diagnosis.facts,
    refusedBy: diagnosis.refusedBy,
    keyOf: diagnosis.keyOf,
    quotes: [...quotes].slice(0, MOST_QUOTES),
    signature: diagnosis.evidence[0]?.signature ?? null,
    secrets: diagnosis.secrets.length,
  };
}

/** The masked text as a case keeps it: its beginning and its end, where errors stand. */
export function keptText(masked: string): string {
  if (masked.length <= LONGEST_KEPT) return masked;
  const half = LONGEST_KEPT / 2;
  return `${masked.slice(0, half)}\n…\n${masked.slice(-half)}`;
}

/** The checklist of a case, from the knowledge and what has solved cases as they stand now; null where its kind is not known. */
export function checklistOf(
  { diagnosis }: Pick<Case, 'diagnosis'>,
  bot: Pick<Bot, 'catalogue' | 'solved'>,
): Checklist | null {
  return makeChecklist(diagnosis, bot.catalogue().knowledge, bot.solved.orderFor(diagnosis));
}

/** A text on one line, clipped. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE - 1)}…` : line;
}

import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import type { Match } from '#diagnosis/read/match.ts';
import type { Reading } from '#diagnosis/read/read-paste.ts';
import { masked } from '#diagnosis/text/mask.ts';
import type { Diagnosis, Evidence } from '#diagnosis/types.ts';
import { WEIGHTS } from './weigh.ts';

/** A match with what it was read from, secrets masked. */
export interface Quoted extends Match {
  readonly quote: string;
}

/** Stands in place of a signature's name where only the words of a text tell what failed. */
export const BY_WORDS = 'words';

type Chosen = Pick<Diagnosis, 'kind' | 'provider' | 'tool'>;

const SHORT_QUOTE = 12;
const AROUND = 24;
const LONGEST_QUOTE = 160;

/** What a match was read from. A status alone says little: its quote takes the words around it along, as far as the line goes. */
export function quotedMatch(found: Match, text: string, secrets: Reading['secrets']): Quoted {
  let { start } = found;
  let end = Math.min(found.end, start + LONGEST_QUOTE);
  if (end - start < SHORT_QUOTE) {
    const before = /[^\n]*$/.exec(text.slice(Math.max(0, start - AROUND), start))?.[0] ?? '';
    const after = /^[^\n]*/.exec(text.slice(end, end + AROUND))?.[0] ?? '';
    start -= before.length === AROUND ? before.length - (before.indexOf(' ') + 1) : before.length;
    end += after.length === AROUND ? Math.max(0, after.lastIndexOf(' ')) : after.length;
  }
  for (const secret of secrets) {
    if (secret.start >= end) break;
    if (secret.end > start && secret.start < start) start = secret.start;
    if (secret.start < end && secret.end > end) end = secret.end;
  }
  return { ...found, start, end, quote: masked(text, secrets, start, end) };
}

/** The matches that speak for what was chosen, the best first. */
export function evidenceFor(chosen: Chosen, matches: readonly Quoted[]): Evidence[] {
  return matches
    .filter(
      ({ signature }) =>
        says(signature.kind, chosen.kind) ||
        says(signature.provider, chosen.provider) ||
        says(signature.tool, chosen.tool),
    )
    .sort((a, b) => rank(b, chosen) - rank(a, chosen))
    .map(({ signature, quote, start, end }) => ({ signature: signature.id, quote, start, end }));
}

function says(said: string | null, chosen: string | null): boolean {
  return said !== null && said === chosen;
}

function rank({ signature }: Match, chosen: Chosen): number {
  return (says(signature.kind, chosen.kind) ? 100 : 0) + WEIGHTS.strength[signature.strength];
}

/** The status that belongs to the diagnosis: one that its evidence asks for, else the first one that is named as such. */
export function statusOf(
  reading: Reading,
  matches: readonly Match[],
  kind: string | null,
  catalogue: Catalogue,
): number | null {
  const asked = new Set(
    matches
      .filter(({ signature }) => says(signature.kind, kind))
      .flatMap(({ signature }) => [...signature.all, ...signature.any]),
  );
  const byEvidence = reading.statuses.find(({ status }) => asked.has(catalogue.named.get(`status:${status}`) ?? -1));
  return (byEvidence ?? reading.statuses.find(({ named: isNamed }) => isNamed) ?? reading.statuses[0])?.status ?? null;
}

/** Ids stand at both ends of a log; the middle of one of megabytes is not searched. */
const SEARCHED = 20_000;
const REQUEST_ID =
  /(?:request[ _-]?id|requestid|req[ _-]id)\\*["']?\s{0,2}[:=]?\s{0,2}\\*["']?([A-Za-z0-9][A-Za-z0-9_-]{7,79})|\b(req_[A-Za-z0-9]{8,64})\b/i;

/** The id under which the provider has logged the request. @param text the paste, secrets masked */
export function requestIdOf(text: string): string | null {
  const found = REQUEST_ID.exec(text.length > 2 * SEARCHED ? text.slice(0, SEARCHED) + text.slice(-SEARCHED) : text);
  return found?.[1] ?? found?.[2] ?? null;
}

import type { SecretKey } from '#secret-key.ts';

/** Which key an answer shows in a shortened form: the one that was sent, another one, or none that can be recognised. */
export type Echo = 'this' | 'other' | null;

/** Words that stand in front of a shortened key, and what may stand between. */
const INTRODUCED =
  /(?:key|token|credential|\u4ee4\u724c|\u5bc6\u94a5)(?:[ _](?:provided|passed in|received|is|was))?["'\\]*\s*[:=\uff1a[({]?\s*["'`\\([<{]*$/i;
/** `sk-…abcd`, `sk-proj-****abcd`, `****abcd`: some of the start, what is left out, and the end. */
const SHORTENED =
  /(?<head>[\w.-]{0,40}?)(?:\*{2,300}|\.{3,300}|[\u2026\u2022\u25cf]{1,300})(?<tail>\w(?:[\w-]{0,60}\w)?)(?![\w@])/gu;
/** How far in front of a shortened key the word that introduces it is looked for. */
const BEFORE = 60;
/** A shorter end belongs to too many keys to prove that it is this one. */
const PROVING_TAIL = 4;
const SHORTEST_TAIL = 2;
const LONGEST_READ = 20_000;

/**
 * Looks for the key in a provider's raw answer: a gateway that forwards a request shows with it whose key was refused.
 * Pure. A shortened key counts only behind a word such as "key", and another whole key never does.
 *
 * @param text the answer as it came, before the key is cut out
 */
export function echoOf(text: string, key: SecretKey): Echo {
  const read = text
    .slice(0, LONGEST_READ)
    .replaceAll(/\\u2026/gi, '\u2026')
    .replaceAll(/\\u2022/gi, '\u2022');
  const value = key.reveal();
  if (value.length >= 12 && read.includes(value)) return 'this';
  const shown = [...read.matchAll(SHORTENED)].filter(({ index }) =>
    INTRODUCED.test(read.slice(Math.max(0, index - BEFORE), index)),
  );
  const echoes = new Set(shown.map(({ groups }) => compared(groups?.['head'] ?? '', groups?.['tail'] ?? '', value)));
  if (echoes.has('this')) return 'this';
  return echoes.has('other') ? 'other' : null;
}

function compared(head: string, tail: string, key: string): Echo {
  if (tail.length < SHORTEST_TAIL || head.length + tail.length >= key.length) return null;
  if (!key.endsWith(tail)) return 'other';
  if (tail.length < PROVING_TAIL) return null;
  // Relays take "sk-" off before they look a key up.
  return key.startsWith(head) || key.replace(/^sk-/, '').startsWith(head) ? 'this' : null;
}

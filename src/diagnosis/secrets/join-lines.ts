import { runEnd } from './alphabet.ts';
import type { Format } from './formats.ts';
import { looksRandom } from './randomness.ts';
import type { View } from './view.ts';

/** A secret put together from its parts. */
export interface Joined {
  readonly value: string;
  /** Where its last part ends. */
  readonly end: number;
  readonly parts: number;
}

const MOST_PARTS = 4;
/** A terminal, a mail or a chat broke the line; quote marks and frames may stand before what follows. */
const GAP = /[ \t]{0,4}\r?\n[ \t>│|+"'-]{0,12}/y;
const BLANK = /[ ]{1,2}/y;

/**
 * A key of a format that goes on behind a line break or a blank, until it has one of its lengths.
 *
 * @param end where the first part ends
 * @returns null where it is in one piece, or does not go on
 */
export function joinedLines(view: View, format: Format, start: number, end: number): Joined | null {
  const code = view.codes[end];
  if (code !== 10 && code !== 13 && code !== 32 && code !== 9) return null;
  const { text } = view;
  const longest = Math.max(0, ...format.lengths);
  let value = text.slice(start, end);
  if (value.length < format.prefix.length + 1 || (longest > 0 && value.length >= longest)) return null;
  let found: Joined | null = null;
  let at = end;
  for (let parts = 2; parts <= MOST_PARTS; parts += 1) {
    const next = nextPart(view, format, at, longest);
    if (next === null || (longest > 0 && value.length + next.text.length > longest)) break;
    value += next.text;
    at = next.end;
    const whole = wholeOf(format, value);
    if (whole) found = { value, end: at, parts };
    if (value.length === longest) break;
  }
  return found;
}

interface Part {
  readonly text: string;
  readonly end: number;
}

/** Behind a line break any part counts that fits; behind a blank one that is no word, of a key whose length is known. */
function nextPart({ codes, text }: View, format: Format, at: number, longest: number): Part | null {
  const newline = endOf(GAP, text, at);
  const from = newline ?? (longest > 0 ? endOf(BLANK, text, at) : null);
  if (from === null) return null;
  const end = runEnd(codes, from, format.table, from + 8000);
  const length = end - from;
  if (length < 3) return null;
  const mixed = looksRandom(codes, from, end) || (length < 12 && /[0-9]|[a-z][A-Z]/.test(text.slice(from, end)));
  if (newline === null)
    return length >= 6 && looksRandom(codes, from, end) ? { text: text.slice(from, end), end } : null;
  // A line that says something is none of a key.
  return mixed && !/^[ \t]*[=:]/.test(text.slice(end, end + 4)) ? { text: text.slice(from, end), end } : null;
}

function wholeOf({ whole }: Format, value: string): boolean {
  whole.lastIndex = 0;
  return whole.exec(value)?.[0].length === value.length;
}

function endOf(expression: RegExp, text: string, at: number): number | null {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : null;
}

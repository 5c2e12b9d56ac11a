import { LETTER_PAIRS } from './letter-pairs.ts';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const COLUMNS = 54;
const BEGINNING = 54;
const DIGIT = 52;
const MARK = 53;
const SYMBOL = symbolTable();
const BITS = Float32Array.from(LETTER_PAIRS, (digit) => DIGITS.indexOf(digit) / 4);

/** Longest stretch that is measured: enough to be sure, however long the text is. */
const MEASURED = 160;
/** Bits a character: words and names lie below 5.4, random letters and digits above 6.1 from twelve on. */
const RANDOM = 5.7;
const RANDOM_SHORT = 6.2;
const RANDOM_ONE_CASE = 6;
const SHORT = 16;
const LONG_HEX = 18;

/**
 * How little a stretch of text looks like words: bits a character under what is usual in names, words and code.
 *
 * @param codes one byte a character
 */
export function surprise(codes: Uint8Array, start: number, end: number): number {
  const to = Math.min(end, start + MEASURED);
  let before = BEGINNING;
  let bits = 0;
  for (let at = start; at < to; at += 1) {
    const symbol = SYMBOL[codes[at] as number] as number;
    bits += BITS[before * COLUMNS + symbol] as number;
    before = symbol;
  }
  return to > start ? bits / (to - start) : 0;
}

/** What a stretch of text consists of. */
export interface Makeup {
  readonly length: number;
  readonly lower: number;
  readonly upper: number;
  readonly digits: number;
  /** Only 0-9, one case of a-f, and dashes. */
  readonly hex: boolean;
  readonly distinct: number;
}

/** Counts what a stretch of text consists of; of a long one the beginning. */
export function makeupOf(codes: Uint8Array, start: number, end: number): Makeup {
  const to = Math.min(end, start + MEASURED);
  let lower = 0;
  let upper = 0;
  let digits = 0;
  let hexLetters = 0;
  let dashes = 0;
  const seen = new Set<number>();
  for (let at = start; at < to; at += 1) {
    const code = codes[at] as number;
    seen.add(code);
    if (code >= 48 && code <= 57) digits += 1;
    else if (code >= 97 && code <= 122) lower += 1;
    else if (code >= 65 && code <= 90) upper += 1;
    else if (code === 45) dashes += 1;
    const letter = code | 32;
    if (letter >= 97 && letter <= 102) hexLetters += 1;
  }
  const length = to - start;
  const hex = hexLetters + digits + dashes === length && (lower === 0 || upper === 0) && hexLetters > 0;
  return { length, lower, upper, digits, hex, distinct: seen.size };
}

/**
 * Does this look as if a machine had drawn it? Words, names, versions, dates and numbers do not.
 *
 * @param codes one byte a character
 */
export function looksRandom(codes: Uint8Array, start: number, end: number): boolean {
  const made = makeupOf(codes, start, end);
  const { length, lower, upper, digits, distinct } = made;
  if (length < 6 || lower + upper < 2 || distinct < Math.min(8, length / 2)) return false;
  if (made.hex && length >= 12) return looksDrawnHex(made);
  if (longestHex(codes, start, end) >= LONG_HEX) return true;
  const measured = surprise(codes, start, end);
  if (digits === 0 && (lower === 0 || upper === 0)) return measured >= RANDOM_ONE_CASE && length >= 12;
  return measured >= (length < SHORT ? RANDOM_SHORT : RANDOM);
}

/** Hexadecimal digits in a row, of one case, with both letters and digits among them. */
function longestHex(codes: Uint8Array, start: number, end: number): number {
  const to = Math.min(end, start + MEASURED);
  let longest = 0;
  let from = start;
  for (let at = start; at <= to; at += 1) {
    const code = at < to ? (codes[at] as number) : 0;
    if ((code >= 48 && code <= 57) || (code >= 97 && code <= 102)) continue;
    if (at - from >= LONG_HEX && looksDrawnHex(makeupOf(codes, from, at))) longest = Math.max(longest, at - from);
    from = at + 1;
  }
  return longest;
}

function looksDrawnHex({ length, lower, upper, digits, distinct }: Makeup): boolean {
  const letters = lower + upper;
  return digits >= length / 5 && letters >= length / 8 && distinct >= 8;
}

function symbolTable(): Uint8Array {
  const table = new Uint8Array(256).fill(MARK);
  for (let letter = 0; letter < 26; letter += 1) {
    table[97 + letter] = letter;
    table[65 + letter] = 26 + letter;
  }
  for (let digit = 48; digit < 58; digit += 1) table[digit] = DIGIT;
  return table;
}

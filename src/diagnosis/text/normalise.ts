import type { Searched } from '#diagnosis/catalogue/automaton.ts';
import type { Span } from '#diagnosis/types.ts';
import { asciiCodes, NormalWriter, plainOf } from './normal-writer.ts';

/** A paste in the form in which signatures are compared; `map` leads back to the text as given. */
export interface Normalised extends Searched {
  /** For each position of `text` its offset in the text as given; one entry more than `text` has characters. */
  readonly map: Int32Array;
  /** Offsets of zero-width and other invisible characters in the text as given. */
  readonly invisible: readonly number[];
}

/** A span to be written as `shown` instead of what stands there. */
export interface Replacement extends Span {
  readonly shown: string;
}

const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;
const ESCAPE = 27;
const NEWLINE = 10;
const GREATER = 62;
const BRACKET = 91;
const AMPERSAND = 38;

const ENTITIES: readonly (readonly [string, string])[] = [
  ['&quot;', '"'],
  ['&#34;', '"'],
  ['&#39;', "'"],
  ['&#x27;', "'"],
  ['&apos;', "'"],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
  ['&nbsp;', ' '],
];

/** Thousands of literals are put into this form when the knowledge is compiled; a buffer for each would cost too much. */
const LITERALS = new NormalWriter();
/** ASCII that stands for itself, and single spaces. */
const NORMAL_ALREADY = /^(?! )(?: ?[!-%()-=?@\]^_a-z{-~])*$/;
const foldedCache = new Map<number, string>();

/**
 * Brings a text into the form in which it is compared: lower case, NFKC, one space for any run of white space and box
 * drawing, `"` for any quote, escapes undone (JSON in JSON in a string reads as one), ANSI codes and invisible
 * characters gone, `/` for the backslash of Windows paths.
 *
 * @param given the text
 * @param replacements spans whose content must not be seen, in order and not overlapping (masked secrets)
 * @param codes `given` as {@link asciiCodes} gives it
 * @param out takes the result, which is valid until `out` is used again
 */
export function normalise(
  given: string,
  replacements: readonly Replacement[] = [],
  codes: Uint8Array = asciiCodes(given),
  out: NormalWriter = new NormalWriter(),
): Normalised {
  out.begin(given.length);
  const invisible: number[] = [];
  let at = 0;
  for (const { start, end, shown } of replacements) {
    fold({ given, codes, invisible }, at, start, out);
    for (const character of shown) out.push(foldCharacter(character), start);
    at = end;
  }
  fold({ given, codes, invisible }, at, given.length, out);
  return { ...out.done(given.length), invisible };
}

interface Source {
  readonly given: string;
  readonly codes: Uint8Array;
  readonly invisible: number[];
}

function fold(source: Source, from: number, to: number, out: NormalWriter): void {
  const { codes } = source;
  out.lineStart = from === 0 || codes[from - 1] === NEWLINE;
  for (let at = out.plain(codes, from, to); at < to; at = out.plain(codes, at, to)) at = special(source, at, out);
}

/** Puts a literal of a signature into the same form as the texts that it is compared with. */
export function normaliseLiteral(literal: string): string {
  if (NORMAL_ALREADY.test(literal)) return literal.trim();
  return normalise(literal, [], undefined, LITERALS).text.trim();
}

/** Handles the character at `at` that is neither plain ASCII nor white space; returns where to go on. */
function special({ given, codes, invisible }: Source, at: number, out: NormalWriter): number {
  switch (codes[at] as number) {
    case BACKSLASH:
      return backslash(given, at, out);
    case ESCAPE:
      return terminalCode(given, at, out);
    case BRACKET:
      if (isDigit(codes[at + 1])) return terminalCode(given, at, out);
      out.code(BRACKET, at);
      return at + 1;
    case AMPERSAND:
      return entity(given, at, out);
    case GREATER:
      if (!out.lineStart) out.code(GREATER, at);
      return at + 1;
    default:
      return other(given, at, out, invisible);
  }
}

function other(given: string, at: number, out: NormalWriter, invisible: number[]): number {
  const code = given.charCodeAt(at);
  out.lineStart = false;
  if (isInvisible(code)) {
    invisible.push(at);
    return at + 1;
  }
  if (code >= 0x2500 && code < 0x25a0) {
    out.code(SPACE, at);
    return at + 1;
  }
  const point = given.codePointAt(at) as number;
  let folded = foldedCache.get(point);
  if (folded === undefined) {
    folded = foldCharacter(String.fromCodePoint(point));
    if (foldedCache.size < 4096) foldedCache.set(point, folded);
  }
  out.push(folded, at);
  return at + (point > 0xffff ? 2 : 1);
}

function backslash(given: string, at: number, out: NormalWriter): number {
  let next = at + 1;
  while (given.charCodeAt(next) === BACKSLASH) next += 1;
  const code = given.charCodeAt(next);
  if (code === QUOTE || code === 39 || code === 96 || code === 47) return next;
  if ((code === 110 || code === 114 || code === 116) && !isLowerCase(given.charCodeAt(next + 1))) {
    // `\n` of an escaped text; before a lower-case letter it is rather a folder of a Windows path (C:\node).
    out.code(SPACE, at);
    return next + 1;
  }
  if (code === 117 && /^[0-9a-fA-F]{4}$/.test(given.slice(next + 1, next + 5))) {
    out.push(foldCharacter(String.fromCharCode(Number.parseInt(given.slice(next + 1, next + 5), 16))), at);
    return next + 5;
  }
  if (code === NEWLINE || Number.isNaN(code)) return next;
  out.code(47, at);
  return next;
}

const TERMINAL_CODE =
  /(?:\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b.?|\[[0-9]{1,3}(?:;[0-9]{1,3})*m)/y;

function terminalCode(given: string, at: number, out: NormalWriter): number {
  TERMINAL_CODE.lastIndex = at;
  if (TERMINAL_CODE.test(given)) return Math.max(TERMINAL_CODE.lastIndex, at + 1);
  out.code(given.charCodeAt(at), at);
  return at + 1;
}

function entity(given: string, at: number, out: NormalWriter): number {
  for (const [name, meaning] of ENTITIES) {
    if (given.startsWith(name, at)) {
      out.push(foldCharacter(meaning), at);
      return at + name.length;
    }
  }
  out.code(38, at);
  return at + 1;
}

function foldCharacter(character: string): string {
  const code = character.codePointAt(0) as number;
  if (code < 128) return String.fromCharCode(plainOf(code) ?? code);
  if ('‘’‚‛“”„‟«»‹›´「」『』'.includes(character)) return '"';
  const folded = character.normalize('NFKC').toLowerCase();
  return folded.trim() === '' ? ' ' : folded.replaceAll(/["'`]/g, '"');
}

function isInvisible(code: number): boolean {
  return (
    (code >= 0x200b && code <= 0x200f) ||
    code === 0x2060 ||
    code === 0xfeff ||
    code === 0xad ||
    (code >= 0x202a && code <= 0x202e)
  );
}

function isLowerCase(code: number): boolean {
  return code >= 97 && code <= 122;
}

function isDigit(code = 0): boolean {
  return code >= 48 && code <= 57;
}

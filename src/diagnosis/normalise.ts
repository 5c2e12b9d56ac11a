import type { Span } from './types.ts';

/** A paste in the form in which signatures are compared; `map` leads back to the text as given. */
export interface Normalised {
  readonly text: string;
  /** The UTF-16 codes of `text`, for the automaton. */
  readonly codes: Uint16Array;
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
const OTHER = 0;

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

/** What an ASCII character becomes; 0 for those that need a closer look. */
const ASCII = asciiTable();
const foldedCache = new Map<number, string>();

/**
 * Brings a text into the form in which it is compared: lower case, NFKC, one space for any run of white space and box
 * drawing, `"` for any quote, escapes undone (JSON in JSON in a string reads as one), ANSI codes and invisible
 * characters gone, `/` for the backslash of Windows paths.
 *
 * @param given the text
 * @param replacements spans whose content must not be seen, in order and not overlapping (masked secrets)
 */
export function normalise(given: string, replacements: readonly Replacement[] = []): Normalised {
  const out = new Writer(given.length);
  const invisible: number[] = [];
  let at = 0;
  for (const { start, end, shown } of replacements) {
    fold(given, at, start, out, invisible);
    for (const character of shown) out.push(foldCharacter(character), start);
    at = end;
  }
  fold(given, at, given.length, out, invisible);
  return out.done(given.length, invisible);
}

function fold(given: string, from: number, to: number, out: Writer, invisible: number[]): void {
  let lineStart = from === 0 || given.charCodeAt(from - 1) === NEWLINE;
  let at = from;
  while (at < to) {
    const code = given.charCodeAt(at);
    const plain = code < 128 ? (ASCII[code] as number) : OTHER;
    if (plain === OTHER || (lineStart && code === GREATER)) {
      at = special(given, at, lineStart, out, invisible);
      if (code >= 128) lineStart = false;
      continue;
    }
    out.code(plain, at);
    if (plain !== SPACE) lineStart = false;
    else if (code === NEWLINE) lineStart = true;
    at += 1;
  }
}

/** Puts a literal of a signature into the same form as the texts that it is compared with. */
export function normaliseLiteral(literal: string): string {
  return normalise(literal).text.trim();
}

class Writer {
  codes: Uint16Array;
  map: Int32Array;
  length = 0;
  space = true;

  constructor(expected: number) {
    this.codes = new Uint16Array(expected + 64);
    this.map = new Int32Array(expected + 65);
  }

  code(code: number, from: number): void {
    if (code === SPACE) {
      if (this.space) return;
      this.space = true;
    } else this.space = false;
    if (this.length >= this.codes.length) this.grow();
    this.codes[this.length] = code;
    this.map[this.length] = from;
    this.length += 1;
  }

  push(text: string, from: number): void {
    for (let index = 0; index < text.length; index += 1) this.code(text.charCodeAt(index), from);
  }

  grow(): void {
    const codes = new Uint16Array(this.codes.length * 2);
    codes.set(this.codes);
    this.codes = codes;
    const map = new Int32Array(codes.length + 1);
    map.set(this.map);
    this.map = map;
  }

  done(end: number, invisible: readonly number[]): Normalised {
    const codes = this.codes.subarray(0, this.length);
    this.map[this.length] = end;
    return { text: decode(codes), codes, map: this.map.subarray(0, this.length + 1), invisible };
  }
}

const UTF_16 = new TextDecoder('utf-16le', { ignoreBOM: true });

/** Lone surrogates come out as the replacement character: one for one, so that positions stay. */
function decode(codes: Uint16Array): string {
  return UTF_16.decode(codes);
}

/** Handles the character at `at` that is neither plain ASCII nor white space; returns where to go on. */
function special(given: string, at: number, lineStart: boolean, out: Writer, invisible: number[]): number {
  const code = given.charCodeAt(at);
  if (code === BACKSLASH) return backslash(given, at, out);
  if (code === ESCAPE || code === 91) return terminalCode(given, at, out);
  if (code === 38) return entity(given, at, out);
  if (code === GREATER && lineStart) return at + 1;
  if (code < 128) return at + 1;
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

function backslash(given: string, at: number, out: Writer): number {
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

function terminalCode(given: string, at: number, out: Writer): number {
  TERMINAL_CODE.lastIndex = at;
  if (TERMINAL_CODE.test(given)) return Math.max(TERMINAL_CODE.lastIndex, at + 1);
  out.code(given.charCodeAt(at), at);
  return at + 1;
}

function entity(given: string, at: number, out: Writer): number {
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
  if (code < 128) {
    const plain = ASCII[code] as number;
    return plain === OTHER ? character : String.fromCharCode(plain);
  }
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

function asciiTable(): Uint8Array {
  const table = new Uint8Array(128);
  for (let code = 0; code < 128; code += 1) {
    if (code <= SPACE || code === 127) table[code] = SPACE;
    else if (code === 39 || code === 96) table[code] = QUOTE;
    else if (code >= 65 && code <= 90) table[code] = code + 32;
    else table[code] = code;
  }
  for (const code of [BACKSLASH, ESCAPE, 91, 38]) table[code] = OTHER;
  return table;
}

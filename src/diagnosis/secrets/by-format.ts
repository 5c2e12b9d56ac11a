import { ALNUM, runEnd, runStart, TOKEN } from './alphabet.ts';
import type { Format } from './formats.ts';
import { type Joined, joinedLines } from './join-lines.ts';
import { isMaskedOn, isPlaceholder } from './placeholder.ts';
import { looksRandom, makeupOf, surprise } from './randomness.ts';
import type { View } from './view.ts';

/** A secret found in a view. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly format: Format | null;
  /** What of it may be shown. */
  readonly prefix: string;
  /** Characters of the secret, without what stands between its parts. */
  readonly length: number;
  readonly broken: boolean;
  /** A known format with its checksum, or with its length and randomness. */
  readonly proved: boolean;
  /** The secret itself in one piece, where it is a whole one of its format. */
  readonly value: string | null;
}

const SHORTEST_REST = 12;
/** Bits a character from which on a complete key of a known format counts as drawn by a machine. */
const DRAWN = 4.9;

/**
 * Looks whether a whole secret of a format stands at a place.
 *
 * @param start where its prefix stands, or where it begins if it has none
 */
export function byFormat(view: View, format: Format, start: number): Found | null {
  const after = start + format.prefix.length;
  if (isMonotonous(view.codes, after)) return null;
  const end = runEnd(view.codes, after, format.table, after + format.longest);
  const whole = joinedLines(view, format, start, end) ?? wholeAt(view, format, start);
  return whole === null ? null : complete(view, format, { start, end, whole, touched: touchedBefore(view, start) });
}

/** As {@link byFormat}, for what is not complete, but begins like one, and is random. */
export function byBeginning(view: View, format: Format, start: number): Found | null {
  const { prefix } = format;
  if (prefix === '' || /^[A-Za-z0-9]{1,5}$/.test(prefix) || touchedBefore(view, start) > 1) return null;
  const after = start + prefix.length;
  if (isMonotonous(view.codes, after)) return null;
  const end = runEnd(view.codes, after, format.table, after + format.longest);
  if (!isLikely(view, format, after, end)) return null;
  return {
    start,
    end,
    format,
    prefix: shownOf(format),
    length: end - start,
    broken: false,
    proved: false,
    value: null,
  };
}

/** `sk-sk-sk-…`: text that repeats itself costs the most and is no key. */
function isMonotonous(codes: Uint8Array, from: number): boolean {
  let distinct = 0;
  for (let at = from; at < from + 12 && distinct < 5; at += 1) {
    let earlier = from;
    while (codes[earlier] !== codes[at]) earlier += 1;
    if (earlier === at) distinct += 1;
  }
  return distinct < 5;
}

const LONGEST_SHOWN = 13;

/** What is shown of a secret: its prefix, unless that is so long that it could be a piece of one. */
function shownOf({ prefix }: Format): string {
  if (prefix.includes('/')) return '';
  return prefix.length > LONGEST_SHOWN ? prefix.slice(0, LONGEST_SHOWN - 2) : prefix;
}

interface Candidate {
  readonly start: number;
  /** Where the characters of which such a secret consists end. */
  readonly end: number;
  readonly whole: Joined;
  /** Letters and digits right before it. */
  readonly touched: number;
}

function wholeAt({ text }: View, { whole }: Format, start: number): Joined | null {
  whole.lastIndex = start;
  const match = whole.exec(text);
  return match === null ? null : { value: match[0], end: start + match[0].length, parts: 1 };
}

function complete(view: View, format: Format, { start, end, whole, touched }: Candidate): Found | null {
  const { codes } = view;
  const { value } = whole;
  const rest = bytesOf(value.slice(format.prefix.length));
  if (!isGenuine(view, format, whole, rest)) return null;
  const broken = whole.parts > 1;
  const last = broken ? runEnd(codes, whole.end, TOKEN) : Math.max(whole.end, end);
  if (touched > 0 && !standsOut(format, rest, { touched, beyond: last - whole.end })) return null;
  const clean = touched === 0 && TOKEN[codes[start - 1] ?? 32] !== 1 && TOKEN[codes[whole.end] ?? 32] !== 1;
  return {
    start: format.prefix.includes('.com/') ? addressStart(view, start) : start,
    end: last,
    format,
    prefix: shownOf(format),
    length: value.length,
    broken,
    proved: clean && looksRandom(rest, 0, rest.length) && isProof(format, value),
    value,
  };
}

/** Neither a placeholder nor masked, and drawn by a machine. */
function isGenuine({ text }: View, format: Format, { value, end }: Joined, rest: Uint8Array): boolean {
  const shown = value.slice(format.prefix.length);
  if (isPlaceholder(shown) || isMaskedOn(text.slice(end, end + 4), shown.length)) return false;
  if (looksRandom(rest, 0, rest.length)) return format.distinct || isOneRun(shown);
  return format.distinct && surprise(rest, 0, rest.length) >= DRAWN;
}

function isProof({ distinct, public: seen, checksum, lengths, prefix }: Format, value: string): boolean {
  if (!distinct || seen || prefix.length < 4) return false;
  return checksum === null ? lengths.includes(value.length) : hasChecksum(value);
}

/** A secret address is one from its `https://` on. */
function addressStart({ text }: View, start: number): number {
  return text.startsWith('https://', start - 8) ? start - 8 : start;
}

/** Not complete, but it begins like one, and what follows is random. */
function isLikely({ codes, text }: View, format: Format, after: number, end: number): boolean {
  const rest = text.slice(after, end);
  if (rest.length < SHORTEST_REST || isPlaceholder(rest)) return false;
  if (isMaskedOn(text.slice(end, end + 4), rest.length)) return false;
  if (!looksRandom(codes, after, end)) return false;
  return format.distinct || isOneRun(rest);
}

/** A branch or a package has several short parts with dashes between; a key that has dashes has long ones. */
function isOneRun(rest: string): boolean {
  const parts = rest.split(/[-.]/);
  return Math.max(...parts.map((part) => part.length)) >= Math.min(8, rest.length);
}

/**
 * In the middle of a word a short prefix is there by chance (`task-…`, `AAAA` in a picture) unless what follows is
 * random as no id is, or the prefix says enough.
 */
function standsOut(
  { prefix, distinct }: Format,
  rest: Uint8Array,
  { touched, beyond }: { readonly touched: number; readonly beyond: number },
): boolean {
  if (/[-_.~:=]/.test(prefix)) {
    if (distinct && prefix.length >= 6) return true;
    const { lower, upper, digits } = makeupOf(rest, 0, rest.length);
    return touched === 1 || (lower > 0 && upper > 0 && digits > 0);
  }
  return touched + beyond <= 12;
}

function touchedBefore({ codes }: View, start: number): number {
  return start - runStart(codes, start, ALNUM, 16);
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 255);
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECK_LENGTH = 6;

/**
 * Do the last six characters say the CRC-32 of those between the prefix and them, in base 62?
 *
 * Source: https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
 */
function hasChecksum(value: string): boolean {
  const body = value.slice(value.indexOf('_') + 1, -CHECK_LENGTH);
  let left = crc32(body);
  let written = '';
  while (left > 0) {
    written = BASE62.charAt(left % 62) + written;
    left = Math.floor(left / 62);
  }
  return value.endsWith(written.padStart(CHECK_LENGTH, '0'));
}

function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let at = 0; at < text.length; at += 1) {
    crc ^= text.charCodeAt(at);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

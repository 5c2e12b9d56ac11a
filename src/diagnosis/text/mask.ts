import type { Secret } from '#diagnosis/types.ts';
import { asciiCodes } from './normal-writer.ts';
import type { Replacement } from './normalise.ts';

/** What every key of one form begins with, and whose it is. */
export interface KeyForm {
  readonly provider: string;
  readonly form: string;
  readonly prefix: string;
  /** Lengths of complete keys, where they are known. */
  readonly lengths: readonly number[];
  /** False where others use the same shape. */
  readonly distinct: boolean;
}

/** A secret in a paste: whose it seems to be, and what is shown in its place. */
export interface FoundSecret extends Replacement {
  readonly provider: string | null;
  /** Id of the key form, such as `openai/project`; null where only the place tells that it is a secret. */
  readonly form: string | null;
  /** True where a line break splits it. */
  readonly broken: boolean;
}

const SHORTEST_REST = 12;
const SHORTEST_UNNAMED = 20;
const NAMED_BEFORE =
  /(?:api[ _-]?key|apikey|access[ _-]?key(?:[ _-]?id)?|secret(?:[ _-]?key)?|token|passw(?:or)?d|authorization|bearer|x-api-key|[?&]key|_KEY)["'`\\]{0,4}\s{0,3}(?:[:=]|=>)?\s{0,3}["'`\\]{0,4}(?:(?:Bearer|Basic|Token)\s{1,3})?$/i;
const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,8000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g;
const URL_PASSWORD = /:\/\/[^\s/:@]{1,80}:([^\s/:@]{3,200})@/g;
const CONTINUED = /[+/=.~]/;
const TOKEN = tokenTable();

/**
 * Finds the secrets of a text by the key forms of the providers, by what stands before them (`api_key=…`,
 * `Authorization: Bearer …`) and by their own frame (private keys, JSON web tokens, passwords in addresses).
 *
 * A key that is masked already (`sk-…abcd`) or a placeholder is none.
 *
 * @param text the text as given
 * @param forms the key forms, any order
 * @param codes `text` as {@link asciiCodes} gives it
 * @returns the secrets in order, not overlapping
 */
export function findSecrets(
  text: string,
  forms: KeyIndex,
  codes: Uint8Array = asciiCodes(text),
): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  let at = 0;
  while (at < codes.length) {
    if (TOKEN[codes[at] as number] !== 1) {
      at += 1;
      continue;
    }
    const start = at + colourCode(text, at);
    while (at < codes.length && TOKEN[codes[at] as number] === 1) at += 1;
    if (at - start < SHORTEST_REST) continue;
    const secret = byForm(text, start, at, forms) ?? byFrame(text, start, at) ?? byPlace(text, start, at);
    if (secret === null) continue;
    found.push(secret);
    at = Math.max(at, secret.end);
  }
  return framed(text, found);
}

/** The part of a terminal's colour code that looks like the beginning of a word: `31m` in `[1;31m`. */
function colourCode(text: string, at: number): number {
  const before = text.charCodeAt(at - 1);
  if (before !== 91 && before !== 59) return 0;
  return /^\d{0,3}m/.exec(text.slice(at, at + 4))?.[0].length ?? 0;
}

/**
 * The text with every secret replaced by its prefix and length, such as `sk-ant-…(108 characters)`.
 *
 * @param from where the wished part of the text begins
 * @param to where it ends
 */
export function masked(text: string, secrets: readonly Replacement[], from = 0, to = text.length): string {
  const parts: string[] = [];
  let at = from;
  for (const secret of secrets) {
    if (secret.end <= at) continue;
    if (secret.start >= to) break;
    parts.push(text.slice(at, Math.max(at, secret.start)), secret.shown);
    at = secret.end;
  }
  if (at < to) parts.push(text.slice(at, to));
  return parts.join('');
}

/** For people and records: where the secrets stand and whose they are. */
export function secretSpans(found: readonly FoundSecret[]): readonly Secret[] {
  return found.map(({ provider, start, end }) => ({ provider, start, end }));
}

/** Key forms by their first two characters, longest prefix first. */
export type KeyIndex = ReadonlyMap<string, readonly KeyForm[]>;

/** Files the key forms for {@link findSecrets}; forms without a prefix cannot be told from other words and are left out. */
export function indexKeys(forms: readonly KeyForm[]): KeyIndex {
  const index = new Map<string, KeyForm[]>();
  for (const form of forms.filter((one) => one.prefix.length >= 2)) {
    const first = form.prefix.slice(0, 2);
    index.set(first, [...(index.get(first) ?? []), form]);
  }
  for (const filed of index.values())
    filed.sort((a, b) => b.prefix.length - a.prefix.length || Number(b.distinct) - Number(a.distinct));
  return index;
}

/** The key form that a text begins with, the longest prefix first. */
export function formOf(text: string, forms: KeyIndex): KeyForm | undefined {
  return forms.get(text.slice(0, 2))?.find((form) => text.startsWith(form.prefix));
}

function byForm(text: string, start: number, runsTo: number, forms: KeyIndex): FoundSecret | null {
  const form = formOf(text.slice(start, start + 40), forms);
  if (form === undefined) return null;
  let end = runsTo;
  while (text.charCodeAt(end) === 46 && isToken(text.charCodeAt(end + 1)) && isToken(text.charCodeAt(end + 2)))
    end = runEnd(text, end + 1);
  const rest = text.slice(start + form.prefix.length, end);
  if (rest.length < SHORTEST_REST || isPlaceholder(rest) || isMaskedOn(text, end, rest.length)) return null;
  if (!form.distinct && !(rest.length >= 16 && looksRandom(rest))) return null;
  if (form.distinct && !/[0-9A-Z]/.test(rest)) return null;
  const whole = joinLines(text, end, end - start, form.lengths);
  const length = whole.length;
  return {
    start,
    end: whole.end,
    provider: form.distinct ? form.provider : null,
    form: `${form.provider}/${form.form}`,
    broken: whole.end !== end,
    shown: `${form.prefix}…(${length} characters)`,
  };
}

/** A key that the terminal or the person broke over two lines goes on where the next line begins. */
function joinLines(
  text: string,
  end: number,
  length: number,
  lengths: readonly number[],
): { end: number; length: number } {
  const expected = Math.max(0, ...lengths);
  const gap = /^[ \t]{0,4}\r?\n[ \t>│|]{0,12}/.exec(text.slice(end, end + 24));
  if (gap === null || (expected > 0 && length >= expected)) return { end, length };
  const from = end + gap[0].length;
  const to = runEnd(text, from);
  const rest = text.slice(from, to);
  const fits =
    expected > 0
      ? length + rest.length <= expected && rest.length >= 4 && /[0-9A-Z]/.test(rest)
      : rest.length >= 16 && looksRandom(rest);
  return fits ? { end: to, length: length + rest.length } : { end, length };
}

function byFrame(text: string, start: number, runsTo: number): FoundSecret | null {
  if (!text.startsWith('eyJ', start) || text.charCodeAt(runsTo) !== 46) return null;
  let end = runsTo;
  while (text.charCodeAt(end) === 46 && isToken(text.charCodeAt(end + 1))) end = runEnd(text, end + 1);
  return unnamed(start, end, 'eyJ');
}

function byPlace(text: string, start: number, runsTo: number): FoundSecret | null {
  let end = runsTo;
  while (CONTINUED.test(text.charAt(end))) end = runEnd(text, end + 1);
  if (end - start < SHORTEST_UNNAMED) return null;
  const value = text.slice(start, end);
  if (!looksRandom(value) || !NAMED_BEFORE.test(text.slice(Math.max(0, start - 60), start))) return null;
  if (isPlaceholder(value) || isMaskedOn(text, end, value.length)) return null;
  return unnamed(start, end, '');
}

function framed(text: string, found: readonly FoundSecret[]): readonly FoundSecret[] {
  const extra: FoundSecret[] = [];
  if (text.includes('-----BEGIN ')) {
    for (const match of text.matchAll(PRIVATE_KEY))
      extra.push(unnamed(match.index, match.index + match[0].length, '-----BEGIN PRIVATE KEY-----'));
  }
  if (text.includes('@')) {
    for (const match of text.matchAll(URL_PASSWORD)) {
      const end = match.index + match[0].length - 1;
      extra.push(unnamed(end - (match[1] as string).length, end, ''));
    }
  }
  if (extra.length === 0) return found;
  const kept = found.filter((one) => !extra.some((other) => one.start < other.end && other.start < one.end));
  return [...kept, ...extra].sort((a, b) => a.start - b.start);
}

function unnamed(start: number, end: number, shownPrefix: string): FoundSecret {
  return { start, end, provider: null, form: null, broken: false, shown: `${shownPrefix}…(${end - start} characters)` };
}

/** Is this what people leave in or put there instead of a key (`your-key-here`, `xxxx`, `1234567890`)? */
export function isPlaceholder(value: string): boolean {
  if (looksGenuine(value)) return false;
  if (/(.)\1{5,}/.test(value)) return true;
  if (
    /your|example|placeholder|insert|replace|dummy|_here|-here|my[-_]?(?:api|key)|api[-_]?key|redacted|x{4,}|(?:^|[-_])demo/i.test(
      value,
    )
  )
    return true;
  return /^(?:0123456789|1234567890|abcdef)/i.test(value);
}

/** What is masked shows a few characters; a whole key may have a bracket right behind it, as in `<code>`. */
function isMaskedOn(text: string, end: number, shown: number): boolean {
  return shown < SHORTEST_UNNAMED && /^(?:[*•…]|\.{3}|x{4}|<|\[)/.test(text.slice(end, end + 4));
}

/** Long and mixed as no word is: whatever short word such a key happens to contain, it is one. */
function looksGenuine(value: string): boolean {
  if (value.length < 32) return false;
  return [/[a-z]/g, /[A-Z]/g, /\d/g].every((kind) => (value.match(kind) ?? []).length >= 4);
}

function looksRandom(value: string): boolean {
  let digits = 0;
  let letters = 0;
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code >= 48 && code <= 57) digits += 1;
    else if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) letters += 1;
  }
  if (digits < 2 || letters < 2) return false;
  return new Set(value.toLowerCase()).size >= Math.min(10, value.length / 2);
}

function runEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isToken(text.charCodeAt(at))) at += 1;
  return at;
}

function isToken(code: number): boolean {
  return code < 128 && TOKEN[code] === 1;
}

function tokenTable(): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-')
    table[character.charCodeAt(0)] = 1;
  return table;
}

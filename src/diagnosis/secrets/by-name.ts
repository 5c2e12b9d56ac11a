import { ALNUM, BLANK, runEnd, runStart, TOKEN, tableWith, VALUE } from './alphabet.ts';
import type { SecretIndex, Strength } from './formats.ts';
import { isReference, isStandIn, isWellKnown } from './placeholder.ts';
import { looksRandom, makeupOf } from './randomness.ts';
import type { View } from './view.ts';

/** A value that stands behind a name that says secret. */
export interface Named {
  readonly start: number;
  readonly end: number;
  readonly strength: Exclude<Strength, 'public'>;
  /** Where the name ends. */
  readonly nameEnd: number;
}

const NAME = tableWith(TOKEN, '.$');
const LONGEST_NAME = 64;
/** So much of a value is judged; the rest belongs to it. */
const JUDGED = 240;
const LONGEST_VALUE = 8000;

/**
 * Reads the name around a place, and the value behind it: in settings, JSON, YAML, XML, headers, addresses, connection
 * strings, commands and code.
 *
 * @param at a place inside of the name
 * @returns the value, not yet judged; or where the name ends, if it is none or has no value
 */
export function namedAt(view: View, at: number, index: SecretIndex): Named | { readonly nameEnd: number } {
  const { codes, text } = view;
  const start = runStart(codes, at, NAME, LONGEST_NAME);
  const nameEnd = runEnd(codes, at, TOKEN, at + LONGEST_NAME);
  const strength = strengthOf(text.slice(start, nameEnd), index);
  if (strength === 'public') return { nameEnd };
  const from = valueStart(view, start, nameEnd, strength);
  if (from === null) return { nameEnd };
  const end = valueEnd(view, from, strength === 'password');
  return { start: from, end, strength, nameEnd };
}

const known = new WeakMap<SecretIndex, Map<string, Strength>>();
const MOST_KNOWN = 2000;

/** How strictly the value of a name is looked at; `public` where the name says no secret. */
export function strengthOf(name: string, index: SecretIndex): Strength {
  let cache = known.get(index);
  if (cache === undefined) {
    cache = new Map();
    known.set(index, cache);
  }
  let strength = cache.get(name);
  if (strength === undefined) {
    strength = judgeName(name, index.names);
    if (cache.size < MOST_KNOWN) cache.set(name, strength);
  }
  return strength;
}

function judgeName(name: string, names: ReadonlyMap<string, Strength>): Strength {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const found = words.map((word) => names.get(word) ?? endingOf(word, names));
  for (let at = 0; at + 1 < words.length; at += 1) {
    for (const length of [2, 3]) {
      const compound = names.get(words.slice(at, at + length).join(''));
      // `id_token` and `session_token` say secret, `secret_key_id` and `csrf_token` do not.
      if (compound !== undefined) found.fill(compound, at, at + length);
    }
  }
  if (found.includes('public')) return 'public';
  if (found.includes('password')) return 'password';
  if (found.includes('token')) return 'token';
  if (!found.includes('weak')) return 'public';
  return words.length > 1 && words.at(-1) === 'key' ? 'token' : 'weak';
}

/** `PGPASSWORD`, `mytoken`: words run together. */
function endingOf(word: string, names: ReadonlyMap<string, Strength>): Strength | undefined {
  if (word.length < 7) return undefined;
  for (const length of [4, 5, 6, 7, 8, 9, 10]) {
    const strength = length < word.length ? names.get(word.slice(-length)) : undefined;
    if (length >= 5 && (strength === 'password' || strength === 'token')) return strength;
    if (length === 4 && strength === 'password' && word.endsWith('pass') && !/com?pass$|bypass$|trespass$/.test(word))
      return strength;
  }
  return undefined;
}

const CLOSERS = /["'`\])]{0,3}[ \t]{0,20}/y;
const SEPARATOR = /(?::=|=>|->|==?|[:|>]|,)[ \t]{0,20}|(?:is|was|are|lautet|ist|es|est|sono|jest)[ \t:]{1,4}/iy;
const TYPE = /(?:Optional\[)?[A-Za-z][\w.]{0,20}\]?(?: ?\| ?\w{1,12})?(?: = ?|=(?=["'`]))/y;
const BLOCK = /[|>]?[+-]?[ \t]{0,4}\r?\n[ \t]{1,40}/y;
const NEXT_LINE = /\r?\n/y;
const OPENERS = /(?:[brf]?["'`]{1,3}|[("'`<[]{1,2})/iy;
const SCHEME =
  /(?:bearer|basic|token|apikey|api-key|bot|digest|ssws|oauth|splunk|geniekey|negotiate|auth=)[ \t]{1,3}(?=\S)/iy;

/** What got in front of a value by accident. Three signs or more, such as bullets, stand for what was masked. */
const STRAY = /[^\u0009\u000a\u000d\u0020-\u007e]{1,2}(?=[\w-])/y;

/** Where the value of the name between `start` and `end` begins; null where it has none. */
function valueStart({ text, codes }: View, start: number, end: number, strength: Strength): number | null {
  const closed = skip(CLOSERS, text, end);
  const quoted = /["'`]/.test(text.slice(end, closed));
  let at = closed;
  const separated = skip(SEPARATOR, text, at);
  const isFlag = text.charCodeAt(start) === 45;
  const name = text.slice(start, end);
  if (separated === at) {
    const mayFollow = closed > end && (isFlag || /^(?:bearer|basic|token|password|key)$/i.test(name));
    if (!mayFollow) return null;
  } else if (codes[at] === 44 && !quoted) return null;
  else if (codes[at] === 62 && codes[start - 1] !== 60 && codes[start - 1] !== 47) return null;
  at = separated;
  at = skip(TYPE, text, at);
  at = skip(BLOCK, text, at);
  // A password needs not look random, and the next line may say something else.
  if (strength !== 'password') at = skip(NEXT_LINE, text, at);
  at = skip(OPENERS, text, at);
  at = skip(SCHEME, text, at);
  at = skip(SCHEME, text, at);
  at = skip(STRAY, text, at);
  return at < codes.length && BLANK[codes[at] as number] !== 1 ? at : null;
}

function skip(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : at;
}

const OPEN_QUOTE = /["'`]$/;

/** Where a value ends: at its closing quote, or where the characters of a value do. */
function valueEnd(view: View, from: number, anyCharacter: boolean): number {
  if (anyCharacter) return quotedEnd(view, from) ?? passwordEnd(view, from);
  const { codes } = view;
  let end = runEnd(codes, from, VALUE, from + JUDGED);
  while (end > from && (codes[end - 1] === 46 || codes[end - 1] === 58)) end -= 1;
  return end;
}

const LONGEST_PASSWORD = 200;

function quotedEnd({ text }: View, from: number): number | null {
  const quote = OPEN_QUOTE.exec(text.slice(from - 1, from))?.[0];
  if (quote === undefined) return null;
  const line = text.slice(from, from + LONGEST_PASSWORD).split('\n', 1)[0] as string;
  const close = line.indexOf(quote);
  return close > 0 ? from + close : null;
}

function passwordEnd({ text, codes }: View, from: number): number {
  const limit = Math.min(codes.length, from + JUDGED);
  let end = from;
  while (end < limit && BLANK[codes[end] as number] !== 1 && !STOPS.includes(text.charAt(end))) end += 1;
  while (end > from && ',;.:)}]'.includes(text.charAt(end - 1))) end -= 1;
  return end;
}

/** Where a value ends that was found to be a secret, however long it is. */
export function fullEnd({ codes }: View, { start, end }: { readonly start: number; readonly end: number }): number {
  return end - start < JUDGED ? end : runEnd(codes, end, VALUE, start + LONGEST_VALUE);
}

const STOPS = `"'\`<>;&`;

const SHORTEST: Readonly<Record<Exclude<Strength, 'public'>, number>> = { password: 4, token: 8, weak: 16 };

/** What is masked shows fewer characters than this; a longer value is whole, whatever sign stands behind it. */
const SHOWN = 20;

/** Is the value of a name a secret, and not a placeholder, a variable, code or a word? */
export function isSecretValue(view: View, { start, end, strength }: Named): boolean {
  const { codes, text } = view;
  const length = end - start;
  if (length < SHORTEST[strength]) return false;
  const value = text.slice(start, Math.min(end, start + 400));
  if (isStandIn(value) || isReference(value) || isWellKnown(value)) return false;
  if (codes[end] === 40 || (length < SHOWN && /^(?:\*|\u00ff|\.{3}|\u2026)/.test(text.slice(end, end + 3))))
    return false;
  if (looksRandom(codes, start, end)) return true;
  return strength === 'password'
    ? isChosenPassword(view, start, end)
    : strength === 'token' && isLongToken(view, start, end);
}

/** `config.password`, `row[1]`: code that fetches it. */
const MEMBER = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$|^[A-Za-z_$][\w$]*\[/;

/** A person's password: letters with digits or signs. */
function isChosenPassword({ codes, text }: View, start: number, end: number): boolean {
  const { length, lower, upper, digits } = makeupOf(codes, start, end);
  const signs = length - lower - upper - digits;
  if (length < 6) return signs > 0 && digits > 0;
  if (lower + upper === 0) return false;
  const value = text.slice(start, end);
  if (MEMBER.test(value)) return false;
  if (digits > 0) return !/^[a-z]+[-_.][a-z-_.]+$/i.test(value);
  return /[!#$%^&*@?+~]/.test(value);
}

/** Base64 of words reads less random than a key, but nobody writes words like that. */
function isLongToken({ codes, text }: View, start: number, end: number): boolean {
  const { length, lower, upper, digits } = makeupOf(codes, start, end);
  if (length < 12 || lower === 0 || upper === 0 || digits === 0) return false;
  return /^[A-Za-z0-9+/]+={1,2}$/.test(text.slice(start, end)) && ALNUM[codes[start] as number] === 1;
}

const LONE_PART = /[ \t]{0,4}\r?\n[ \t>│|+"'-]{0,12}([A-Za-z0-9_\-.~+/=]{4,400})["'`,;]{0,3}[ \t]{0,4}(?:\r?\n|$)/y;
const MOST_PARTS = 4;

/** A value that the line breaks of a terminal have cut goes on in lines that hold nothing else. */
export function withNextLines(
  { text, codes }: View,
  { start, end }: { readonly start: number; readonly end: number },
): {
  readonly end: number;
  readonly parts: number;
} {
  let last = end;
  let parts = 1;
  while (parts < MOST_PARTS) {
    LONE_PART.lastIndex = last;
    const match = LONE_PART.exec(text);
    const part = match?.[1];
    if (match === null || part === undefined) break;
    const from = match.index + match[0].indexOf(part);
    const to = from + part.length;
    const short = part.length < 12;
    const fits = short ? /[0-9]/.test(part) && /[A-Za-z]/.test(part) : looksRandom(codes, from, to);
    if (!fits || /^[A-Z][A-Z0-9_]{1,40}=/.test(part) || last - start < 8) break;
    last = to;
    parts += 1;
  }
  return { end: last, parts };
}

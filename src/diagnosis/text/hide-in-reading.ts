import type { Format, SecretIndex } from '#diagnosis/secrets/formats.ts';
import { isPlaceholder } from '#diagnosis/secrets/placeholder.ts';
import { surprise } from '#diagnosis/secrets/randomness.ts';
import type { Span } from '#diagnosis/types.ts';
import { findSecrets, masked } from './mask.ts';
import { asciiCodes } from './normal-writer.ts';
import type { Replacement } from './normalise.ts';

/** A text that was read from a picture, without what could be a secret. */
export interface Hidden {
  readonly text: string;
  /** Did it seem to show a key? Long random words alone do not: they can be ids. */
  readonly keyLike: boolean;
}

/**
 * Hides what could be a key in a text that was read from a picture. There keys are broken: characters are confused
 * (`sk-or-vl-`, `api®3`), blanks and line breaks stand in them. So far more is hidden than {@link findSecrets} finds: from
 * what looks like the beginning of a key on all that can belong to it, and random words wherever they stand.
 *
 * @param text as the engine gave it, repaired or not
 */
export function hideInReading(text: string, index: SecretIndex): Hidden {
  const found = findSecrets(text, index);
  const begun = beginnings(text, index);
  const keyLike = found.length > 0 || begun.length > 0;
  const random = randomWords(text, keyLike ? WITH_KEY : ALONE);
  const spans = joined([...found, ...begun, ...random]);
  return { text: masked(text, spans), keyLike };
}

interface Strictness {
  /** Characters from which on a word counts. */
  readonly shortest: number;
  /** Bits a character, as {@link surprise} gives them. */
  readonly bits: number;
}

/** Beside a key its other pieces stand. */
const WITH_KEY: Strictness = { shortest: 7, bits: 4.4 };
const ALONE: Strictness = { shortest: 14, bits: 5.2 };

/** What keys consist of, and what the engine takes for it. */
const WORD = /[A-Za-z0-9_\-—–®©@§£€¥¢|\]éèá]{6,}/g;
/** Names of models and the like: words, short numbers and dates between dashes. */
const NAME =
  /^(?:[A-Z]?[a-z]+\d{0,2}|\d{1,3}[a-z]?|\d{4}|20\d{6})(?:[-_](?:[A-Z]?[a-z]+\d{0,2}|\d{1,3}[a-z]?|\d{4}|20\d{6})){2,}$/;
const SHORTEST_REST = 10;

/** Words that look drawn by a machine. */
function randomWords(text: string, { shortest, bits }: Strictness): Replacement[] {
  const spans: Replacement[] = [];
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    if (word.length < shortest || !isMixed(word) || NAME.test(word)) continue;
    const codes = asciiCodes(word.replaceAll(/[^A-Za-z0-9_-]/g, '0'));
    if (surprise(codes, 0, codes.length) < bits) continue;
    spans.push(hidden(match.index, match.index + word.length, ''));
  }
  return spans;
}

/** Digits among letters, or capitals among small letters, as no word has them. */
function isMixed(word: string): boolean {
  const digits = word.match(/\d/g)?.length ?? 0;
  const letters = word.match(/[A-Za-z]/g)?.length ?? 0;
  const changes = word.match(/[a-z](?=[A-Z0-9])|[0-9](?=[A-Za-z])|[A-Z](?=[0-9])|[A-Z]{2}(?=[a-z])/g)?.length ?? 0;
  return (digits >= 2 && letters >= 2) || changes >= 2 || /^\d{16,}$/.test(word);
}

/** From what looks like the beginning of a key on. */
function beginnings(text: string, index: SecretIndex): Replacement[] {
  const { expression, prefixes } = beginningsOf(index);
  const spans: Replacement[] = [];
  for (const match of text.matchAll(expression)) {
    const after = match.index + match[0].length;
    const rest = /^[^\s"'`“”‘’,;<>{}]*/.exec(text.slice(after))?.[0] ?? '';
    const next = rest.length < SHORTEST_REST ? NEXT.exec(text.slice(after + rest.length)) : null;
    const value = next === null ? rest : rest + (next[1] ?? '');
    if (value.length < SHORTEST_REST || isPlaceholder(value) || !isMixed(value) || /[*•…]|\.\.\./.test(value)) continue;
    const end = after + rest.length + (next?.[0].length ?? 0);
    spans.push(hidden(match.index, end, prefixes.get(simple(match[0])) ?? ''));
  }
  return spans;
}

/** A key that begins at the end of a line goes on in the next. */
const NEXT = /^\s{1,4}([A-Za-z0-9_-]{8,})/;

interface Beginnings {
  readonly expression: RegExp;
  /** Prefixes as they should be, by their {@link simple} form. */
  readonly prefixes: ReadonlyMap<string, string>;
}

const compiled = new WeakMap<SecretIndex, Beginnings>();

function beginningsOf(index: SecretIndex): Beginnings {
  const known = compiled.get(index);
  if (known !== undefined) return known;
  const prefixes = [
    ...new Set(index.openings.flat().flatMap(({ what }) => (typeof what === 'object' ? prefixOf(what) : []))),
  ];
  prefixes.sort((a, b) => b.length - a.length);
  const bodies = prefixes.map((prefix) => Array.from(prefix, (character) => `[${alike(character)}]`).join(''));
  const made = {
    expression: new RegExp(`(?<![A-Za-z0-9_])(?:${bodies.join('|')})`, 'g'),
    prefixes: new Map(prefixes.map((prefix) => [simple(prefix), prefix])),
  };
  compiled.set(index, made);
  return made;
}

/** Prefixes of letters alone are the beginnings of words, unless capitals stand among small letters. */
function prefixOf({ prefix, public: seen }: Format): string[] {
  if (seen || prefix.length < 3 || prefix.length > 14 || /[^A-Za-z0-9_-]/.test(prefix)) return [];
  return /[-_]/.test(prefix) || /[A-Z][A-Z]?[a-z]|[a-z][A-Z]/.test(prefix) ? [prefix] : [];
}

/** Groups of characters that are taken for each other. */
const ALIKE = ['1lIi|!]L', '0OoQ@®©', '5sS$', '2zZ', '9gq', '8B', 'kK', 'vV', 'cC', 'xX', 'uU', 'wW', 'pP', '-_—–~.'];

function alike(character: string): string {
  const group = ALIKE.find((one) => one.includes(character)) ?? character;
  return group.replaceAll(/[\\\]^-]/g, String.raw`\$&`);
}

/** The same for all that look alike. */
function simple(text: string): string {
  return Array.from(text, (character) => ALIKE.find((group) => group.includes(character))?.[0] ?? character).join('');
}

function hidden(start: number, end: number, prefix: string): Replacement {
  return { start, end, shown: `${prefix}…(${end - start} characters)` };
}

/** In order and not overlapping: what touches becomes one. */
function joined(spans: readonly (Span & Replacement)[]): Replacement[] {
  const result: Replacement[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last === undefined || span.start > last.end) result.push(span);
    else if (span.end > last.end) {
      const prefix = last.shown.slice(0, last.shown.indexOf('…'));
      result[result.length - 1] = hidden(last.start, span.end, prefix);
    }
  }
  return result;
}

import type { Found } from '#diagnosis/secrets/by-format.ts';
import { findIn } from '#diagnosis/secrets/find.ts';
import type { SecretIndex } from '#diagnosis/secrets/formats.ts';
import { type View, viewOf } from '#diagnosis/secrets/view.ts';
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
  /** Id of the key form, such as `openai/project`; null where no provider of the knowledge has it. */
  readonly form: string | null;
  /** True where a line break or a blank splits it. */
  readonly broken: boolean;
  /** True where it can be nothing else: then its message may be deleted. */
  readonly proved: boolean;
}

/**
 * Finds the secrets of a text: by their formats, by what stands before them (`api_key=…`, `Authorization: Bearer …`) and
 * by their own frame (private keys, passwords in addresses), also where escapes, mark-up or line breaks hide them.
 *
 * A key that is masked already (`sk-…abcd`) or a placeholder is none.
 *
 * @param text the text as given
 * @param codes `text` as {@link asciiCodes} gives it
 * @returns the secrets in order, not overlapping
 */
export function findSecrets(
  text: string,
  index: SecretIndex,
  codes: Uint8Array = asciiCodes(text),
): readonly FoundSecret[] {
  const view = viewOf(text, codes);
  return findIn(view, text, index).map((found) => inText(found, view));
}

function inText({ start, end, format, prefix, length, broken, proved }: Found, view: View): FoundSecret {
  return {
    start: view.origin(start),
    end: view.origin(end),
    provider: format?.provider ?? null,
    form: format?.form ?? null,
    broken,
    proved,
    shown: `${prefix}…(${length} characters)`,
  };
}

/** A text with its secrets masked, for sinks that take any text. */
export function maskedText(text: string, index: SecretIndex): string {
  return masked(text, findSecrets(text, index));
}

/**
 * The keys of a text as their owners know them: in one piece, without escapes, mark-up, quotes and blanks. Two texts with
 * the same key have one of these in common, however it was written. For fingerprints only.
 */
export function keysIn(text: string, index: SecretIndex): readonly string[] {
  const view = viewOf(text, asciiCodes(text));
  const found = findIn(view, text, index).flatMap(({ start, end, value }) => [
    view.text.slice(start, end),
    value ?? '',
  ]);
  return [...new Set(found.map(bareKey).filter((key) => key !== ''))];
}

const AROUND = /[\s"'`\\*|<>\u00ff]+/g;

/** A key without what cannot belong to it; of one that was pasted twice in a row the first. */
export function bareKey(text: string): string {
  const bare = viewOf(text, asciiCodes(text))
    .text.replaceAll(AROUND, '')
    .replace(/[.,;:)]+$/, '');
  const half = bare.slice(0, bare.length / 2);
  return bare.length >= 32 && half + half === bare ? half : bare;
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
  return found.map(({ provider, proved, start, end }) => ({ provider, proved, start, end }));
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

import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import { isPlaceholder } from '#diagnosis/secrets/placeholder.ts';
import { formOf } from '#diagnosis/text/mask.ts';

/** A key that stands in a text masked already (`sk-…abcd`, `AIzaSy***`), as services echo it. */
export interface MaskedKey {
  readonly form: string;
  /** False where other providers' keys begin alike. */
  readonly distinct: boolean;
  readonly placeholder: boolean;
  readonly at: number;
  readonly end: number;
}

const MASKED = /([a-z0-9][a-z0-9_-]{1,40}?)(?:\*{2,}|\u2026|\.{3,}|x{4,}|•{3,}|y{6,}|#{4,})([a-z0-9*_-]{0,64})/g;
const LEFT_IN =
  /[<[{](?:your|my|insert|enter|paste)[ _-](?:[a-z]{2,12}[ _-]){0,3}(?:key|token)(?:[ _-]here)?[>\]}]|\b(?:your|my|insert|enter|paste)[_-](?:[a-z]{2,12}[_-]){0,3}(?:key|token)(?:[_-]here)?\b/;

/** The first 16 masked keys of a normalised text whose beginning tells their form. */
export function readMaskedKeys(text: string, catalogue: Catalogue): MaskedKey[] {
  if (!/\*\*|\.\.\.|xxxx|••|yyyyyy|####/.test(text)) return [];
  const found: MaskedKey[] = [];
  for (const match of text.matchAll(MASKED)) {
    const form = formByStart(match[1] as string, catalogue) ?? formOf(match[1] as string, lowerCased(catalogue));
    if (form === undefined) continue;
    found.push({
      form: `${form.provider}/${form.form}`,
      distinct: form.distinct,
      placeholder: isPlaceholder(match[0]),
      at: match.index,
      end: match.index + match[0].length,
    });
    if (found.length >= 16) break;
  }
  return found;
}

const lowered = new WeakMap<Catalogue, Catalogue['keys']>();

/** The text compared is in lower case, and so must the prefixes be. */
function lowerCased(catalogue: Catalogue): Catalogue['keys'] {
  let index = lowered.get(catalogue);
  if (index === undefined) {
    const entries = new Map<
      string,
      { provider: string; form: string; prefix: string; lengths: readonly number[]; distinct: boolean }[]
    >();
    for (const forms of catalogue.keys.values()) {
      for (const form of forms) {
        const prefix = form.prefix.toLowerCase();
        entries.set(prefix.slice(0, 2), [...(entries.get(prefix.slice(0, 2)) ?? []), { ...form, prefix }]);
      }
    }
    index = entries;
    lowered.set(catalogue, index);
  }
  return index;
}

/** Services cut the echo in the middle of the prefix (`sk-or-v1*…`, `sk-ant-a***`): the only forms that begin so count. */
function formByStart(start: string, catalogue: Catalogue) {
  const forms =
    lowerCased(catalogue)
      .get(start.slice(0, 2))
      ?.filter((form) => form.prefix.startsWith(start) && start.length >= 6) ?? [];
  const providers = new Set(forms.map((form) => form.provider));
  return providers.size === 1 ? forms[0] : undefined;
}

/** Does a placeholder stand where a key should be? */
export function placeholderAt(text: string): readonly [number, number] | null {
  const match = LEFT_IN.exec(text);
  return match === null ? null : [match.index, match.index + match[0].length];
}

import type { Knowledge, Provider } from '#knowledge/types.ts';

/** A key form of a provider, ready to be held against a key. */
export interface KeyPattern {
  readonly provider: string;
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly whole: RegExp;
  readonly lengths: readonly number[];
  readonly keyClass: Provider['keys'][number]['class'];
  readonly distinct: boolean;
}

/** All key forms of the knowledge, longest prefix first. */
export function keyForms(knowledge: Knowledge): readonly KeyPattern[] {
  const forms = [...knowledge.providers.values()].flatMap((provider) =>
    provider.keys.map((form) => ({
      provider: provider.id,
      id: form.id,
      name: form.name,
      prefix: form.prefix,
      whole: new RegExp(`^(?:${form.pattern})$`, 'u'),
      lengths: form.length ?? [],
      keyClass: form.class,
      distinct: form.distinct,
    })),
  );
  return forms.sort((a, b) => b.prefix.length - a.prefix.length);
}

/**
 * The form of a key: of the chosen provider where one of its forms fits, else of whoever alone writes keys like that.
 *
 * @param chosen id of a provider, or null
 * @returns undefined where the shape proves nothing
 */
export function formOf(key: string, chosen: string | null, forms: readonly KeyPattern[]): KeyPattern | undefined {
  const fitting = forms.filter((form) => fits(key, form));
  const longest = fitting.find((form) => form.distinct);
  const own = fitting.find((form) => form.provider === chosen);
  // A bare "sk-" of the chosen provider does not make "sk-ant-…" its own.
  if (own !== undefined && (longest === undefined || own.prefix.length >= longest.prefix.length)) return own;
  return longest ?? own;
}

/** Whose key this can only be; null where others write keys of this shape too. */
export function ownerOf(key: string, forms: readonly KeyPattern[]): string | null {
  return formOf(key, null, forms)?.provider ?? null;
}

function fits(key: string, form: KeyPattern): boolean {
  return form.prefix.length >= 3 ? key.startsWith(form.prefix) : form.whole.test(key);
}

/**
 * Joins the parts of a message as one text, in their order. Platforms write the same words in several places, so a part that
 * an earlier or a later one holds already is left out; mark-up, spaces and line breaks do not count.
 */
export function joinTexts(parts: readonly string[]): string {
  const given = parts.map((text) => ({ text: text.trim(), bare: bareOf(text) })).filter(({ text }) => text !== '');
  const kept = given.filter(({ bare }, index) =>
    given.every((other, at) => {
      if (at === index || !other.bare.includes(bare)) return true;
      // Of two that are the same the first is kept.
      return other.bare === bare && at > index;
    }),
  );
  return kept.map(({ text }) => text).join('\n');
}

function bareOf(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

/** Fills `{name}` in a sentence of the knowledge; an unknown name stays as it is. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** "35", "32 or 40", "20, 30 or 40". */
export function either(values: readonly (string | number)[]): string {
  if (values.length < 2) return String(values[0] ?? '');
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}

/** An object of a chat's payload, of which nothing is known yet. */
export type Loose = Readonly<Record<string, unknown>>;

/** A field of a payload as text; empty where it holds none. */
export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The objects in a field of a payload that should be a list. */
export function listIn(value: unknown): readonly Loose[] {
  return Array.isArray(value) ? value.filter(isLoose) : [];
}

/** Is this an object of a payload? */
export function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

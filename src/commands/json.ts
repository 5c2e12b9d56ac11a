/** What JSON leaves as it is, and what commands a terminal or turns text about. */
const UNSEEN = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** A value as JSON that can be read on a terminal, whoever wrote what is in it: the same value for who parses it. */
export function toJson(value: unknown, indent?: number): string {
  const escape = (found: string) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value, null, indent).replaceAll(UNSEEN, escape);
}

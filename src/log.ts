/**
 * Writes one line to the operator's log. `event` is a short sentence in lower case; fields hold ids, counts and codes, never
 * what people wrote, and never an SDK's error object: those carry requests.
 */
export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  event: string,
  fields?: Readonly<Record<string, string | number | boolean | null>>,
) => void;

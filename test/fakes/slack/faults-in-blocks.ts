import { isLoose, type Loose } from './types.ts';

/** Collects what is wrong, in Slack's words, with the place of each. */
export interface Found {
  readonly faults: string[];
  readonly surface: 'message' | 'modal' | 'home';
  /** Ids of blocks so far; they are unique in a message or view. */
  readonly blockIds: Set<string>;
}

/** Says that something is wrong at a place. */
export function fault(found: Found, at: string, what: string): void {
  found.faults.push(`${what} [json-pointer:${at}]`);
}

/** Are there only these fields? Slack refuses blocks with fields that it does not know. */
export function only(value: Loose, at: string, found: Found, ...known: string[]): void {
  for (const key of Object.keys(value))
    if (!known.includes(key) && value[key] !== undefined) fault(found, at, `invalid additional property: ${key}`);
}

/** A string of so many characters. */
export function string(
  value: unknown,
  at: string,
  found: Found,
  { max, min = 1, optional = false }: { readonly max: number; readonly min?: number; readonly optional?: boolean },
): void {
  if (value === undefined && optional) return;
  if (value === undefined) fault(found, at, 'missing required field');
  else if (typeof value !== 'string') fault(found, at, 'must be a string');
  else if (value.length > max) fault(found, at, `must be less than ${max + 1} characters`);
  else if (value.length < min) fault(found, at, `must be more than ${min - 1} characters`);
}

/** A list of so many entries. */
export function list(
  value: unknown,
  at: string,
  found: Found,
  { max, min = 1 }: { readonly max: number; readonly min?: number },
): readonly unknown[] {
  if (!Array.isArray(value)) {
    fault(found, at, value === undefined ? 'missing required field' : 'must be an array');
    return [];
  }
  if (value.length > max) fault(found, at, `no more than ${max} items allowed`);
  if (value.length < min) fault(found, at, `no fewer than ${min} items allowed`);
  return value;
}

/** True, false or nothing. */
export function flag(value: unknown, at: string, found: Found): void {
  if (value !== undefined && typeof value !== 'boolean') fault(found, at, 'must be a boolean');
}

/** A text object: `plain_text`, or where it may be also `mrkdwn`. */
export function text(
  value: unknown,
  at: string,
  found: Found,
  {
    max,
    plain = false,
    optional = false,
  }: { readonly max: number; readonly plain?: boolean; readonly optional?: boolean },
): void {
  if (value === undefined && optional) return;
  if (!isLoose(value)) {
    fault(found, at, 'missing required field');
    return;
  }
  const { type } = value;
  if (type === 'plain_text') {
    only(value, at, found, 'type', 'text', 'emoji');
    flag(value['emoji'], `${at}/emoji`, found);
  } else if (type === 'mrkdwn' && !plain) {
    only(value, at, found, 'type', 'text', 'verbatim');
    flag(value['verbatim'], `${at}/verbatim`, found);
  } else fault(found, `${at}/type`, plain ? 'must be plain_text' : `unsupported type: ${String(type)}`);
  string(value['text'], `${at}/text`, found, { max });
}

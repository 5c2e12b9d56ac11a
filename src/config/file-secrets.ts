import { isMap, isScalar, isSeq } from 'yaml';
import type { Fault, Position } from './fault.ts';
import type { Setting } from './setting.ts';
import { ROWS } from './settings.ts';

/**
 * The secret that a value of the file is, or holds.
 *
 * @param row whose value it is; null where the key is not known
 */
export function secretIn(row: Setting<unknown> | null, value: unknown): Setting<unknown> | null {
  if (row?.secret === 'always') return row;
  for (const text of textsIn(value)) {
    const looks = ROWS.find((each) => each.looks?.test(text));
    if (looks !== undefined) return looks;
  }
  return null;
}

/** Says which variable to use instead. */
export function secretFault(secret: Setting<unknown>, key: string, position: Position): Fault {
  const what = secret.secret === 'password' ? 'a password' : 'a secret';
  return {
    position,
    key,
    found: what,
    expected: `no secrets in this file; set ${secret.env} in the environment or in .env${secret.secret === 'password' ? '' : ', and remove it here'}`,
    meant: null,
  };
}

function textsIn(value: unknown): string[] {
  if (isScalar(value)) return typeof value.value === 'string' ? [value.value.trim()] : [];
  if (isSeq(value)) return value.items.flatMap(textsIn);
  return isMap(value) ? value.items.flatMap((pair) => textsIn(pair.value)) : [];
}

import { parseEnv } from 'node:util';
import type { Fault } from './fault.ts';
import { nearest } from './nearest.ts';
import { ROWS } from './settings.ts';

/** Where a variable's value stands in the text of a `.env` file: the last line that sets it counts. */
export function lineOfVariable(source: string, name: string): number | null {
  const setting = new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=`);
  const index = source.split('\n').findLastIndex((line) => setting.test(line));
  return index < 0 ? null : index + 1;
}

/** The fault with its place in `.env`, where it is about a variable that stands there. */
export function placed(fault: Fault, source: string): Fault {
  const line = fault.position === null && /^\w+$/.test(fault.key) ? lineOfVariable(source, fault.key) : null;
  return line === null ? fault : { ...fault, position: { file: '.env', line, column: 1 } };
}

/**
 * Variables of `.env` that are not known, but written much like one that is. Other programs may read them, so they are no
 * faults.
 */
export function lookalikes(source: string): readonly { readonly name: string; readonly meant: string }[] {
  const known = ROWS.map(({ env }) => env);
  return Object.keys(parseEnv(source)).flatMap((name) => {
    if (known.includes(name) || !name.includes('_')) return [];
    const meant = nearest(name, known);
    return meant === null ? [] : [{ name, meant }];
  });
}

import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLSeq } from 'yaml';
import type { Setting, ValueForm } from './setting.ts';
import { itemsOf } from './values.ts';

/** A value of the file as a text of the environment, or what is wrong with its form. */
export type ReadValue =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'nothing' }
  | { readonly type: 'fault'; readonly found: string; readonly expected: string; readonly node: Node | null };

/** Reads a value of the file by the form of its setting, and checks what it says. */
export function textOf(row: Setting<unknown>, value: unknown): ReadValue {
  if (value === null || (isScalar(value) && (value.value === null || value.value === ''))) return { type: 'nothing' };
  if (isSeq(value)) return isList(row.form) ? listOf(row, value) : faultOf(row, value);
  if (!isScalar(value) || !fits(row.form, value)) return faultOf(row, value);
  return checked(row, writtenAs(value), value);
}

function listOf(row: Setting<unknown>, list: YAMLSeq): ReadValue {
  for (const item of list.items) {
    const expected = oddItem(item);
    if (expected !== null)
      return { type: 'fault', found: foundIn(item), expected, node: isScalar(item) || isMap(item) ? item : null };
  }
  const items = list.items.map((item) => writtenAs(item as Scalar).trim());
  return items.length === 0 ? { type: 'nothing' } : checked(row, items.join(','), list);
}

function oddItem(item: unknown): string | null {
  if (!isScalar(item)) return 'one text per item';
  if (item.value === null || item.value === '') return 'text; “#” starts a comment unless quoted, so leave it out';
  return itemsOf(writtenAs(item)).length === 1 ? null : 'one item per line, or [one, two]';
}

function checked(row: Setting<unknown>, text: string, node: Scalar | YAMLSeq): ReadValue {
  const read = row.value.safeParse(text);
  if (read.success) return { type: 'text', text };
  const expected = read.error.issues[0]?.message ?? wanted(row);
  return { type: 'fault', found: row.secret === null ? foundIn(node) : 'something else', expected, node: null };
}

function isList(form: ValueForm): boolean {
  return form === 'list' || form === 'list or all';
}

/** An id of Discord is more than a number holds, so what a text is, is taken as it is written. */
function fits(form: ValueForm, { value }: Scalar): boolean {
  if (form === 'number') return typeof value === 'number';
  if (form === 'yes or no') return typeof value === 'boolean';
  if (form === 'list or all') return value === 'all';
  return form === 'text' && typeof value !== 'object';
}

function writtenAs({ value, source }: Scalar): string {
  return typeof value === 'string' ? value : (source ?? String(value));
}

function faultOf(row: Setting<unknown>, value: unknown): ReadValue {
  return { type: 'fault', found: foundIn(value), expected: wanted(row), node: null };
}

function wanted({ form, example, otherwise }: Setting<unknown>): string {
  const such = example ?? otherwise;
  if (form === 'number') return `a number without quotes${such === null ? '' : `, such as ${such}`}`;
  if (form === 'yes or no') return 'true or false, without quotes';
  if (form === 'text') return `a text${such === null ? '' : `, such as ${such}`}`;
  const list = `a list, such as [${itemsOf(such ?? '').join(', ')}]`;
  return form === 'list' ? list : `${list}, or all`;
}

const SHOWN = 30;

/** What stands there, in words; longer texts and those that could be a credential are not quoted. */
function foundIn(value: unknown): string {
  if (isMap(value)) return 'keys';
  if (isSeq(value)) return 'a list';
  if (isAlias(value)) return 'an alias';
  if (!isScalar(value) || value.value === null) return 'nothing';
  const text = writtenAs(value).trim();
  if (text === '') return 'nothing';
  const plain = text.length <= SHOWN && /^[\p{L}\p{N} .,:#/+_-]+$/u.test(text) && !/[A-Za-z0-9_-]{16,}/.test(text);
  if (typeof value.value !== 'string') return plain ? text : `a ${typeof value.value}`;
  return plain ? `the text “${text}”` : `a text of ${text.length} characters`;
}

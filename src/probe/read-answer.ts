import type { Received } from './types.ts';

/** What form a body has; only `json` bodies can say something about a key. */
export type BodyForm = 'json' | 'html' | 'text' | 'empty';

/** A reply, read. Values are only compared, never shown. */
export interface Answer {
  readonly status: number;
  readonly form: BodyForm;
  readonly body: unknown;
  /** The text in lower case. */
  readonly text: string;
  /** Values of scalar fields by lower-case name, at any depth. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
}

const DEEPEST = 8;
const MOST_VALUES = 4000;

/** Reads a reply. A relay may put an upstream's error into a string as JSON; that is read too. */
export function readAnswer({ status, contentType, text }: Pick<Received, 'status' | 'contentType' | 'text'>): Answer {
  const trimmed = text.trim();
  const body = parse(trimmed);
  const fields = new Map<string, Set<string>>();
  if (body !== undefined) collect(body, fields, 0, { left: MOST_VALUES });
  // Escapes such as \u4ee4 would hide the words.
  const readable = body !== undefined && trimmed.includes('\\u') ? JSON.stringify(body) : trimmed;
  return { status, form: formOf(trimmed, contentType, body), body, text: readable.toLowerCase(), fields };
}

/** The value at a path such as `data.0.id`; undefined where there is none. `[]` is the body itself where it is a list. */
export function valueAt(body: unknown, path: string): unknown {
  if (path === '[]') return Array.isArray(body) ? body : undefined;
  let value = body;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

function formOf(text: string, contentType: string, body: unknown): BodyForm {
  if (text === '') return 'empty';
  if (body !== undefined) return 'json';
  return /html/i.test(contentType) || /^(?:<!--|<!doctype|<html|<head|<body|<\?xml)/i.test(text) ? 'html' : 'text';
}

function parse(text: string): unknown {
  if (!/^[[{"\-\dtfn]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function collect(value: unknown, fields: Map<string, Set<string>>, depth: number, budget: { left: number }): void {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
  for (const [name, inner] of Object.entries(value)) {
    budget.left -= 1;
    if (budget.left < 0) return;
    if (typeof inner === 'object') {
      collect(inner, fields, depth + 1, budget);
      if (inner !== null) continue;
    }
    if (!Array.isArray(value)) add(fields, name, inner);
    if (typeof inner === 'string' && inner.startsWith('{')) collect(parse(inner), fields, depth + 1, budget);
  }
}

function add(fields: Map<string, Set<string>>, name: string, value: unknown): void {
  const key = name.toLowerCase();
  const values = fields.get(key) ?? new Set<string>();
  values.add(String(value).toLowerCase());
  fields.set(key, values);
}

import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { Fault, Position } from './fault.ts';
import { secretFault, secretIn } from './file-secrets.ts';
import { textOf } from './file-values.ts';
import { nearest } from './nearest.ts';
import type { Setting } from './setting.ts';
import { ROWS } from './settings.ts';

/** What stands in the file, as texts of the environment by its variables. */
export type FileTexts = ReadonlyMap<string, { readonly text: string; readonly position: Position }>;

/** A file as it was read. */
export interface ReadFile {
  readonly texts: FileTexts;
  readonly faults: readonly Fault[];
}

/**
 * Reads `keymedic.yaml`.
 *
 * @param name how the file is called in faults
 * @param source its text
 */
export function readFileSettings(name: string, source: string): ReadFile {
  const odd = oddText(name, source);
  if (odd !== null) return { texts: new Map(), faults: [odd] };
  const lines = new LineCounter();
  const tabs = [...source.matchAll(TABS)];
  // With a blank for each tab the rest can still be read, and every place stays what it is.
  const document = parseDocument(source.replaceAll(TABS, blanks), { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file: name, line, column: col };
  };
  const aboutAll = (offset: number, expected: string): Fault => ({
    position: at(offset),
    key: '',
    found: null,
    expected,
    meant: null,
  });
  const faults = tabs.map(({ index }) => aboutAll(index, 'spaces; YAML does not allow tabs before a key'));
  const texts = new Map<string, { text: string; position: Position }>();
  const broken = document.errors.some(({ code }) => code !== 'DUPLICATE_KEY');
  // What is odd besides tabs mostly follows from them.
  if (!broken || tabs.length === 0)
    for (const { code, message, pos } of document.errors) {
      faults.push(aboutAll(pos[0], SYNTAX[code] ?? `YAML, but ${sayShortly(message)}`));
      // Brackets in brackets in brackets: each of them would be said again.
      if (code === 'RESOURCE_EXHAUSTION') break;
    }
  if (!broken) {
    const walk: Walk = { document, at, texts, faults };
    const { contents } = document;
    if (isMap(contents)) readMap(contents, [], walk);
    else if (contents !== null && !(isScalar(contents) && contents.value === null))
      faults.push(aboutAll(0, 'keys such as “slack:” at the top level'));
  }
  return { texts, faults: faults.sort(byPlace) };
}

/** In characters. The parser compares each key with all others: a megabyte of keys would take it half a minute. */
const LONGEST = 100_000;

/** What keeps a text from being read at all. */
function oddText(name: string, source: string): Fault | null {
  const about = { position: { file: name, line: 1, column: 1 }, key: '', meant: null };
  if (source.length > LONGEST)
    return {
      ...about,
      found: `${source.length} characters`,
      expected: `at most ${LONGEST}; check that it is the right file`,
    };
  // Such as PowerShell's ">" writes.
  if (!/[\u0000\ufffd]/.test(source)) return null;
  return { ...about, found: 'a different encoding', expected: 'text saved as UTF-8' };
}

const TABS = /^ *\t[\t ]*/gm;

function blanks(text: string): string {
  return text.replaceAll('\t', ' ');
}

const SYNTAX: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'each key once; this one is repeated',
  MULTIPLE_DOCS: 'one document; “---” starts another one',
  KEY_OVER_1024_CHARS: 'a shorter key',
  RESOURCE_EXHAUSTION: 'less nesting',
};

interface Walk {
  readonly document: Document;
  readonly at: (offset: number) => Position;
  readonly texts: Map<string, { text: string; position: Position }>;
  readonly faults: Fault[];
}

function readMap(map: YAMLMap, path: readonly string[], walk: Walk): void {
  for (const pair of map.items) {
    const name = isScalar(pair.key) ? String(pair.key.value) : '';
    const position = walk.at((pair.key as Node).range?.[0] ?? 0);
    const value = isAlias(pair.value) ? pair.value.resolve(walk.document) : pair.value;
    const key = [...path, name].join('.');
    if (isAlias(pair.value) && value === undefined) {
      walk.faults.push({
        position,
        key,
        found: 'an alias',
        expected: 'an anchor with that name above it',
        meant: null,
      });
      continue;
    }
    const row = ROWS.find((each) => each.key === key);
    if (row !== undefined) readValue(row, value, position, walk);
    else if (ROWS.some((each) => each.key.startsWith(`${key}.`))) readSection(value, [...path, name], position, walk);
    else walk.faults.push(unknownKey(pair, [...path, name], position));
  }
}

function readSection(value: unknown, path: readonly string[], position: Position, walk: Walk): void {
  if (isMap(value)) return readMap(value, path, walk);
  if (value === null || (isScalar(value) && value.value === null)) return;
  const key = path.join('.');
  const names = keysIn(path).join(', ');
  walk.faults.push({
    position,
    key,
    found: null,
    expected: `indented keys below it: ${names}`,
    meant: null,
  });
}

function readValue(row: Setting<unknown>, value: unknown, keyPosition: Position, walk: Walk): void {
  const offset = (value as Node | null)?.range?.[0];
  const position = offset === undefined ? keyPosition : walk.at(offset);
  const secret = secretIn(row, value);
  if (secret !== null) {
    walk.faults.push(secretFault(secret, row.key, position));
    return;
  }
  const read = textOf(row, value);
  if (read.type === 'nothing') return;
  if (read.type === 'fault') {
    const itemOffset = read.node?.range?.[0];
    const place = itemOffset === undefined ? position : walk.at(itemOffset);
    walk.faults.push({ position: place, key: row.key, found: read.found, expected: read.expected, meant: null });
    return;
  }
  walk.texts.set(row.env, { text: read.text, position });
}

function unknownKey(pair: Pair, path: readonly string[], position: Position): Fault {
  const name = path.at(-1) ?? '';
  const key = path.map((part) => (/^[\w -]{1,30}$/.test(part) ? part : '…')).join('.');
  const byVariable = ROWS.find(({ env }) => env === name.toUpperCase());
  const around = path.slice(0, -1);
  const sibling = nearest(name, keysIn(around, ROWS));
  const last = nearest(name, ROWS.map(lastOf));
  const elsewhere = ROWS.find((row) => lastOf(row) === name) ?? ROWS.find((row) => lastOf(row) === last);
  const meant = byVariable?.key ?? (sibling === null ? elsewhere?.key : [...around, sibling].join('.')) ?? null;
  const row = ROWS.find((each) => each.key === meant);
  const secret = row?.secret === 'always' ? row : secretIn(null, pair.value);
  if (secret !== null) return secretFault(secret, key, position);
  return { position, key, found: 'an unknown key', expected: `one of ${keysIn(around).join(', ')}`, meant };
}

function lastOf({ key }: Setting<unknown>): string {
  return key.slice(key.lastIndexOf('.') + 1);
}

const ALLOWED = ROWS.filter(({ secret }) => secret !== 'always');

/** The keys below a path. */
function keysIn(path: readonly string[], rows: readonly Setting<unknown>[] = ALLOWED): string[] {
  const prefix = path.map((part) => `${part}.`).join('');
  const below = rows.filter((row) => row.key.startsWith(prefix));
  return [...new Set(below.map((row) => row.key.slice(prefix.length).split('.')[0] ?? ''))];
}

function sayShortly(message: string): string {
  // The parser's messages may quote what stands there, and that may be a secret.
  return (
    message
      .split(/[:\n"]/)[0]
      ?.trim()
      .toLowerCase() ?? 'it cannot be read'
  );
}

function byPlace(one: Fault, other: Fault): number {
  const [a, b] = [one.position, other.position];
  return a === null || b === null ? 0 : a.line - b.line || a.column - b.column;
}

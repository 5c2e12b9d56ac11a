import { isMap, isScalar, type Node, type Pair, parseDocument, stringify, type YAMLMap } from 'yaml';
import type { Changes } from './edit-env.ts';
import { readFileSettings } from './read-file.ts';
import { ROWS } from './settings.ts';
import { itemsOf } from './values.ts';

/**
 * Changes settings in the text of `keymedic.yaml`; comments and everything else stay as they are. A key that the example
 * has in a comment takes that comment's place.
 *
 * @param changes by variables; null leaves the key empty
 * @returns null where it cannot be done without changing anything else
 */
export function withSettings(source: string, changes: Changes): string | null {
  let text = source;
  for (const [variable, value] of changes) {
    const row = ROWS.find(({ env }) => env === variable);
    if (row === undefined) return null;
    const [section = '', name = ''] = row.key.split('.');
    const isList = row.form === 'list' || (row.form === 'list or all' && value !== 'all');
    const written = value === null ? '' : isList ? listOf(value) : row.form === 'text' ? scalarOf(value) : value;
    text = withKey(text, section, { name, written });
  }
  return meansTheSame(source, text, changes) ? text : null;
}

interface Entry {
  readonly name: string;
  readonly written: string;
}

function withKey(source: string, section: string, entry: Entry): string {
  const { contents } = parseDocument(source);
  const pair = isMap(contents) ? pairOf(contents, section) : null;
  if (pair === null) return appended(source, section, entry);
  if (!isMap(pair.value) || pair.value.items.length === 0) return inSection(source, pair, null, entry);
  const known = pairOf(pair.value, entry.name);
  if (known === null) return inSection(source, pair, pair.value, entry);
  return replaced(source, known, entry.written);
}

function pairOf(map: YAMLMap, name: string): Pair<Node, Node | null> | null {
  const found = map.items.find(({ key }) => isScalar(key) && key.value === name);
  return (found as Pair<Node, Node | null> | undefined) ?? null;
}

function appended(source: string, section: string, { name, written }: Entry): string {
  const gap = source === '' ? '' : source.endsWith('\n') ? '\n' : '\n\n';
  return `${source}${gap}${section}:\n  ${name}: ${written}\n`;
}

function replaced(source: string, { key, value }: Pair<Node, Node | null>, written: string): string {
  const colon = source.indexOf(':', endOf(key)) + 1;
  const start = value?.range?.[0] ?? colon;
  const end = value?.range?.[1] ?? colon;
  const old = source.slice(start, end).trimEnd();
  if (old === '') return `${source.slice(0, colon)} ${written}${source.slice(colon)}`;
  return `${source.slice(0, start)}${written}${source.slice(start + old.length)}`;
}

/** Puts a new key into a section that is there. */
function inSection(source: string, { key, value }: Pair<Node, Node | null>, map: YAMLMap | null, entry: Entry): string {
  const line = `${entry.name}: ${entry.written}`;
  if (map?.flow === true) {
    const open = (map.range?.[0] ?? 0) + 1;
    return `${source.slice(0, open)}${line}, ${source.slice(open)}`;
  }
  const colon = source.indexOf(':', endOf(key)) + 1;
  // An empty section may be written {}.
  const text = map === null && isMap(value) ? cutOut(source, value) : source;
  const firstLine = text.indexOf('\n', colon) < 0 ? text.length : text.indexOf('\n', colon);
  const nextSection = /^[^\s#]/m.exec(text.slice(firstLine + 1));
  const end = nextSection === null ? text.length : firstLine + 1 + nextSection.index;
  const comment = new RegExp(`^([ \\t]+)#[ \\t]*${entry.name}:[^\\r\\n]*$`, 'm').exec(text.slice(firstLine, end));
  if (comment !== null) {
    const at = firstLine + comment.index;
    return `${text.slice(0, at)}${comment[1]}${line}${text.slice(at + comment[0].length)}`;
  }
  const indent = map === null ? '  ' : ' '.repeat(columnOf(text, map));
  return `${text.slice(0, firstLine)}\n${indent}${line}${text.slice(firstLine)}`;
}

function cutOut(source: string, { range }: YAMLMap): string {
  return range ? source.slice(0, range[0]) + source.slice(range[1]) : source;
}

function columnOf(source: string, map: YAMLMap): number {
  const start = (map.items[0]?.key as Node | undefined)?.range?.[0] ?? 0;
  return start - (source.lastIndexOf('\n', start - 1) + 1);
}

function endOf(node: Node): number {
  return node.range?.[1] ?? 0;
}

function listOf(value: string): string {
  return stringify(itemsOf(value), { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim();
}

function scalarOf(value: string): string {
  return stringify(value, { lineWidth: 0 }).trim();
}

function meansTheSame(before: string, after: string, changes: Changes): boolean {
  const wanted = new Map([...readFileSettings('', before).texts].map(([name, { text }]) => [name, text]));
  for (const [name, value] of changes) {
    if (value === null || value === '') wanted.delete(name);
    else wanted.set(name, value);
  }
  const { faults, texts } = readFileSettings('', after);
  return (
    faults.length === 0 &&
    texts.size === wanted.size &&
    [...texts].every(([name, { text }]) => wanted.get(name) === text)
  );
}

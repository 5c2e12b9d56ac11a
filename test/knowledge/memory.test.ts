import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadKnowledge } from '#knowledge/load.ts';
import { openMemory } from '#knowledge/memory.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keymedic-memory-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function remember(text: string, content: unknown): void {
  const memory = openMemory('x', folder);
  memory.remember(text, content);
  memory.keep();
}

test('what was read is recalled at the next start, for the same text alone', () => {
  remember('id: a', { id: 'a' });
  const memory = openMemory('x', folder);
  expect(memory.recall('id: a')).toEqual({ id: 'a' });
  expect(memory.recall('id: b')).toBeUndefined();
  expect(openMemory('y', folder).recall('id: a')).toBeUndefined();
});

test('what is not used any more is forgotten', () => {
  remember('id: a', { id: 'a' });
  remember('id: b', { id: 'b' });
  expect(openMemory('x', folder).recall('id: a')).toBeUndefined();
  expect(openMemory('x', folder).recall('id: b')).toEqual({ id: 'b' });
});

test.for([
  ['cut off', (text: string) => text.slice(0, 40)],
  ['of another version', (text: string) => text.replace(/"readers":"./, '"readers":"-')],
  ['something else', () => '[]'],
] as const)('a file that is %s is as good as none', ([, spoil]) => {
  remember('id: a', { id: 'a' });
  const path = join(folder, 'x.json');
  writeFileSync(path, spoil(readFileSync(path, 'utf8')));
  expect(openMemory('x', folder).recall('id: a')).toBeUndefined();
});

test('where nothing can be written, and where there is no folder, nothing is kept and nothing fails', () => {
  for (const nowhere of [join(folder, 'gone'), null]) {
    const memory = openMemory('x', nowhere);
    memory.remember('id: a', { id: 'a' });
    memory.keep();
    expect(memory.recall('id: a')).toBeUndefined();
  }
  expect(readdirSync(folder)).toEqual([]);
});

test('the whole knowledge is the same, read or recalled', () => {
  const loaded = loadKnowledge();
  if (!loaded.ok) throw new Error('the knowledge has mistakes');
  const { failures, providers, tools, negatives, secrets, defaults } = loaded.knowledge;
  const all = [...[failures, providers, tools, negatives, secrets].flatMap((part) => [...part.values()]), defaults];
  expect(JSON.parse(JSON.stringify(all))).toStrictEqual(all);
});

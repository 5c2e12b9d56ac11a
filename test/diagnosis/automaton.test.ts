import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildAutomaton } from '#diagnosis/catalogue/automaton.ts';

function found(literals: readonly string[], text: string, done = new Set<number>()): string[] {
  const hits: string[] = [];
  const bytes = Uint8Array.from(text.split(''), (character) => character.charCodeAt(0));
  const searched = { text, bytes, ascii: /^[\0-\x7f]*$/.test(text) };
  buildAutomaton(literals).scan(searched, done, (literal, at) => hits.push(`${literals[literal]}@${at}`));
  return hits.sort();
}

function foundPlainly(literals: readonly string[], text: string): string[] {
  const hits: string[] = [];
  for (const literal of literals) {
    for (let at = text.indexOf(literal); at !== -1; at = text.indexOf(literal, at + 1)) hits.push(`${literal}@${at}`);
  }
  return hits.sort();
}

test('every place of every literal is found, overlaps included', () => {
  expect(found(['error', 'rate limit', 'limit', '余额'], 'rate limit error: 余额不足, limit')).toEqual(
    foundPlainly(['error', 'rate limit', 'limit', '余额'], 'rate limit error: 余额不足, limit'),
  );
});

test('it finds what a plain search finds, whatever the literals and the text', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '"', '额', '\ud83d'), minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(
      fc.uniqueArray(letters, { minLength: 1, maxLength: 20 }),
      fc.array(letters, { maxLength: 12 }),
      (literals, parts) => {
        const text = parts.join('');
        expect(found(literals, text)).toEqual(foundPlainly(literals, text));
      },
    ),
  );
});

test('a literal is found wherever it lies across the blocks, whatever its length', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  for (let length = 2; length < 20; length += 1) {
    const literal = letters.slice(0, length);
    for (let before = 0; before < 9; before += 1) {
      for (let after = 0; after < 4; after += 1) {
        const text = `${'-'.repeat(before)}${literal}${'-'.repeat(after)}`;
        expect(found([literal, 'another literal', '42'], text)).toEqual([`${literal}@${before}`]);
      }
    }
  }
});

test('literals that are done are passed over', () => {
  expect(found(['error', 'limit'], 'limit error', new Set([0]))).toEqual(['limit@0']);
});

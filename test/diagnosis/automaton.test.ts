import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildAutomaton } from '#diagnosis/automaton.ts';

function found(literals: readonly string[], text: string): string[] {
  const hits: string[] = [];
  const codes = Uint16Array.from(text.split(''), (character) => character.charCodeAt(0));
  buildAutomaton(literals).scan(codes, (literal, at) => hits.push(`${literals[literal]}@${at}`));
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

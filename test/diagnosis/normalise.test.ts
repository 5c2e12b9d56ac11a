import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalise, normaliseLiteral } from '#diagnosis/text/normalise.ts';

test.for([
  ['case and white space fold', 'Rate   LIMIT\n\t reached', 'rate limit reached'],
  ['any quote is one quote', '“code”: ‘x’, `y`', '"code": "x", "y"'],
  ['JSON inside JSON inside a string reads as one', '{\\"error\\":{\\\\\\"code\\\\\\":1}}', '{"error":{"code":1}}'],
  ['escaped line breaks are spaces', 'failed\\nTraceback\\n  File', 'failed traceback file'],
  ['a Windows path keeps its folders', 'C:\\Users\\x\\node_modules\\openai', 'c:/users/x/node_modules/openai'],
  ['terminal colours go, also where the escape was lost', '\u001b[31mError\u001b[0m and [1;31mred[0m', 'error and red'],
  ['zero-width characters go', 'inv\u200balid\ufeff key', 'invalid key'],
  ['full-width punctuation is plain', '错误：４０１（无效）', '错误:401(无效)'],
  ['quoted lines lose their mark', '> > invalid\n> key', ' invalid key'],
  ['boxes of terminals go', '│ Error │\n╰──────╯', 'error '],
  [
    'entities of web pages and chats are undone',
    '&lt;!DOCTYPE html&gt; &quot;x&quot; &amp; y',
    '<!doctype html> "x" & y',
  ],
  ['escaped characters are decoded', '\\u4f59\\u989d', '余额'],
] as const)('%s', ([, given, expected]) => {
  expect(normalise(given).text.trim()).toBe(expected.trim());
});

test('each position leads back to the character that it came from', () => {
  const given = 'Ｅrror:\u001b[31m  \\"INVALID\\" key';
  const normal = normalise(given);
  const at = normal.text.indexOf('invalid');
  expect(given.slice(normal.map[at], normal.map[at + 'invalid'.length])).toMatch(/^INVALID/);
});

test('any string is taken, also lone surrogates, and the map never runs backwards or out of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (given) => {
      const { text, map } = normalise(given);
      expect(map.length).toBe(text.length + 1);
      for (let at = 1; at < map.length; at += 1) expect(map[at]).toBeGreaterThanOrEqual(map[at - 1] as number);
      expect(map[text.length]).toBe(given.length);
    }),
  );
});

test('what must not be seen is replaced, and positions after it still lead back', () => {
  const given = 'key SECRET123 is invalid';
  const normal = normalise(given, [{ start: 4, end: 13, shown: 'sk-…(9 characters)' }]);
  expect(normal.text).toContain('key sk-...(9 characters) is invalid');
  expect(normal.map[normal.text.indexOf('invalid')]).toBe(given.indexOf('invalid'));
});

test('a literal takes the form of the texts, by whatever way', () => {
  const character = fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.string({ unit: character }), (literal) => {
      expect(normaliseLiteral(literal)).toBe(normalise(literal).text.trim());
    }),
    { numRuns: 2000 },
  );
});

import { expect, test } from 'vitest';
import { asciiCodes, NormalWriter } from '#diagnosis/text/normal-writer.ts';

const FIRST_ROOM = 64;

/** Writes a prefix that grows, then plain text; the normalised text and, for each of its places, the place as given. */
function written(grown: number, plain: string) {
  const writer = new NormalWriter();
  writer.begin(plain.length + 1);
  writer.push('x'.repeat(grown), 0);
  const given = `?${plain}`;
  expect(writer.plain(asciiCodes(given), 1, given.length)).toBe(given.length);
  return { given, ...writer.done(given.length) };
}

test.for([0, 1, FIRST_ROOM - 1, FIRST_ROOM, FIRST_ROOM + 1, 200, 1000])(
  'a text that becomes %i characters longer leads back to where each of them came from',
  (grown) => {
    const plain = ' invalid key, and so on'.repeat(20);
    const { given, text, map } = written(grown, plain);
    expect(text).toBe('x'.repeat(grown) + (grown === 0 ? plain.slice(1) : plain));
    expect(map).toHaveLength(text.length + 1);
    expect(Array.from(map.subarray(0, grown))).toEqual(Array.from({ length: grown }, () => 0));
    for (let at = grown; at < text.length; at += 1) expect(given[map[at] as number]).toBe(text[at]);
    expect(map[text.length]).toBe(given.length);
  },
);

test('one character more than there is room for, and what is no ASCII, keep their places', () => {
  const writer = new NormalWriter();
  writer.begin(0);
  const codes = Array.from({ length: 300 }, (_, at) => (at % 7 === 0 ? 0x4e00 + at : 97 + (at % 26)));
  for (const [at, code] of codes.entries()) writer.code(code, at * 2);
  const { text, map, ascii } = writer.done(600);
  expect(ascii).toBe(false);
  expect(text).toBe(String.fromCharCode(...codes));
  expect([...map]).toEqual([...codes.keys(), 300].map((at) => at * 2));
});

test('a writer that has served a long text serves the next one anew', () => {
  const writer = new NormalWriter();
  for (const text of ['b'.repeat(5000), ' a  c']) {
    writer.begin(text.length);
    writer.plain(asciiCodes(text), 0, text.length);
    const done = writer.done(text.length);
    expect(done.text).toBe(text.trim().replaceAll('  ', ' '));
    expect(done.ascii).toBe(true);
    expect(done.map.at(-1)).toBe(text.length);
  }
});

test('a line begins after a break, and not after a word', () => {
  const writer = new NormalWriter();
  writer.begin(20);
  writer.plain(asciiCodes('word'), 0, 4);
  expect(writer.lineStart).toBe(false);
  writer.plain(asciiCodes('\n '), 0, 2);
  expect(writer.lineStart).toBe(true);
});

test('codes are those of the text, in the room that is given where there is enough of it', () => {
  const room = new Uint8Array(4);
  expect([...asciiCodes('abcd', room)]).toEqual([97, 98, 99, 100]);
  expect([...room]).toEqual([97, 98, 99, 100]);
  expect([...asciiCodes('abcde', room)]).toEqual([97, 98, 99, 100, 101]);
  expect([...asciiCodes('a\u0080é\u{1f511}~')]).toEqual([97, 255, 255, 255, 255, 126]);
});

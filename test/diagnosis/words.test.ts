import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BUCKETS, placeWords, readWords } from '#diagnosis/judge/word-features.ts';

const features = (text: string) => new Set(readWords([text]).features);
const shared = (one: string, other: string) =>
  [...features(one)].filter((feature) => features(other).has(feature)).length;

test('words, neighbours and beginnings of words are shared by texts that say alike', () => {
  expect(shared('invalid api key', 'the api key is invalid')).toBeGreaterThan(
    shared('invalid api key', 'wrong password'),
  );
  expect(shared('permissions', 'permission')).toBeGreaterThan(0);
});

test('names of codes read as their words do', () => {
  expect(features('invalid_api_key')).toEqual(features('invalid api key'));
});

test('statuses of failures are told apart, other numbers are not', () => {
  expect(features('401')).not.toEqual(features('403'));
  expect(features('port 8080 line 12')).toEqual(features('port 3000 line 7'));
});

test('scripts without spaces are read by character', () => {
  expect(shared('密钥无效', '无效的密钥')).toBeGreaterThanOrEqual(5);
  expect(features('ключ недействителен').size).toBeGreaterThan(1);
});

test('a text is not read into the next one', () => {
  expect(readWords(['api', 'key']).features).not.toEqual(readWords(['api key']).features);
});

test('the places are those of the words', () => {
  const text = 'my key? 密钥';
  expect(placeWords(text).spans.map(([start, end]) => text.slice(start, end))).toEqual(['my', 'key', '?', '密', '钥']);
});

test('numbers are different ones below the bound, and the places cover the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const { features: found } = readWords([text]);
      expect(new Set(found).size).toBe(found.length);
      expect(found.every((feature) => feature >= 0 && feature < BUCKETS)).toBe(true);
      expect(new Set(placeWords(text).features.flat())).toEqual(new Set(found));
    }),
  );
});

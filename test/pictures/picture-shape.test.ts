import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examinePicture, looksLikePicture } from '#pictures/picture-shape.ts';
import { trimmed } from '#pictures/trim-picture.ts';
import { chunk, emptyPng, gif, jpeg } from './hostile.ts';

test('the size of a picture is read from its head', () => {
  expect(examinePicture(emptyPng(640, 480))).toEqual({ format: 'png', width: 640, height: 480, orientation: 1 });
  expect(examinePicture(gif(320, 200))).toEqual({ format: 'gif', width: 320, height: 200, orientation: 1 });
  expect(examinePicture(jpeg(300, 100, 6))).toEqual({ format: 'jpeg', width: 300, height: 100, orientation: 6 });
  const webp = Buffer.from('524946460000000057454250565038580a000000000000007f0200df0100', 'hex');
  expect(examinePicture(webp)).toEqual({ format: 'webp', width: 640, height: 480, orientation: 1 });
});

test('a picture that takes gigabytes once it is decoded is refused by its head, however small its file is', () => {
  expect(examinePicture(emptyPng(30_000, 30_000))).toBe('too-large');
  expect(examinePicture(emptyPng(8001, 100))).toBe('too-large');
  expect(examinePicture(gif(60_000, 60_000))).toBe('too-large');
  expect(examinePicture(Buffer.concat([emptyPng(100, 100), Buffer.alloc(9_000_000)]))).toBe('too-large');
});

test('an icon is too small, and what is no picture is none', () => {
  expect(examinePicture(emptyPng(32, 32))).toBe('too-small');
  expect(examinePicture(Buffer.from('%PDF-1.7'))).toBe('not-a-picture');
  expect(examinePicture(new Uint8Array())).toBe('not-a-picture');
  expect(examinePicture(emptyPng(0, 100))).toBe('not-a-picture');
});

test('no file makes the examination fail, whatever its bytes and wherever it breaks off', () => {
  const heads = [emptyPng(640, 480), gif(320, 200), jpeg(300, 100, 6)];
  const hostile = fc.tuple(fc.constantFrom(...heads), fc.nat(120), fc.uint8Array({ maxLength: 200 }));
  fc.assert(
    fc.property(hostile, ([head, kept, rest]) => {
      const bytes = Buffer.concat([head.subarray(0, kept), rest]);
      looksLikePicture(bytes);
      const shape = examinePicture(bytes);
      if (typeof shape !== 'string') trimmed(bytes, shape.format);
    }),
    { numRuns: 2000 },
  );
});

test('of a PNG the chunks that make its pixels are decoded alone', () => {
  const plain = emptyPng(100, 100);
  const cut = plain.length - 12;
  const bomb = Buffer.concat([plain.subarray(0, cut), chunk('zTXt', Buffer.alloc(5000)), plain.subarray(cut)]);
  expect(trimmed(bomb, 'png')).toEqual(plain);
});

test('of a GIF the first frame is decoded alone, and only where it is no larger than the head says', () => {
  const one = gif(100, 100);
  const film = Buffer.concat([one, one.subarray(13), one.subarray(13)]);
  expect(trimmed(film, 'gif')).toEqual(Buffer.concat([one, Buffer.from([0x3b])]));
  expect(trimmed(gif(100, 100, [60_000, 60_000]), 'gif')).toBeNull();
});

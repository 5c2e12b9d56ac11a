import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { hideInReading } from '#diagnosis/text/hide-in-reading.ts';
import { findEngine } from '#pictures/engine-files.ts';
import { readInChild } from '#pictures/read-in-child.ts';
import { openPictureReader } from '#pictures/reader.ts';
import { realCatalogue } from '#test/catalogue.ts';
import { drawnPicture } from './drawn.ts';
import { emptyPng } from './hostile.ts';

const { secrets } = realCatalogue();
const hide = (text: string) => hideInReading(text, secrets);
const open = (parts = {}) => openPictureReader({ hide, clock: () => 0, ...parts });
const TIMEOUT_MS = 40_000;

test('a screenshot is read', { timeout: TIMEOUT_MS }, async () => {
  const picture = await drawnPicture(['openai.AuthenticationError: Error code: 401', 'Incorrect API key provided']);
  const reading = await open().read(async () => picture, 'ann');
  expect(reading).toMatchObject({ type: 'read', keyLike: false });
  expect(reading).toHaveProperty('text', expect.stringMatching(/Error code: 401\s+Incorrect API key provided/));
});

test('a key in a picture is said, and nothing of it is handed on', { timeout: TIMEOUT_MS }, async () => {
  const key = 'Kq7Wm2Xv9Rt4Bn8Lp3Zd6Hs5Jf';
  const picture = await drawnPicture([`export OPENAI_API_KEY=sk-proj-${key}`, 'Error code: 401 - invalid key']);
  const reading = await open().read(async () => picture, 'ann');
  expect(reading).toMatchObject({ type: 'read', keyLike: true });
  expect(JSON.stringify(reading)).not.toMatch(/Kq7Wm2|Rt4Bn8|Zd6Hs5/);
});

test('a picture without text, a broken one and a bomb are told apart from a text', {
  timeout: TIMEOUT_MS,
}, async () => {
  const reader = open();
  const blank = await drawnPicture([]);
  expect(await reader.read(async () => blank, 'ann')).toEqual({ type: 'unreadable' });
  const broken = (await drawnPicture(['Error code: 401'])).subarray(0, 400);
  expect(await reader.read(async () => broken, 'bob')).toEqual({ type: 'unreadable' });
  const bomb = emptyPng(30_000, 30_000, deflateSync(Buffer.alloc(1_000_000)));
  expect(await reader.read(async () => bomb, 'eve')).toEqual({ type: 'refused', why: 'too-large' });
});

test('what takes too long is ended', { timeout: TIMEOUT_MS }, async () => {
  const engine = findEngine();
  if (!engine.ok) throw new Error(engine.missing);
  const picture = await drawnPicture(['Error code: 401']);
  expect(await readInChild(picture, 1, engine.files, { longestMs: 20 })).toBe('gave-up');
});

test('when the bot stops, what is being read is ended', { timeout: TIMEOUT_MS }, async () => {
  const reader = open();
  const picture = await drawnPicture(['Error code: 401']);
  const reading = reader.read(async () => picture, 'ann');
  reader.stop();
  expect(await reading).toEqual({ type: 'gave-up' });
});

test('without its packages no picture is read, and the operator learns which one is missing', async () => {
  const engine = findEngine(() => {
    throw new Error('not installed');
  });
  const reader = open({ engine });
  expect(reader.off).toBe('Pictures are not read: the package tesseract.js-core is not installed.');
  expect(await reader.read(async () => emptyPng(100, 100), 'ann')).toEqual({ type: 'off' });
});

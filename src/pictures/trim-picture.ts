import type { PictureFormat } from './types.ts';

/** The parts of a PNG that make its pixels; everything else (text, profiles, further frames) can be a bomb of its own. */
const PIXELS = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
const PNG_HEAD = 8;
const GIF_TRAILER = 0x3b;

/**
 * The part of a file that is decoded: of a PNG the chunks that make its pixels, of a GIF the first frame.
 *
 * @returns null where the file breaks off before its first pixel, or where a frame is larger than the head said
 */
export function trimmed(picture: Uint8Array, format: PictureFormat): Uint8Array | null {
  if (format === 'png') return trimmedPng(picture);
  if (format === 'gif') return firstFrame(picture);
  return picture;
}

function trimmedPng(picture: Uint8Array): Uint8Array | null {
  const view = new DataView(picture.buffer, picture.byteOffset, picture.byteLength);
  const parts = [picture.subarray(0, PNG_HEAD)];
  let pixels = false;
  let heads = 0;
  for (let at = PNG_HEAD; at + 12 <= picture.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...picture.subarray(at + 4, at + 8));
    const end = Math.min(at + 12 + length, picture.length);
    if (name === 'IHDR') heads += 1;
    if (PIXELS.has(name)) parts.push(picture.subarray(at, end));
    pixels ||= name === 'IDAT';
    at += 12 + length;
  }
  return pixels && heads === 1 ? Buffer.concat(parts) : null;
}

/** Up to the end of the first image: https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
function firstFrame(picture: Uint8Array): Uint8Array | null {
  const view = new DataView(picture.buffer, picture.byteOffset, picture.byteLength);
  const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  let at = 13 + tableLength(view.getUint8(10));
  while (at + 11 < picture.length) {
    const block = view.getUint8(at);
    if (block === 0x21) at = afterBlocks(view, at + 2);
    else if (block !== 0x2c) return null;
    else {
      if (view.getUint16(at + 5, true) > width || view.getUint16(at + 7, true) > height) return null;
      const end = afterBlocks(view, at + 10 + tableLength(view.getUint8(at + 9)) + 1);
      return Buffer.concat([picture.subarray(0, end), Uint8Array.of(GIF_TRAILER)]);
    }
  }
  return null;
}

/** Length of a table of colours, by the byte that tells of it. */
function tableLength(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** Where a chain of blocks ends, each of which begins with its length; the last one is empty. */
function afterBlocks(view: DataView, from: number): number {
  let at = from;
  while (at < view.byteLength && view.getUint8(at) !== 0) at += 1 + view.getUint8(at);
  return Math.min(at + 1, view.byteLength);
}

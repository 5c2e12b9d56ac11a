import { jpegShape } from './jpeg-shape.ts';
import { FEWEST_SIDE, LARGEST_BYTES, LONGEST_SIDE, MOST_PIXELS } from './limits.ts';
import type { PictureShape, Refusal } from './types.ts';

/** What the head of a picture says, or why it is not read. */
export type Examined = PictureShape | Refusal;

/**
 * Looks at the head of a file, before anything decodes it: a file of 100 kB can hold a picture that takes gigabytes.
 *
 * Formats: https://www.w3.org/TR/png-3/ (IHDR), https://www.w3.org/Graphics/GIF/spec-gif89a.txt (logical screen),
 * https://developers.google.com/speed/webp/docs/riff_container (VP8X, VP8, VP8L), and {@link jpegShape}.
 *
 * @param bytes the whole file
 */
export function examinePicture(bytes: Uint8Array): Examined {
  const shape = shapeOf(bytes);
  if (shape === null) return 'not-a-picture';
  const { width, height } = shape;
  if (bytes.length > LARGEST_BYTES || width * height > MOST_PIXELS || Math.max(width, height) > LONGEST_SIDE)
    return 'too-large';
  return Math.min(width, height) < FEWEST_SIDE ? 'too-small' : shape;
}

/** Does a file begin as a picture of a known format does? Where only its beginning is there, that is enough. */
export function looksLikePicture(bytes: Uint8Array): boolean {
  return begins(bytes, PNG) || begins(bytes, JPEG) || isGif(bytes) || isWebp(bytes);
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];

function shapeOf(bytes: Uint8Array): PictureShape | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (begins(bytes, JPEG)) return jpegShape(view);
  // The shortest heads of the others.
  if (bytes.length < 30) return null;
  if (begins(bytes, PNG))
    return ascii(bytes, 12, 4) === 'IHDR' ? upright('png', view.getUint32(16), view.getUint32(20)) : null;
  if (isGif(bytes)) return upright('gif', view.getUint16(6, true), view.getUint16(8, true));
  return isWebp(bytes) ? webpShape(bytes, view) : null;
}

function webpShape(bytes: Uint8Array, view: DataView): PictureShape | null {
  const chunk = ascii(bytes, 12, 4);
  if (chunk === 'VP8 ') return upright('webp', view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true);
    return upright('webp', (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (chunk !== 'VP8X') return null;
  const side = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
  return upright('webp', side(24), side(27));
}

function upright(format: PictureShape['format'], width: number, height: number): PictureShape | null {
  return width === 0 || height === 0 ? null : { format, width, height, orientation: 1 };
}

function isGif(bytes: Uint8Array): boolean {
  return ['GIF87a', 'GIF89a'].includes(ascii(bytes, 0, 6));
}

function isWebp(bytes: Uint8Array): boolean {
  return ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP';
}

function begins(bytes: Uint8Array, wanted: readonly number[]): boolean {
  return wanted.every((byte, at) => bytes[at] === byte);
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

import type { PictureShape } from './types.ts';

/** Frame headers, without DHT (C4), JPG (C8) and DAC (CC), which lie among them. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);
/** Segments before the frame, at most: a hostile file has millions. */
const MOST_SEGMENTS = 500;
const EXIF = 0x45786966;
const ORIENTATION = 0x0112;
const UPRIGHT = 1;

/**
 * Width, height and orientation of a JPEG, from its segments: ITU-T T.81, annex B (https://www.w3.org/Graphics/JPEG/itu-t81.pdf).
 *
 * @returns null where no frame is found, or where there are several
 */
export function jpegShape(view: DataView): PictureShape | null {
  let orientation = UPRIGHT;
  let at = 2;
  for (let count = 0; count < MOST_SEGMENTS && at + 4 <= view.byteLength; count += 1) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    // Any number of fill bytes may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = view.getUint16(at + 2);
    if (length < 2 || marker === 0xda) return null;
    if (FRAMES.has(marker)) return frame(view, at + 4, orientation);
    if (marker === 0xe1) orientation = orientationIn(view, at + 4, at + 2 + length) ?? orientation;
    at += 2 + length;
  }
  return null;
}

function frame(view: DataView, at: number, orientation: number): PictureShape | null {
  if (at + 5 > view.byteLength) return null;
  const [height, width] = [view.getUint16(at + 1), view.getUint16(at + 3)];
  return width === 0 || height === 0 ? null : { format: 'jpeg', width, height, orientation };
}

/** The tag 0x0112 of the first directory: CIPA DC-008, section 4.6.4. */
function orientationIn(view: DataView, from: number, end: number): number | null {
  const to = Math.min(end, view.byteLength);
  const tiff = from + 6;
  if (tiff + 8 > to || view.getUint32(from) !== EXIF) return null;
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  if (directory + 2 > to) return null;
  const entries = view.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > to) return null;
    if (view.getUint16(at, little) !== ORIENTATION) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

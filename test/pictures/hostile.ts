import { deflateSync } from 'node:zlib';

/** A PNG that says it is so large; its pixels are zeros, which pack to nearly nothing. */
export function emptyPng(width: number, height: number, pixels = deflateSync(Buffer.alloc(64))): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

/** One chunk of a PNG. Its checksum is left at zero: nothing here gets so far. */
export function chunk(name: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(name, 'latin1'), data, Buffer.alloc(4)]);
}

/** The head of a GIF with one frame of this size. */
export function gif(width: number, height: number, frame: readonly [number, number] = [width, height]): Buffer {
  const head = Buffer.alloc(13);
  head.write('GIF89a', 'latin1');
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  const image = Buffer.alloc(10);
  image[0] = 0x2c;
  image.writeUInt16LE(frame[0], 5);
  image.writeUInt16LE(frame[1], 7);
  return Buffer.concat([head, image, Buffer.from([2, 6, 0x4c, 1, 0, 0, 0, 0, 0])]);
}

/** The head of a JPEG of this size, turned as EXIF says. */
export function jpeg(width: number, height: number, orientation: number): Buffer {
  const exif = Buffer.from('4578696600004d4d002a00000008000101120003000000010000000000000000', 'hex');
  exif.writeUInt16BE(orientation, 6 + 8 + 2 + 8);
  const segment = Buffer.alloc(4);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(exif.length + 2, 2);
  const frame = Buffer.from('ffc00011080000000003012200021101031101', 'hex');
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), segment, exif, frame]);
}

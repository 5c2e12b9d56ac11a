import type { EngineFiles } from './engine-files.ts';
import { examinePicture } from './picture-shape.ts';
import { type ChildOptions, readInChild } from './read-in-child.ts';
import { repaired } from './repair.ts';
import { trimmed } from './trim-picture.ts';
import type { HideSecrets, PictureReading } from './types.ts';

/** Fewest letters and digits of a text that can be an error. */
const FEWEST_CHARACTERS = 8;

/** What a picture is read with. */
export interface ReadingParts extends ChildOptions {
  readonly engine: EngineFiles;
  /** Takes the secrets out of a text: what is returned holds none. */
  readonly hide: HideSecrets;
}

/**
 * Reads one picture: looks at its size, has it read in a process of its own, undoes the usual confusions and hides what could
 * be a key. The text as the engine gave it is dropped here; nothing outside ever sees it.
 *
 * @param picture the bytes of the file, whatever it is
 */
export async function readPicture(picture: Uint8Array, parts: ReadingParts): Promise<PictureReading> {
  const shape = examinePicture(picture);
  if (typeof shape === 'string') return { type: 'refused', why: shape };
  const pixels = trimmed(picture, shape.format);
  if (pixels === null) return { type: 'unreadable' };
  const { engine, hide, ...options } = parts;
  const reading = await readInChild(pixels, shape.orientation, engine, options);
  if (typeof reading === 'string') return { type: reading };
  const { text, keyLike } = hide(repaired(reading.text));
  if ((text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < FEWEST_CHARACTERS) return { type: 'unreadable' };
  return { type: 'read', text: text.trim(), confidence: reading.confidence, keyLike };
}

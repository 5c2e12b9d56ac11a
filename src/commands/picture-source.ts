import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import { hideInReading } from '#diagnosis/text/hide-in-reading.ts';
import { SURE_ENOUGH } from '#pictures/limits.ts';
import { openPictureReader } from '#pictures/reader.ts';
import { notReadText, readFromText } from '#support/views/picture.ts';

/** What a picture in a file says, or the sentence that says why it cannot be read. */
export type PictureText =
  | {
      readonly ok: true;
      readonly text: string;
      /** Where it comes from, for people. */
      readonly note: string;
      readonly confidence: number;
      readonly keyLike: boolean;
    }
  | { readonly ok: false; readonly refusal: string };

/** Reads a picture that somebody gave by its name. Its text holds no key. */
export async function pictureText(bytes: Uint8Array, { secrets }: Catalogue): Promise<PictureText> {
  const reader = openPictureReader({ hide: (text) => hideInReading(text, secrets), clock: Date.now });
  const reading = await reader.read(async () => bytes, '');
  if (reading.type !== 'read') return { ok: false, refusal: reader.off ?? notReadText(reading) };
  const { text, confidence, keyLike } = reading;
  return { ok: true, text, confidence, keyLike, note: readFromText({ sure: confidence >= SURE_ENOUGH, keyLike }) };
}

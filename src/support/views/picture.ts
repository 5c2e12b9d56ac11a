import type { PictureReading, Refusal } from '#pictures/types.ts';
import { text } from '#support/texts/text.ts';

/** A reading that gave no text. */
export type NotRead = Exclude<PictureReading, { readonly type: 'read' }>;

/** Why a picture was not read, and what to do instead: for somebody who asked. */
export function notReadText(reading: NotRead): string {
  switch (reading.type) {
    case 'off':
      return text('picture.off');
    case 'busy':
      return text('picture.busy');
    case 'gave-up':
    case 'unreadable':
      return text('picture.unreadable');
    case 'refused':
      return refusedText(reading.why);
  }
}

function refusedText(why: Refusal): string {
  switch (why) {
    case 'too-large':
      return text('picture.too_large');
    case 'too-small':
      return text('picture.too_small');
    case 'not-a-picture':
      return text('picture.unreadable');
  }
}

/** What an answer from a picture says of where it comes from, and of a key in it. */
export function readFromText({ sure, keyLike }: { readonly sure: boolean; readonly keyLike: boolean }): string {
  const from = text(sure ? 'picture.read' : 'picture.read_unsure');
  return keyLike ? `${from} ${text('picture.key')}` : from;
}

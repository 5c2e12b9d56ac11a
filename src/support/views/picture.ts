import type { PictureReading, Refusal } from '#pictures/types.ts';
import type { KeptReply } from '#store/types.ts';
import { text } from '#support/texts/text.ts';

/** Facts of a diagnosis whose text was read from a picture. */
export const PICTURE_READ = 'read-from-picture';
export const PICTURE_UNSURE = 'read-from-unclear-picture';

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

/** A reply that says, where it is so, that it rests on what was read from a picture. */
export function withSource(reply: KeptReply, { facts }: { readonly facts: readonly string[] }): KeptReply {
  const known = facts.includes(PICTURE_READ) || facts.includes(PICTURE_UNSURE);
  if (!known) return reply;
  const source = readFromText({ sure: facts.includes(PICTURE_READ), keyLike: false });
  return { ...reply, footer: [source, reply.footer].filter(Boolean).join(' ') };
}

/** To somebody who asked about a picture that was not read. */
export function pictureNotRead(reading: NotRead): KeptReply {
  return { tone: 'neutral', title: text('picture.not_read'), text: notReadText(reading) };
}

/** A reply that also says that a picture could not be read. */
export function withNotRead(reply: KeptReply, reading: NotRead | null): KeptReply {
  return reading === null ? reply : { ...reply, text: [reply.text, notReadText(reading)].filter(Boolean).join('\n') };
}

/** To its author alone: a picture that seems to show a key. */
export function keyInPicture(): KeptReply {
  return {
    tone: 'bad',
    title: text('picture.key_title'),
    text: text('picture.key_text'),
    steps: [
      { title: text('picture.key_revoke'), text: text('picture.key_revoke_text') },
      { title: text('picture.key_delete'), text: text('picture.key_delete_text') },
    ],
  };
}

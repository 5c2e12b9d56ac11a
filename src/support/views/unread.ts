import type { Unread } from '#chat/port.ts';
import type { KeptReply } from '#store/types.ts';
import { text } from '#support/texts/text.ts';

const NOTES = {
  'no-text': 'unread.no_text',
  'too-large': 'unread.too_large',
  'not-loaded': 'unread.not_loaded',
} as const;

/** A reply that also says which files of the message could not be read; people would think that they were. */
export function withUnread(reply: KeptReply, unread: readonly Unread[]): KeptReply {
  const notes = (['no-text', 'too-large', 'not-loaded'] as const).flatMap((why) => {
    const files = unread.filter((one) => one.why === why).map(({ name }) => name);
    return files.length === 0 ? [] : [text(NOTES[why], { files: files.join(', ') })];
  });
  return notes.length === 0 ? reply : { ...reply, text: [reply.text, ...notes].filter(Boolean).join('\n') };
}

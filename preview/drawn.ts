import type { Reply } from '#chat/port.ts';

/** A message as it is to be drawn: what a person wrote, or a reply of the bot. */
export type Drawn =
  | { readonly by: string; readonly text: string }
  | { readonly by: 'bot'; readonly reply: Reply; readonly whisper?: boolean };

import type { Reply } from '#chat/port.ts';

export type Shown = Reply;

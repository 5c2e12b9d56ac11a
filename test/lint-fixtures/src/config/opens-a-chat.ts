import type { Chat } from '#chat/port.ts';

export type Opened = Chat;

import { readFileSync } from 'node:fs';
import type { Reply } from '#chat/port.ts';
import { loadKnowledge } from '#knowledge/load.ts';

export { z } from 'zod';
export const clock = (): number => Date.now();
export const parts: unknown = [readFileSync, loadKnowledge, fetch, await import('#support/answer-paste.ts')];
export type Shown = Reply;

import { loadKnowledge } from '#knowledge/load.ts';
import type { Knowledge } from '#knowledge/types.ts';

/** The built-in knowledge. */
export function loaded(): Knowledge {
  const result = loadKnowledge();
  if (!result.ok) throw new Error('the knowledge has mistakes');
  return result.knowledge;
}

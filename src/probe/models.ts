import type { AskableProbe } from '#knowledge/types.ts';
import { type Answer, valueAt } from './read-answer.ts';

/**
 * Is the named model in the list that a provider answered with?
 *
 * @returns null where the answer is no list, or not all of it
 */
export function hasModel(answer: Answer, models: NonNullable<AskableProbe['models']>, wanted: string): boolean | null {
  const list = valueAt(answer.body, models.list);
  if (answer.status !== 200 || !Array.isArray(list)) return null;
  const name = plain(wanted);
  const found = list.some((entry: unknown) =>
    models.id.some((path) => {
      const id = typeof entry === 'string' ? entry : valueAt(entry, path);
      return typeof id === 'string' && plain(id) === name;
    }),
  );
  // One page of a list shows what is there, not what is missing.
  return found ? true : models.complete ? false : null;
}

function plain(id: string): string {
  return id
    .trim()
    .toLowerCase()
    .replace(/^models\//, '');
}

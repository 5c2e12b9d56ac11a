import type { Kysely } from 'kysely';
import type { Tables } from '#store/database/tables.ts';
import type { Case } from './types.ts';

const SHORTEST = 2;
const LONGEST = 60;
/** So many words of one case are kept: an error has fewer. */
const MOST = 300;

/** The words of a text, lower-case, each once: as people look for them. */
export function wordsIn(text: string): string[] {
  const found = new Set<string>();
  for (const part of text.toLowerCase().split(/[^\p{L}\p{N}_.@*/-]+/u)) {
    const word = part.replaceAll(/^[._/@-]+|[._/@-]+$/g, '');
    // A path or an address is also found by its parts.
    for (const one of [word, ...word.split(/[./@]/)])
      if (one.length >= SHORTEST && one.length <= LONGEST && found.size < MOST) found.add(one);
  }
  return [...found];
}

/** Keeps the words that a case is found by; those that it had are replaced. */
export async function indexWords(it: Case, trx: Kysely<Tables>): Promise<void> {
  await trx.deleteFrom('case_words').where('case_id', '=', it.id).execute();
  const { kind, provider, tool, requestId } = it.diagnosis;
  const known = [kind, provider, tool, requestId, it.person.name, ...Object.values(it.handoff ?? {})];
  const words = wordsIn([...known.map((part) => part ?? ''), it.paste].join(' ').replaceAll('*', ' '));
  if (words.length === 0) return;
  await trx
    .insertInto('case_words')
    .values(words.map((word) => ({ word, case_id: it.id })))
    .execute();
}

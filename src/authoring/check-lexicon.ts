import { LANGUAGES } from '#knowledge/lexicon-schema.ts';
import type { Atom, Condition, Knowledge } from '#knowledge/types.ts';
import type { KnowledgeFault } from './check-knowledge.ts';

/** In these scripts a word of one letter is a word. */
const DENSE = new Set(['zh', 'ja', 'ko']);

/**
 * Checks what the schema of the lexicon cannot: that each concept is known once and has words in every language, that
 * opposites are faults, and that signatures ask for things and faults that there are.
 */
export function checkLexicon(knowledge: Knowledge): KnowledgeFault[] {
  const faults: KnowledgeFault[] = [];
  const roles = new Map<string, string>();
  for (const { id, concepts } of knowledge.lexicon.values()) {
    for (const [index, concept] of concepts.entries()) {
      const report = (field: string, message: string) =>
        faults.push({ part: 'lexicon', id, path: ['concepts', index, field], message: `${concept.id}: ${message}` });
      if (roles.has(concept.id)) report('id', 'this concept stands twice');
      roles.set(concept.id, concept.role);
      const missing = LANGUAGES.filter((language) => concept.words[language] === undefined);
      if (missing.length > 0) report('words', `has no words in ${missing.join(', ')}`);
      for (const [language, words] of Object.entries(concept.words)) {
        const short = DENSE.has(language)
          ? []
          : words.filter((word) => word.replaceAll(/[^\p{L}\p{N}]/gu, '').length < 2);
        if (short.length > 0) report('words', `"${short[0]}" (${language}) has fewer than two letters`);
      }
    }
  }
  for (const { id, concepts } of knowledge.lexicon.values()) {
    for (const [index, { id: name, opposite }] of concepts.entries()) {
      if (opposite !== undefined && roles.get(opposite) !== 'fault')
        faults.push({
          part: 'lexicon',
          id,
          path: ['concepts', index, 'opposite'],
          message: `${name}: "${opposite}" is no fault`,
        });
    }
  }
  return [...faults, ...unknownConcepts(knowledge, roles)];
}

function unknownConcepts(knowledge: Knowledge, roles: ReadonlyMap<string, string>): KnowledgeFault[] {
  return (['failures', 'providers', 'tools', 'negatives'] as const).flatMap((part) =>
    [...knowledge[part].values()].flatMap(({ id, signatures }) =>
      signatures.flatMap(({ when }, index) =>
        atomsOf(when).flatMap((atom) => {
          if (!('thing' in atom)) return [];
          const wrong = [
            ...atom.thing
              .filter((one) => roles.get(one) !== 'thing')
              .map((one) => `"${one}" is no thing of the lexicon`),
            ...atom.is.filter((one) => roles.get(one) !== 'fault').map((one) => `"${one}" is no fault of the lexicon`),
          ];
          return wrong.map((message): KnowledgeFault => ({ part, id, path: ['signatures', index, 'when'], message }));
        }),
      ),
    ),
  );
}

function atomsOf({ all = [], any = [], none = [] }: Condition): readonly Atom[] {
  return [...all, ...any, ...none];
}

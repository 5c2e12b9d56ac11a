import { check } from 'recheck';
import type { Condition, Knowledge } from '#knowledge/types.ts';
import type { KnowledgeFault } from './check-knowledge.ts';

interface Expression extends Pick<KnowledgeFault, 'part' | 'id' | 'path'> {
  readonly source: string;
}

/**
 * Proves every regular expression of the knowledge: no text may make it run longer than linear time. A vendor's file is
 * no more trusted than a paste.
 */
export async function checkExpressions(knowledge: Knowledge): Promise<readonly KnowledgeFault[]> {
  const faults: KnowledgeFault[] = [];
  for (const { source, ...place } of expressionsOf(knowledge)) {
    const message = await faultOf(source);
    if (message !== null) faults.push({ ...place, message });
  }
  return faults;
}

async function faultOf(source: string): Promise<string | null> {
  const proof = await check(source, 'u', { timeout: 20_000, checker: 'automaton' });
  // Look-arounds have no automaton: these are attacked instead.
  const result = proof.status === 'unknown' ? await check(source, 'u', { timeout: 20_000 }) : proof;
  if (result.status === 'safe') return null;
  if (result.status === 'unknown')
    return `cannot be proven safe (${result.error.kind}): make it simpler, with bounded repetition: ${source}`;
  const attack = result.attack.pattern.slice(0, 80);
  return `can take ${result.complexity.summary} time, for instance on ${attack}: ${source}`;
}

function expressionsOf(knowledge: Knowledge): Expression[] {
  const found: Expression[] = [];
  const add = (
    part: KnowledgeFault['part'],
    id: string,
    list: string,
    signatures: readonly { readonly when: Condition }[],
  ) => {
    for (const [index, { when }] of signatures.entries()) {
      for (const group of ['all', 'any', 'none'] as const) {
        for (const [at, atom] of (when[group] ?? []).entries()) {
          if ('regex' in atom) found.push({ part, id, path: [list, index, 'when', group, at], source: atom.regex });
        }
      }
    }
  };
  for (const one of knowledge.failures.values()) add('failures', one.id, 'signatures', one.signatures);
  for (const one of knowledge.negatives.values()) add('negatives', one.id, 'signatures', one.signatures);
  for (const [part, entries] of [
    ['providers', knowledge.providers],
    ['tools', knowledge.tools],
  ] as const) {
    for (const one of entries.values()) {
      add(part, one.id, 'signatures', one.signatures);
      add(part, one.id, 'recognise', one.recognise);
    }
  }
  for (const one of knowledge.providers.values()) {
    for (const [index, key] of one.keys.entries())
      found.push({ part: 'providers', id: one.id, path: ['keys', index, 'pattern'], source: key.pattern });
  }
  for (const one of knowledge.secrets.values()) {
    for (const [index, format] of one.formats.entries())
      found.push({
        part: 'secrets',
        id: one.id,
        path: ['formats', index, 'pattern'],
        source: `^(?:${format.pattern})`,
      });
  }
  return found;
}

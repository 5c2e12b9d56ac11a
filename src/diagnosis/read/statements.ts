import type { CompiledLexicon } from '#diagnosis/catalogue/lexicon.ts';
import type { ConceptWord } from './read-concepts.ts';

/** What a sentence says of a thing ("key": "invalid"), or a word of the lexicon alone; positions as those of its words. */
export interface Statement {
  /** `key+invalid`, or `key` where it is the word alone. */
  readonly name: string;
  readonly isPair: boolean;
  readonly start: number;
  readonly end: number;
}

/** How far a thing and what is wrong with it may stand apart in a sentence, in characters. */
const NEAR = 70;
/** How far a denial reaches. */
const DENIES = 28;
/** In Japanese, Korean and Turkish the denial stands behind the word. */
const DENIES_BEFORE = 8;

interface Part {
  readonly concept: number;
  readonly start: number;
  readonly end: number;
}

/** Puts the words of each sentence together: which thing has which fault, denials counted in. */
export function readStatements(words: readonly ConceptWord[], lexicon: CompiledLexicon): Statement[] {
  const statements = new Map<string, Statement>();
  for (let from = 0; from < words.length; ) {
    let to = from + 1;
    while (to < words.length && words[to]?.clause === words[from]?.clause) to += 1;
    readClause(words.slice(from, to), lexicon, statements);
    from = to;
  }
  return [...statements.values()];
}

function readClause(words: readonly ConceptWord[], lexicon: CompiledLexicon, into: Map<string, Statement>): void {
  const things: Part[] = [];
  const faults: Part[] = [];
  const goods: Part[] = [];
  const denials: ConceptWord[] = [];
  const absences: ConceptWord[] = [];
  const add = (name: string, isPair: boolean, start: number, end: number) => {
    if (!into.has(name)) into.set(name, { name, isPair, start, end });
  };
  for (const word of words) {
    for (const concept of word.concepts) {
      const part = { concept, start: word.start, end: word.end };
      switch (lexicon.concepts[concept]?.role) {
        case 'thing':
          things.push(part);
          break;
        case 'fault':
          faults.push(part);
          break;
        case 'good':
          goods.push(part);
          break;
        case 'denial':
          denials.push(word);
          break;
        default:
          absences.push(word);
      }
    }
  }
  const idOf = (concept: number) => lexicon.concepts[concept]?.id as string;
  for (const { concept, start, end } of things) add(idOf(concept), false, start, end);
  const said: Part[] = [];
  for (const fault of faults) {
    // "is not expired", "no longer blocked"; but "not" is a part of what is said in "cannot be found".
    if (!denials.some((denial) => denies(denial, fault))) said.push(fault);
  }
  for (const good of goods) {
    const denial = [...denials, ...absences].find((one) => denies(one, good));
    if (denial === undefined) add(idOf(good.concept), false, good.start, good.end);
    else {
      const opposite = lexicon.opposites[good.concept] as number;
      if (opposite >= 0)
        said.push({
          concept: opposite,
          start: Math.min(denial.start, good.start),
          end: Math.max(denial.end, good.end),
        });
    }
  }
  for (const { concept, start, end } of said) add(idOf(concept), false, start, end);
  for (const absence of absences) {
    const thing = nearest(things, absence, ABSENT);
    if (thing !== null)
      add(
        `${idOf(thing.concept)}+missing`,
        true,
        Math.min(absence.start, thing.start),
        Math.max(absence.end, thing.end),
      );
  }
  for (const fault of said) {
    for (const thing of things) {
      if (gap(thing, fault) > NEAR) continue;
      add(
        `${idOf(thing.concept)}+${idOf(fault.concept)}`,
        true,
        Math.min(thing.start, fault.start),
        Math.max(thing.end, fault.end),
      );
    }
  }
}

/** How far "no" and "without" stand from the thing that is not there. */
const ABSENT = 14;

function denies(denial: ConceptWord, word: Part): boolean {
  if (denial.start === word.start) return false;
  const before = word.start - denial.end;
  if (before >= 0) return before <= DENIES;
  const behind = denial.start - word.end;
  return behind >= 0 && behind <= DENIES_BEFORE;
}

function nearest(parts: readonly Part[], to: ConceptWord, within: number): Part | null {
  let best: Part | null = null;
  for (const part of parts) {
    const distance = gap(part, to);
    if (distance <= within && (best === null || distance < gap(best, to))) best = part;
  }
  return best;
}

function gap(one: Pick<Part, 'start' | 'end'>, other: Pick<Part, 'start' | 'end'>): number {
  return Math.max(one.start - other.end, other.start - one.end, 0);
}

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

/** The words of a sentence by what they are. */
interface Clause {
  readonly thing: Part[];
  readonly fault: Part[];
  readonly good: Part[];
  readonly denial: Part[];
  readonly none: Part[];
}

type Add = (name: string, isPair: boolean, ...parts: readonly Span[]) => void;
type Span = Pick<Part, 'start' | 'end'>;

function readClause(words: readonly ConceptWord[], lexicon: CompiledLexicon, into: Map<string, Statement>): void {
  const add: Add = (name, isPair, ...parts) => {
    if (into.has(name)) return;
    const start = Math.min(...parts.map((part) => part.start));
    into.set(name, { name, isPair, start, end: Math.max(...parts.map((part) => part.end)) });
  };
  const idOf = (concept: number) => lexicon.concepts[concept]?.id as string;
  const clause: Clause = { thing: [], fault: [], good: [], denial: [], none: [] };
  for (const { concepts, start, end } of words) {
    for (const concept of concepts) {
      const role = lexicon.concepts[concept]?.role;
      if (role !== undefined) clause[role].push({ concept, start, end });
    }
  }
  for (const thing of clause.thing) add(idOf(thing.concept), false, thing);
  // "is not expired", "no longer blocked": nothing is wrong.
  const said = clause.fault.filter((fault) => !clause.denial.some((denial) => denies(denial, fault)));
  said.push(...deniedGoods(clause, lexicon, (good) => add(idOf(good.concept), false, good)));
  for (const fault of said) add(idOf(fault.concept), false, fault);
  for (const absence of clause.none) {
    const thing = nearest(clause.thing, absence, ABSENT);
    if (thing !== null) add(`${idOf(thing.concept)}+missing`, true, absence, thing);
  }
  for (const fault of said) {
    for (const thing of clause.thing)
      if (gap(thing, fault) <= NEAR) add(`${idOf(thing.concept)}+${idOf(fault.concept)}`, true, thing, fault);
  }
}

/** What a denied word says: "not valid" is invalid. @param isWell is told of each word that nobody denies */
function deniedGoods({ good, denial, none }: Clause, lexicon: CompiledLexicon, isWell: (part: Part) => void): Part[] {
  const found: Part[] = [];
  for (const part of good) {
    const by = [...denial, ...none].find((one) => denies(one, part));
    const concept = lexicon.opposites[part.concept] as number;
    if (by === undefined) isWell(part);
    else if (concept >= 0)
      found.push({ concept, start: Math.min(by.start, part.start), end: Math.max(by.end, part.end) });
  }
  return found;
}

/** How far "no" and "without" stand from the thing that is not there. */
const ABSENT = 14;

function denies(denial: Span, word: Span): boolean {
  if (denial.start === word.start) return false;
  const before = word.start - denial.end;
  if (before >= 0) return before <= DENIES;
  const behind = denial.start - word.end;
  return behind >= 0 && behind <= DENIES_BEFORE;
}

function nearest(parts: readonly Part[], to: Span, within: number): Part | null {
  let best: Part | null = null;
  for (const part of parts) {
    const distance = gap(part, to);
    if (distance <= within && (best === null || distance < gap(best, to))) best = part;
  }
  return best;
}

function gap(one: Span, other: Span): number {
  return Math.max(one.start - other.end, other.start - one.end, 0);
}

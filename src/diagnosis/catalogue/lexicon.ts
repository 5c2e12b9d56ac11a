import { normaliseLiteral } from '#diagnosis/text/normalise.ts';
import type { Concept, Lexicon } from '#knowledge/types.ts';

/** One letter further on in the words of the lexicon. */
export interface WordNode {
  readonly next: Map<number, WordNode>;
  /** Where a word may go on and another one follows: what stands behind the space. */
  gap: WordNode | null;
  /** Concepts whose word ends here. */
  readonly whole: number[];
  /** Concepts whose word may go on here. */
  readonly stems: number[];
}

/** The words of all concepts, ready to be looked for. */
export interface CompiledLexicon {
  readonly root: WordNode;
  readonly concepts: readonly Concept[];
  /** For each concept the number of the fault that a denial of it says; -1 where it says none. */
  readonly opposites: Int16Array;
}

/** Compiles the words of a lexicon. A space stands for any of "_", "-", one blank, or nothing. */
export function compileLexicon(lexicon: ReadonlyMap<string, Lexicon>): CompiledLexicon {
  const concepts = [...lexicon.values()].flatMap((part) => part.concepts);
  const numbers = new Map(concepts.map(({ id }, index) => [id, index]));
  const root = newNode();
  for (const [index, { words }] of concepts.entries()) {
    for (const word of Object.values(words).flat()) for (const form of formsOf(word)) file(root, form, index);
  }
  return {
    root,
    concepts,
    opposites: Int16Array.from(concepts, ({ opposite }) => numbers.get(opposite ?? '') ?? -1),
  };
}

function newNode(): WordNode {
  return { next: new Map(), gap: null, whole: [], stems: [] };
}

const SHORTEST_WITHOUT_MARKS = 5;

/** A word as given and, where it is long enough to be no other word by that, without its accents, as people type it. */
function formsOf(word: string): readonly string[] {
  const form = word
    .split('*')
    .map((part) => normaliseLiteral(part) + (part.endsWith(' ') ? ' ' : ''))
    .join('*');
  const plain = withoutMarks(form);
  return plain !== form && plain.length >= SHORTEST_WITHOUT_MARKS ? [form, plain] : [form];
}

function withoutMarks(word: string): string {
  if (!/^[\u0000-\u024f\u1e00-\u1eff*]+$/.test(word)) return word;
  return word
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll('đ', 'd')
    .replaceAll('ł', 'l')
    .replaceAll('ı', 'i')
    .replaceAll('ß', 'ss');
}

function file(root: WordNode, form: string, concept: number): void {
  let nodes = [root];
  for (let at = 0; at < form.length; at += 1) {
    const letter = form.charAt(at);
    if (letter === '*' && at === form.length - 1) {
      for (const node of nodes) note(node.stems, concept);
      return;
    }
    // "учетн* данн*": behind the star stands a space, and behind that the next word.
    if (letter === '*') {
      nodes = nodes.map((node) => {
        node.gap ??= newNode();
        return node.gap;
      });
      at += form.charAt(at + 1) === ' ' ? 1 : 0;
    } else if (letter === ' ') nodes = [...nodes, ...nodes.map((node) => child(node, SPACE))];
    else nodes = nodes.map((node) => child(node, letter.charCodeAt(0)));
  }
  for (const node of nodes) note(node.whole, concept);
}

const SPACE = 32;

function child(node: WordNode, code: number): WordNode {
  let next = node.next.get(code);
  if (next === undefined) {
    next = newNode();
    node.next.set(code, next);
  }
  return next;
}

function note(list: number[], concept: number): void {
  if (!list.includes(concept)) list.push(concept);
}

import type { CompiledLexicon, WordNode } from '#diagnosis/catalogue/lexicon.ts';
import type { Normalised } from '#diagnosis/text/normalise.ts';

/** A word of the lexicon in a text; positions are those of the normalised text. */
export interface ConceptWord {
  readonly concepts: readonly number[];
  readonly start: number;
  readonly end: number;
  /** Words with the same number stand in one sentence, or in one value of a JSON body. */
  readonly clause: number;
}

const SPACE = 32;
const QUOTE = 34;
const DASH = 45;
const UNDERSCORE = 95;
const NEWLINE = 10;

/** The words of the lexicon in the order in which they stand; of two that begin at one place the longer. */
export function readConceptWords(normal: Normalised, given: string, lexicon: CompiledLexicon): ConceptWord[] {
  const { text, map } = normal;
  const found: ConceptWord[] = [];
  const { root } = lexicon;
  const rootNext = root.next;
  let clause = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isLetter(code)) {
      const node = rootNext.get(code);
      if (node !== undefined && beginsWord(text, given, map, at, code)) {
        const best = longest(node, at + 1, { text, given, map }, { end: 0, concepts: NONE });
        if (best.end > 0) {
          found.push({ concepts: best.concepts, start: at, end: best.end, clause });
          at = best.end;
          continue;
        }
      }
    } else if (endsClause(code, text, at, given, map)) clause += 1;
    at += 1;
  }
  return found;
}

const NONE: readonly number[] = [];

interface Text {
  readonly text: string;
  readonly given: string;
  readonly map: Int32Array;
}

interface Best {
  end: number;
  concepts: readonly number[];
}

function longest(from: WordNode, start: number, source: Text, best: Best): Best {
  const { text, given, map } = source;
  let node: WordNode | undefined = from;
  let at = start;
  while (node !== undefined) {
    if (at > best.end) {
      if (node.whole.length > 0 && endsWord(text, given, map, at)) {
        best.concepts = node.stems.length === 0 ? node.whole : [...new Set([...node.whole, ...node.stems])];
        best.end = at;
      } else if (node.stems.length > 0) {
        best.concepts = node.stems;
        best.end = at;
      }
    }
    if (node.gap !== null) {
      let behind = at;
      while (behind < at + LONGEST_ENDING && isLetter(text.charCodeAt(behind))) behind += 1;
      if (text.charCodeAt(behind) === SPACE) longest(node.gap, behind + 1, source, best);
    }
    const code = text.charCodeAt(at);
    node = node.next.get(code === UNDERSCORE || code === DASH ? SPACE : code);
    at += 1;
  }
  return best;
}

const LONGEST_ENDING = 8;

function beginsWord(text: string, given: string, map: Int32Array, at: number, code: number): boolean {
  if (at === 0 || !hasWords(code)) return true;
  const before = text.charCodeAt(at - 1);
  return !isLetter(before) || !hasWords(before) || isHump(given, map[at] as number);
}

function endsWord(text: string, given: string, map: Int32Array, end: number): boolean {
  const code = text.charCodeAt(end);
  return !isLetter(code) || !hasWords(code) || !hasWords(text.charCodeAt(end - 1)) || isHump(given, map[end] as number);
}

/** A capital that begins a word inside of a name: `Key` in `InvalidApiKey` and in `APIKey`. */
function isHump(given: string, at: number): boolean {
  const code = given.charCodeAt(at);
  if (code < 65 || code > 90) return false;
  return isLower(given.charCodeAt(at - 1)) || isLower(given.charCodeAt(at + 1));
}

function isLower(code: number): boolean {
  return code >= 97 && code <= 122;
}

/** What ends a sentence, a line, or a value in a JSON body. */
function endsClause(code: number, text: string, at: number, given: string, map: Int32Array): boolean {
  if (code === SPACE) return given.charCodeAt(map[at] as number) === NEWLINE;
  // . ! ? ;
  if (code === 46 || code === 33 || code === 63 || code === 59) {
    const next = text.charCodeAt(at + 1);
    return Number.isNaN(next) || next === SPACE || next === QUOTE || isIdeographic(next);
  }
  // The comma behind a value.
  if (code === 44) return text.charCodeAt(at - 1) === QUOTE;
  return code === 0x3002 || code === 0x06d4;
}

function isLetter(code: number): boolean {
  if (code < 128) return code >= 97 && code <= 122;
  return (
    code >= 0xc0 &&
    code !== 0xd7 &&
    code !== 0xf7 &&
    !(code >= 0x2000 && code < 0x2c00) &&
    !(code >= 0x3000 && code < 0x3040)
  );
}

/** Is the letter of a script that puts spaces between words? Arabic does, but sets articles and prepositions before them. */
function hasWords(code: number): boolean {
  return !isIdeographic(code) && !(code >= 0x0600 && code < 0x0780);
}

function isIdeographic(code: number): boolean {
  return (
    (code >= 0x3040 && code < 0xa000) ||
    (code >= 0xac00 && code < 0xd7b0) ||
    (code >= 0xf900 && code < 0xfb00) ||
    (code >= 0x0e00 && code < 0x0e80)
  );
}

import { buildGramTable, type GramShape, type GramTable, isAscii, spread } from './gram-table.ts';

/** A text to be searched. */
export interface Searched {
  readonly text: string;
  /** The lower byte of each character of `text`. */
  readonly bytes: Uint8Array;
  /** Is every character ASCII? Then literals that are not need no look. */
  readonly ascii: boolean;
}

/** Finds many literals in one pass over a text. */
export interface Automaton {
  /**
   * Calls `hit` for every place where a literal stands; those of one literal come in the order in which they stand.
   *
   * @param done indices of literals that are passed over
   * @param hit gets the literal's index and its position
   */
  scan(searched: Searched, done: ReadonlySet<number>, hit: (literal: number, at: number) => void): void;
}

const LONG: GramShape = { size: 8, step: 4 };
const MIDDLE: GramShape = { size: 4, step: 4 };
const SHORT: GramShape = { size: 3, step: 2 };
const PAIR: GramShape = { size: 2, step: 1 };
const SHAPES = [LONG, MIDDLE, SHORT, PAIR] as const;

type Candidate = (table: GramTable, slot: number, end: number) => void;

/**
 * Compiles literals into a matcher whose cost a character hardly depends on how many there are.
 *
 * The text is taken in blocks of four characters: one look-up with the last two blocks for long literals, one with the
 * last for shorter ones, two with three characters for the shortest. Only a literal that is filed under what was looked
 * up is compared. This is the idea of Wu and Manber (1994) with a fixed stride in place of their shifts, which thousands
 * of literals would bring down to one character. Unlike an Aho-Corasick table, the size grows with the number of literals
 * and not with that of their characters.
 *
 * @param literals normalised, each of 2 characters or more
 */
export function buildAutomaton(literals: readonly string[]): Automaton {
  const shapes = literals.map(shapeOf);
  const [long, middle, short, pair] = SHAPES.map((shape) =>
    buildGramTable(
      literals,
      shapes.flatMap((one, index) => (one === shape ? [index] : [])),
      shape,
    ),
  ) as [GramTable, GramTable, GramTable, GramTable];
  const pairsOfAscii = literals.some((literal, index) => shapes[index] === PAIR && isAscii(literal));
  const heads = Uint8Array.from(literals, (literal) => literal.charCodeAt(0));
  return {
    scan({ text, bytes, ascii }, done, hit) {
      const compare: Candidate = (table, slot, end) => {
        const last = table.begins[(slot >>> 3) + 1] as number;
        for (let entry = table.begins[slot >>> 3] as number; entry < last; entry += 1) {
          const literal = table.literals[entry] as number;
          const start = end - (table.ends[entry] as number);
          if (start < 0 || bytes[start] !== heads[literal] || done.has(literal)) continue;
          if (text.startsWith(literals[literal] as string, start)) hit(literal, start);
        }
      };
      scanBlocks(bytes, long, middle, short, compare);
      if (pairsOfAscii || !ascii) scanPairs(text, pair, pairsOfAscii, compare);
    },
  };
}

function shapeOf(literal: string): GramShape {
  const { length } = literal;
  if (length < 4 || !isAscii(literal)) return PAIR;
  return SHAPES.find(({ size, step }) => length >= size + step - 1) ?? SHORT;
}

function scanBlocks(bytes: Uint8Array, long: GramTable, middle: GramTable, short: GramTable, found: Candidate): void {
  const { filter: inLong, shift: longShift } = long;
  const { filter: inMiddle, shift: middleShift } = middle;
  const { filter: inShort, shift: shortShift } = short;
  const whole = bytes.length & ~3;
  let before = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    const block = at < whole ? wholeBlock(bytes, at) : lastBlock(bytes, at);
    let slot = spread((before >>> 24) | ((block & 0xffff) << 8), 0) >>> shortShift;
    if (((inShort[slot >>> 3] as number) & (1 << (slot & 7))) !== 0) found(short, slot, at + 1);
    slot = spread(block >>> 8, 0) >>> shortShift;
    if (((inShort[slot >>> 3] as number) & (1 << (slot & 7))) !== 0) found(short, slot, at + 3);
    slot = spread(block, 0) >>> middleShift;
    if (((inMiddle[slot >>> 3] as number) & (1 << (slot & 7))) !== 0) found(middle, slot, at + 3);
    slot = spread(block, before) >>> longShift;
    if (((inLong[slot >>> 3] as number) & (1 << (slot & 7))) !== 0) found(long, slot, at + 3);
    before = block;
  }
}

function wholeBlock(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

function lastBlock(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
}

/** Literals of two or three characters, and all in other scripts than ASCII has. */
function scanPairs(text: string, pair: GramTable, everywhere: boolean, found: Candidate): void {
  let before = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (everywhere || code >= 128 || before >= 128) {
      const slot = spread((before & 255) | ((code & 255) << 8), 0) >>> pair.shift;
      if (((pair.filter[slot >>> 3] as number) & (1 << (slot & 7))) !== 0) found(pair, slot, at);
    }
    before = code;
  }
}

/** Finds many literals in one pass over a text. */
export interface Automaton {
  /**
   * Calls `hit` for every place where a literal stands.
   *
   * @param codes the text as UTF-16 codes
   * @param hit gets the literal's index and its position
   */
  scan(codes: Uint16Array, hit: (literal: number, at: number) => void): void;
}

interface Gram {
  readonly literal: number;
  /** How far behind the literal's beginning the gram ends. */
  readonly end: number;
}

/** Literals filed under one of their grams; `filter` tells cheaply that none is filed there. */
interface Table {
  readonly shift: number;
  readonly filter: Uint8Array;
  readonly grams: ReadonlyMap<number, readonly Gram[]>;
}

const SPREAD_LAST = 0x9e3779b1;
const SPREAD_BEFORE = 0x85ebca6b;
const SIZES = [8, 4, 2] as const;

/**
 * Compiles literals into a matcher whose cost a character hardly depends on how many there are.
 *
 * Each literal is filed under one of its grams (8, 4 or 2 characters), the one that the fewest others share. The pass
 * over the text keeps the last eight characters in two integers, looks their hash up in a filter that is mostly empty,
 * and compares only a literal filed there. This is the idea of Wu and Manber (1994) without the skipping: unlike an
 * Aho-Corasick table its size grows with the number of literals and not with that of their characters.
 *
 * @param literals normalised, each of 2 characters or more
 */
export function buildAutomaton(literals: readonly string[]): Automaton {
  const encoded = literals.map((literal) =>
    Uint16Array.from(literal.split(''), (character) => character.charCodeAt(0)),
  );
  const [long, middle, short] = SIZES.map((size) => buildTable(encoded, size)) as [Table, Table, Table];
  const check = (
    grams: readonly Gram[] | undefined,
    codes: Uint16Array,
    at: number,
    hit: (literal: number, at: number) => void,
  ) => {
    for (const { literal, end } of grams ?? []) {
      const start = at - end;
      if (stands(encoded[literal] as Uint16Array, codes, start)) hit(literal, start);
    }
  };
  const othersOnly = !literals.some((literal) => literal.length < 4 && /^[\0-\x7f]*$/.test(literal));
  return {
    scan(codes, hit) {
      let last = 0;
      let before = 0;
      for (let at = 0; at < codes.length; at += 1) {
        before = (before << 8) | (last >>> 24);
        last = (last << 8) | ((codes[at] as number) & 255);
        const four = Math.imul(last, SPREAD_LAST);
        const inMiddle = four >>> middle.shift;
        if (middle.filter[inMiddle] === 1) check(middle.grams.get(inMiddle), codes, at, hit);
        const inLong = (four ^ Math.imul(before, SPREAD_BEFORE)) >>> long.shift;
        if (long.filter[inLong] === 1) check(long.grams.get(inLong), codes, at, hit);
        // Literals of two or three characters are mostly in other scripts.
        if (othersOnly && (codes[at] as number) < 128 && (codes[at - 1] ?? 0) < 128) continue;
        const inShort = Math.imul(last & 0xffff, SPREAD_LAST) >>> short.shift;
        if (short.filter[inShort] === 1) check(short.grams.get(inShort), codes, at, hit);
      }
    },
  };
}

function buildTable(encoded: readonly Uint16Array[], size: number): Table {
  const mine = encoded.flatMap((literal, index) => (gramSize(literal.length) === size ? [index] : []));
  const bits = Math.max(10, Math.ceil(Math.log2(mine.length * 16 + 1)));
  const shift = 32 - bits;
  const filter = new Uint8Array(1 << bits);
  const grams = new Map<number, Gram[]>();
  for (const literal of mine) {
    const { slot, end } = rarestGram(encoded[literal] as Uint16Array, size, shift, grams);
    filter[slot] = 1;
    grams.set(slot, [...(grams.get(slot) ?? []), { literal, end }]);
  }
  return { shift, filter, grams };
}

function gramSize(length: number): number {
  return SIZES.find((size) => length >= size) ?? 2;
}

function rarestGram(
  literal: Uint16Array,
  size: number,
  shift: number,
  grams: ReadonlyMap<number, readonly Gram[]>,
): { slot: number; end: number } {
  let best = { slot: 0, end: 0, sharers: Number.POSITIVE_INFINITY };
  for (let end = size - 1; end < literal.length; end += 1) {
    // Of a short literal a gram with a character beyond ASCII is looked up more rarely.
    const plain = size === 2 && (literal[end] as number) < 128 && (literal[end - 1] as number) < 128;
    if (plain && literal.some((code) => code >= 128)) continue;
    const slot = slotOf(literal, end, size, shift);
    const sharers = grams.get(slot)?.length ?? 0;
    if (sharers < best.sharers) best = { slot, end, sharers };
  }
  return best;
}

function slotOf(codes: Uint16Array, end: number, size: number, shift: number): number {
  const byte = (back: number) => (codes[end - back] as number) & 255;
  if (size === 2) return Math.imul((byte(1) << 8) | byte(0), SPREAD_LAST) >>> shift;
  const last = Math.imul((byte(3) << 24) | (byte(2) << 16) | (byte(1) << 8) | byte(0), SPREAD_LAST);
  if (size === 4) return last >>> shift;
  const before = (byte(7) << 24) | (byte(6) << 16) | (byte(5) << 8) | byte(4);
  return (last ^ Math.imul(before, SPREAD_BEFORE)) >>> shift;
}

function stands(literal: Uint16Array, codes: Uint16Array, start: number): boolean {
  if (start < 0 || start + literal.length > codes.length) return false;
  for (let index = 0; index < literal.length; index += 1) {
    if (literal[index] !== codes[start + index]) return false;
  }
  return true;
}

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
  /** Where in the literal the gram stands. */
  readonly offset: number;
}

const PRIME = 0x01000193;
const SPREAD = 0x9e3779b1;
const SIZES = [8, 4, 2] as const;

/**
 * Compiles literals into a matcher whose cost a character hardly depends on how many there are.
 *
 * Each literal is filed under one of its grams (8, 4 or 2 characters), the one that the fewest others share; a rolling
 * hash over the text looks each gram up in a table that is mostly empty, and only a literal filed there is compared. This
 * is the idea of Wu and Manber (1994) without the skipping: unlike an Aho-Corasick table its size grows with the number of
 * literals and not with that of their characters.
 *
 * @param literals normalised, each of 2 characters or more
 */
export function buildAutomaton(literals: readonly string[]): Automaton {
  const encoded = literals.map((literal) =>
    Uint16Array.from(literal.split(''), (character) => character.charCodeAt(0)),
  );
  const levels = SIZES.map((size) => buildLevel(literals, encoded, size)).filter((level) => level.used);
  return {
    scan(codes, hit) {
      for (const level of levels) level.scan(codes, hit);
    },
  };
}

interface Level extends Automaton {
  readonly used: boolean;
}

function buildLevel(literals: readonly string[], encoded: readonly Uint16Array[], size: number): Level {
  const mine = literals.flatMap((literal, index) => (gramSize(literal) === size ? [index] : []));
  const filed = new Map<number, Gram[]>();
  for (const literal of mine) {
    const gram = rarestGram(encoded[literal] as Uint16Array, size, filed);
    const bucket = filed.get(gram.hash);
    if (bucket === undefined) filed.set(gram.hash, [{ literal, offset: gram.offset }]);
    else bucket.push({ literal, offset: gram.offset });
  }
  const bits = Math.max(10, Math.ceil(Math.log2(filed.size * 8 + 1)));
  const shift = 32 - bits;
  const slots = new Int32Array(1 << bits);
  const buckets: (readonly Gram[])[] = [[]];
  for (const [hash, grams] of filed) {
    const slot = Math.imul(hash, SPREAD) >>> shift;
    const taken = slots[slot] as number;
    if (taken === 0) slots[slot] = buckets.push(grams) - 1;
    else buckets[taken] = [...(buckets[taken] as readonly Gram[]), ...grams];
  }
  const leaving = power(PRIME, size);
  return {
    used: mine.length > 0,
    scan(codes, hit) {
      let hash = 0;
      for (let at = 0; at < codes.length; at += 1) {
        hash = (Math.imul(hash, PRIME) + (codes[at] as number)) | 0;
        if (at >= size) hash = (hash - Math.imul(codes[at - size] as number, leaving)) | 0;
        const bucket = slots[Math.imul(hash, SPREAD) >>> shift] as number;
        if (bucket === 0 || at < size - 1) continue;
        for (const gram of buckets[bucket] as readonly Gram[]) {
          const start = at - size + 1 - gram.offset;
          if (stands(encoded[gram.literal] as Uint16Array, codes, start)) hit(gram.literal, start);
        }
      }
    },
  };
}

function gramSize(literal: string): number {
  return SIZES.find((size) => literal.length >= size) ?? 2;
}

function rarestGram(
  literal: Uint16Array,
  size: number,
  filed: ReadonlyMap<number, readonly Gram[]>,
): { hash: number; offset: number } {
  let best = { hash: 0, offset: 0, sharers: Number.POSITIVE_INFINITY };
  for (let offset = 0; offset + size <= literal.length; offset += 1) {
    const hash = hashOf(literal, offset, size);
    const sharers = filed.get(hash)?.length ?? 0;
    if (sharers < best.sharers) best = { hash, offset, sharers };
  }
  return best;
}

function hashOf(codes: Uint16Array, from: number, size: number): number {
  let hash = 0;
  for (let at = from; at < from + size; at += 1) hash = (Math.imul(hash, PRIME) + (codes[at] as number)) | 0;
  return hash;
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let round = 0; round < exponent; round += 1) result = Math.imul(result, base);
  return result;
}

function stands(literal: Uint16Array, codes: Uint16Array, start: number): boolean {
  if (start < 0 || start + literal.length > codes.length) return false;
  for (let index = 0; index < literal.length; index += 1) {
    if (literal[index] !== codes[start + index]) return false;
  }
  return true;
}

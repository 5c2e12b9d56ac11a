/** Characters of a gram, and the distance between the places of a text at which such grams end. */
export interface GramShape {
  readonly size: 2 | 3 | 4 | 8;
  readonly step: 1 | 2 | 4;
}

/**
 * Literals filed under some of their grams. A slot is a gram's hash; `filter` has one bit for each and is mostly empty, so
 * that nearly every look-up ends there.
 */
export interface GramTable {
  readonly shift: number;
  readonly filter: Uint8Array;
  /** For each bucket (eight slots share one) where its entries begin. */
  readonly begins: Int32Array;
  readonly literals: Int32Array;
  /** For each entry how far behind the literal's beginning the gram ends. */
  readonly ends: Uint16Array;
}

const SPREAD = 0x9e3779b1;
const SPREAD_BEFORE = 0x85ebca6b;
const ASCII = /^[\0-\x7f]*$/;
const BITS_AN_ENTRY = 16;

/** The hash of a gram, still to be shifted; of one of eight characters `before` holds the first four. */
export function spread(last: number, before: number): number {
  return Math.imul(last, SPREAD) ^ Math.imul(before, SPREAD_BEFORE);
}

/**
 * Files literals so that a look-up at every `step`-th place of a text finds them wherever they begin: once for each way
 * in which a literal can lie across the steps, each time under the gram that the fewest others share.
 */
export function buildGramTable(
  literals: readonly string[],
  mine: readonly number[],
  { size, step }: GramShape,
): GramTable {
  const entries = mine.length * step;
  const bits = Math.max(10, Math.ceil(Math.log2(entries * BITS_AN_ENTRY + 1)));
  const shift = 32 - bits;
  const sharers = new Uint8Array(2 ** bits);
  const filed = { slots: new Uint32Array(entries), literals: new Int32Array(entries), ends: new Uint16Array(entries) };
  let entry = 0;
  for (const index of mine) {
    for (let phase = 0; phase < step; phase += 1) {
      const { slot, end } = rarestGram(literals[index] as string, size, step, phase, shift, sharers);
      sharers[slot] = Math.min(255, (sharers[slot] as number) + 1);
      filed.slots[entry] = slot;
      filed.literals[entry] = index;
      filed.ends[entry] = end;
      entry += 1;
    }
  }
  return { shift, ...inBuckets(filed, bits) };
}

interface Filed {
  readonly slots: Uint32Array;
  readonly literals: Int32Array;
  readonly ends: Uint16Array;
}

function inBuckets({ slots, literals, ends }: Filed, bits: number): Omit<GramTable, 'shift'> {
  const filter = new Uint8Array(2 ** (bits - 3));
  const begins = new Int32Array(2 ** (bits - 3) + 1);
  for (const slot of slots) {
    filter[slot >>> 3] = (filter[slot >>> 3] as number) | (1 << (slot & 7));
    begins[(slot >>> 3) + 1] = (begins[(slot >>> 3) + 1] as number) + 1;
  }
  for (let bucket = 1; bucket < begins.length; bucket += 1)
    begins[bucket] = (begins[bucket] as number) + (begins[bucket - 1] as number);
  const sorted = { literals: new Int32Array(literals.length), ends: new Uint16Array(ends.length) };
  const next = begins.slice();
  for (let entry = 0; entry < slots.length; entry += 1) {
    const bucket = (slots[entry] as number) >>> 3;
    const place = next[bucket] as number;
    next[bucket] = place + 1;
    sorted.literals[place] = literals[entry] as number;
    sorted.ends[place] = ends[entry] as number;
  }
  return { filter, begins, ...sorted };
}

/** Of about how many grams the rarest is taken; more would cost more at the start than they save later. */
const CHOICES = 5;

function rarestGram(
  literal: string,
  size: number,
  step: number,
  phase: number,
  shift: number,
  sharers: Uint8Array,
): { slot: number; end: number } {
  let best = { slot: 0, end: 0, sharers: Number.POSITIVE_INFINITY };
  const onlyWide = size === 2 && !isAscii(literal);
  const first = size - 1 + ((phase + step - ((size - 1) % step)) % step);
  const ways = Math.ceil((literal.length - first) / step);
  const stride = onlyWide ? step : step * Math.max(1, Math.ceil(ways / CHOICES));
  // From the end, where texts of one kind rather differ.
  for (let end = first + (ways - 1) * step; end >= first && best.sharers > 0; end -= stride) {
    // In a text with other scripts only the places where those stand are looked at.
    if (onlyWide && literal.charCodeAt(end) < 128 && literal.charCodeAt(end - 1) < 128) continue;
    const slot = slotOf(literal, end, size, shift);
    if ((sharers[slot] as number) < best.sharers) best = { slot, end, sharers: sharers[slot] as number };
  }
  return best;
}

function slotOf(literal: string, end: number, size: number, shift: number): number {
  // Grams of two and three characters stand in the lower bytes.
  const last = wordAt(literal, end - 3) >>> (size < 4 ? 32 - 8 * size : 0);
  return spread(last, size === 8 ? wordAt(literal, end - 7) : 0) >>> shift;
}

/** The lower bytes of four characters; before the beginning there are none. */
function wordAt(literal: string, from: number): number {
  return (
    (from < 0 ? 0 : literal.charCodeAt(from) & 255) |
    (from < -1 ? 0 : (literal.charCodeAt(from + 1) & 255) << 8) |
    (from < -2 ? 0 : (literal.charCodeAt(from + 2) & 255) << 16) |
    ((literal.charCodeAt(from + 3) & 255) << 24)
  );
}

/** Are all characters of a text ASCII? */
export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/** The words of a text as a linear model sees them: numbers, each standing for a word or for words beside each other. */
export interface Words {
  /** Different numbers below {@link BUCKETS}. */
  readonly features: readonly number[];
  /** Different numbers below {@link SIGNS}: what was read besides words (statements, facts, statuses). */
  readonly signs: readonly number[];
}

/** Where the words of a text stand; `features[i]` are those of the word at `spans[i]`. */
export interface WordPlaces {
  readonly spans: readonly (readonly [start: number, end: number])[];
  readonly features: readonly (readonly number[])[];
}

/** How many numbers there are; two words that get the same one are told apart by those around them. */
export const BUCKETS = 1 << 16;

/** How many numbers there are for signs. */
export const SIGNS = 1 << 14;

/** What a person writes stands at the beginning or at the end: that much of either is read, in characters. */
export const HEAD = 4000;
export const TAIL = 1500;

const PREFIX = 5;
const SEED = 0x811c9dc5;
const ZERO = 48;
const NINE = 57;
const QUESTION = 63;
const SALT_PREFIX = 0x51ed270b;
const SALT_PAIR = 0x2545f491;
const SALT_SKIP = 0x632be59b;

type Emit = (feature: number, start: number, end: number) => void;

/**
 * Reads words, pairs of neighbours, pairs with one word between, and the beginnings of longer words.
 *
 * @param texts normalised; each is read by itself
 */
export function readWords(texts: readonly string[]): Words {
  const features: number[] = [];
  for (const text of texts) {
    scan(text, (feature) => {
      if (seen[feature] === 1) return;
      seen[feature] = 1;
      features.push(feature);
    });
  }
  for (const feature of features) seen[feature] = 0;
  return { features, signs: NO_SIGNS };
}

const NO_SIGNS: readonly number[] = [];

/** The number of a sign by its name, such as `said:key+invalid`; below {@link SIGNS}. */
export function signFeature(name: string): number {
  let hash = SEED;
  for (let at = 0; at < name.length; at += 1) hash = mix(hash, name.charCodeAt(at));
  return bucket(hash) & (SIGNS - 1);
}

/** Which numbers have been read; all are 0 between two texts. */
const seen = new Uint8Array(BUCKETS);

/** As {@link readWords}, with the place of each word. */
export function placeWords(text: string): WordPlaces {
  const spans: (readonly [number, number])[] = [];
  const features: number[][] = [];
  let last = -1;
  scan(text, (feature, start, end) => {
    if (start !== last) {
      spans.push([start, end]);
      features.push([]);
      last = start;
    }
    features.at(-1)?.push(feature);
  });
  return { spans, features };
}

/** Cuts a text into words: letters and digits; of Chinese, Japanese and Korean each character; the question mark. */
function scan(text: string, emit: Emit): void {
  const before = { first: 0, second: 0 };
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isIdeograph(code) || code === QUESTION) {
      word(mix(SEED, code), 0, at, at + 1, before, emit);
      at += 1;
    } else if (isLetter(code)) at = letters(text, at, before, emit);
    else at += 1;
  }
}

function letters(text: string, from: number, before: Before, emit: Emit): number {
  let hash = SEED;
  let prefix = 0;
  let at = from;
  let digits = 0;
  for (let length = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (!isLetter(code)) break;
    const isDigit = code >= ZERO && code <= NINE;
    if (isDigit) digits += 1;
    if (isDigit && at > from && isDigitCode(text.charCodeAt(at - 1))) continue;
    hash = mix(hash, isDigit ? ZERO : code);
    length += 1;
    if (length === PREFIX) prefix = mix(hash, SALT_PREFIX);
  }
  if (digits === at - from) {
    word(
      isStatus(text, from, at) ? mix(SEED, Number(text.slice(from, at))) : mix(SEED, ZERO),
      0,
      from,
      at,
      before,
      emit,
    );
  } else word(hash, at - from > PREFIX ? prefix : 0, from, at, before, emit);
  return at;
}

interface Before {
  first: number;
  second: number;
}

function word(hash: number, prefix: number, start: number, end: number, before: Before, emit: Emit): void {
  emit(bucket(hash), start, end);
  if (prefix !== 0) emit(bucket(prefix), start, end);
  if (before.first !== 0) emit(bucket(mix(mix(before.first, SALT_PAIR), hash)), start, end);
  if (before.second !== 0) emit(bucket(mix(mix(before.second, SALT_SKIP), hash)), start, end);
  before.second = before.first;
  before.first = hash;
}

/** One step of MurmurHash3. */
function mix(hash: number, value: number): number {
  const key = Math.imul(value, 0xcc9e2d51);
  const mixed = hash ^ Math.imul((key << 15) | (key >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/** The end of MurmurHash3, of which as many bits are kept as there are numbers. */
function bucket(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) & (BUCKETS - 1);
}

/** HTTP statuses of failures keep their number, all other numbers are alike. */
function isStatus(text: string, from: number, to: number): boolean {
  const first = text.charCodeAt(from);
  return to - from === 3 && (first === 52 || first === 53);
}

function isDigitCode(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function isLetter(code: number): boolean {
  if (code < 128) return isDigitCode(code) || (code >= 97 && code <= 122);
  return code >= 0xc0 && (code < 0x2000 || (code >= 0x2c00 && code < 0x2e00)) && code !== 0xd7 && code !== 0xf7;
}

/** Scripts that put no space between words, and Korean. */
function isIdeograph(code: number): boolean {
  return (code >= 0x3040 && code < 0xa000) || (code >= 0xac00 && code < 0xd7b0) || (code >= 0xf900 && code < 0xfb00);
}

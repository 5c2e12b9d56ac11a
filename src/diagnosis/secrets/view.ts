import { TOKEN } from './alphabet.ts';

/**
 * A text as secrets are looked for in it: escapes, percent signs, entities, colour codes, emphasis and characters that
 * nobody sees are undone, so that a key reads as its owner knows it. Each position leads back to the text as given.
 */
export class View {
  /** One byte a character; 255 is everything outside of ASCII. */
  readonly codes: Uint8Array;
  readonly #map: Int32Array | null;
  #text: string | null;

  /**
   * @param map for each position of `codes` its offset in the text as given, and one entry more; null where they are equal
   * @param text the text as given where `map` is null
   */
  constructor(codes: Uint8Array, map: Int32Array | null, text: string | null) {
    this.codes = codes;
    this.#map = map;
    this.#text = text;
  }

  /** As many characters as `codes` has bytes. */
  get text(): string {
    this.#text ??= LATIN.decode(this.codes);
    return this.#text;
  }

  /** The offset in the text as given. */
  origin(at: number): number {
    return this.#map === null ? at : (this.#map[at] as number);
  }
}

const LATIN = new TextDecoder('latin1');
const NEWLINE = 10;
const ESCAPE = 27;
const SPACE = 32;
const QUOTE = 34;
const PERCENT = 37;
const AMPERSAND = 38;
const APOSTROPHE = 39;
const STAR = 42;
const HYPHEN = 45;
const BRACKET = 91;
const BACKSLASH = 92;
const BACKTICK = 96;
const BAR = 124;
const TILDE = 126;
const FOREIGN = 255;

const SPECIAL = specialTable();
const COLOUR = /\u001b?\[[0-9;?]{0,16}[A-Za-z]|\u001b\][^\u0007\u001b]{0,400}(?:\u0007|\u001b\\)?|\u001b[^[\]]?/y;
const LONE_COLOUR = /\[[0-9]{1,3}(?:;[0-9]{1,3}){0,5}m/y;
const WRITTEN_ESCAPE = /(?:033|e|x1[bB]|u001[bB])(?=\[)/y;
const ENTITY = /&(?:#([0-9]{1,6})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,5}));/y;
const ENTITIES: Readonly<Record<string, number>> = { quot: 34, apos: 39, lt: 60, gt: 62, amp: 38, nbsp: 32, shy: 0xad };
const CODE_POINT = /u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})/y;

/** What one step of the reader gives: what to write (a code point, or null for nothing), and where to go on. */
type Read = readonly [code: number | null, next: number];

/**
 * Gives the view of a text.
 *
 * @param codes `text` with one byte a character, 255 for what is not ASCII
 */
export function viewOf(text: string, codes: Uint8Array): View {
  let at = 0;
  while (at < codes.length && SPECIAL[codes[at] as number] === 0) at += 1;
  if (at === codes.length) return new View(codes, null, text);
  const out = new Uint8Array(codes.length);
  const map = new Int32Array(codes.length + 1);
  out.set(codes.subarray(0, at));
  for (let index = 0; index < at; index += 1) map[index] = index;
  let length = at;
  while (at < codes.length) {
    const byte = codes[at] as number;
    if (SPECIAL[byte] === 0) {
      out[length] = byte;
      map[length] = at;
      length += 1;
      at += 1;
      continue;
    }
    const [code, next] = special(text, codes, at, length === 0 ? SPACE : (out[length - 1] as number));
    const plain = code === null ? null : plainOf(code);
    if (plain !== null) {
      out[length] = plain;
      map[length] = at;
      length += 1;
    }
    at = next;
  }
  map[length] = codes.length;
  return new View(out.subarray(0, length), map.subarray(0, length + 1), null);
}

function special(text: string, codes: Uint8Array, at: number, before: number): Read {
  switch (codes[at] as number) {
    case ESCAPE:
      return [null, matchEnd(COLOUR, text, at) ?? at + 1];
    case BRACKET: {
      const end = matchEnd(LONE_COLOUR, text, at);
      return end === null ? [BRACKET, at + 1] : [null, end];
    }
    case BACKSLASH:
      return escaped(text, at);
    case PERCENT:
      return percent(codes, at);
    case AMPERSAND:
      return entity(text, at);
    case FOREIGN: {
      const point = text.codePointAt(at) as number;
      return [point, at + (point > 0xffff ? 2 : 1)];
    }
    default:
      return emphasis(codes, at, before);
  }
}

function matchEnd(expression: RegExp, text: string, at: number): number | null {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : null;
}

/** `**`, `||`, `~~` and backticks in the middle of a word are what a chat makes bold, hidden, struck or code. */
function emphasis(codes: Uint8Array, at: number, before: number): Read {
  const byte = codes[at] as number;
  let end = at + 1;
  while (end < codes.length && codes[end] === byte) end += 1;
  const length = end - at;
  const marks = byte === BACKTICK ? length <= 3 : length === 2 || (length === 1 && byte === STAR);
  const inside = TOKEN[before] === 1 && TOKEN[codes[end] ?? SPACE] === 1;
  return marks && inside ? [null, end] : [byte, at + 1];
}

function escaped(text: string, at: number): Read {
  let next = at + 1;
  while (text.charCodeAt(next) === BACKSLASH) next += 1;
  const colour = matchEnd(WRITTEN_ESCAPE, text, next);
  if (colour !== null) return [null, matchEnd(COLOUR, text, colour) ?? colour];
  CODE_POINT.lastIndex = next;
  const written = CODE_POINT.exec(text);
  if (written === null) return shortEscape(text, next);
  const digits = (written[1] ?? written[2] ?? written[3]) as string;
  return [Number.parseInt(digits, 16), CODE_POINT.lastIndex];
}

function shortEscape(text: string, at: number): Read {
  const letter = text.charAt(at);
  if (letter === 'n' || letter === 'r') return [NEWLINE, at + 1];
  if (letter === 't') return [SPACE, at + 1];
  // The shell goes on in the next line.
  if (letter === '\n' || letter === '\r') return [null, at + (text.startsWith('\r\n', at) ? 2 : 1)];
  if (letter === '' || /[\p{L}\p{N}]/u.test(letter)) return [BACKSLASH, at];
  const point = text.codePointAt(at) as number;
  return [point, at + (point > 0xffff ? 2 : 1)];
}

/** `%3D`, also `%253D`, and the bytes of UTF-8. */
function percent(codes: Uint8Array, at: number): Read {
  let [byte, next] = percentByte(codes, at);
  if (byte === null) return [PERCENT, at + 1];
  while (byte === PERCENT) {
    const again: readonly [number | null, number] = percentByte(codes, next - 1);
    if (again[0] === null) break;
    [byte, next] = again as [number, number];
  }
  if (byte < 0xc0) return [byte, next];
  let point = byte & (byte < 0xe0 ? 0x1f : byte < 0xf0 ? 0x0f : 0x07);
  for (let left = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3; left > 0; left -= 1) {
    const [more, after] = percentByte(codes, next);
    if (more === null || more < 0x80 || more >= 0xc0 || codes[next] !== PERCENT) return [0xfffd, next];
    point = (point << 6) | (more & 0x3f);
    next = after;
  }
  return [point, next];
}

/** The two digits behind the percent sign at `at`, or behind what stands for one. */
function percentByte(codes: Uint8Array, at: number): readonly [number | null, number] {
  const high = hexDigit(codes[at + 1]);
  const low = hexDigit(codes[at + 2]);
  return high === null || low === null ? [null, at + 1] : [high * 16 + low, at + 3];
}

function hexDigit(code = 0): number | null {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : null;
}

function entity(text: string, at: number): Read {
  ENTITY.lastIndex = at;
  const found = ENTITY.exec(text);
  if (found === null) return [AMPERSAND, at + 1];
  const [, decimal, hex, name] = found;
  const point =
    name !== undefined ? ENTITIES[name] : Number.parseInt((decimal ?? hex) as string, decimal === undefined ? 16 : 10);
  return point === undefined ? [AMPERSAND, at + 1] : [point, ENTITY.lastIndex];
}

/** What a character counts as: ASCII, 255 for what is neither, null for what nobody sees. */
function plainOf(point: number): number | null {
  if (point < 128) return point;
  if (isInvisible(point)) return null;
  if (point >= 0xff01 && point <= 0xff5e) return point - 0xfee0;
  return LOOKS_LIKE.find(([first, last]) => point >= first && point <= last)?.[2] ?? FOREIGN;
}

/** First and last code point of what looks and is typed like an ASCII character, and that character. */
const LOOKS_LIKE: readonly (readonly [number, number, number])[] = [
  [0x2010, 0x2015, HYPHEN],
  [0x2212, 0x2212, HYPHEN],
  [0xfe58, 0xfe58, HYPHEN],
  [0xfe63, 0xfe63, HYPHEN],
  [0xa0, 0xa0, SPACE],
  [0x2000, 0x200a, SPACE],
  [0x202f, 0x202f, SPACE],
  [0x3000, 0x3000, SPACE],
  [0x85, 0x85, NEWLINE],
  [0x2028, 0x2029, NEWLINE],
  [0x2018, 0x2019, APOSTROPHE],
  [0x201c, 0x201e, QUOTE],
  [0xab, 0xab, QUOTE],
  [0xbb, 0xbb, QUOTE],
];

/** First and last code point of what has no glyph and no width. */
const INVISIBLE: readonly (readonly [number, number])[] = [
  [0x80, 0x84],
  [0x86, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0xe0000, 0xe01ef],
];

function isInvisible(point: number): boolean {
  return INVISIBLE.some(([first, last]) => point >= first && point <= last);
}

function specialTable(): Uint8Array {
  const table = new Uint8Array(256);
  for (const code of [ESCAPE, PERCENT, AMPERSAND, STAR, BRACKET, BACKSLASH, BACKTICK, BAR, TILDE, FOREIGN])
    table[code] = 1;
  return table;
}

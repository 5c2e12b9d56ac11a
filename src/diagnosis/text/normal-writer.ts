import type { Searched } from '#diagnosis/catalogue/automaton.ts';

const SPACE = 32;
const NEWLINE = 10;
const QUOTE = 34;

/** What an ASCII character becomes; 0 for the characters that need a closer look, and for all that are not ASCII. */
const PLAIN = plainTable();
const UTF_8 = new TextDecoder('utf-8', { ignoreBOM: true });
const UTF_16 = new TextDecoder('utf-16le', { ignoreBOM: true });
const TO_UTF_8 = new TextEncoder();
const NONE = new Uint8Array(0);

/**
 * Each character of a text as a byte; what is not ASCII is 255. Loops over this are several times as fast as over the
 * characters of a string.
 *
 * @param into where there is room for it, the bytes go there
 */
export function asciiCodes(text: string, into: Uint8Array = NONE): Uint8Array {
  const codes = into.length >= text.length ? into.subarray(0, text.length) : new Uint8Array(text.length);
  // Only ASCII takes one byte a character, so that all was read only if all was ASCII.
  if (TO_UTF_8.encodeInto(text, codes).read === text.length) return codes;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    codes[at] = code < 128 ? code : 255;
  }
  return codes;
}

/** Takes the characters of a normalised text one after the other. One writer can serve many texts in turn. */
export class NormalWriter {
  #bytes = NONE;
  #map = new Int32Array(0);
  #length = 0;
  #space = true;
  /** Places of the characters that are not ASCII, and their codes. */
  #wideAt: number[] = [];
  #wideCodes: number[] = [];
  /** Does nothing but white space and quoting stand before this on its line? */
  lineStart = true;

  /** @param expected length of the text as given */
  begin(expected: number): void {
    this.#length = 0;
    this.#space = true;
    this.#wideAt = [];
    this.#wideCodes = [];
    if (this.#bytes.length >= expected + 64) return;
    this.#bytes = new Uint8Array(expected + 64);
    this.#map = new Int32Array(expected + 65);
  }

  /**
   * Writes characters that need no closer look.
   *
   * @param codes the text as given, see {@link asciiCodes}
   * @returns where it stopped
   */
  plain(codes: Uint8Array, from: number, to: number): number {
    if (this.#bytes.length < this.#length + to - from) this.#grow(to - from);
    const bytes = this.#bytes;
    const map = this.#map;
    let { lineStart } = this;
    let length = this.#length;
    let space = this.#space;
    let at = from;
    for (; at < to; at += 1) {
      const code = codes[at] as number;
      const plain = PLAIN[code] as number;
      if (plain === SPACE) {
        if (code === NEWLINE) lineStart = true;
        if (space) continue;
        space = true;
      } else if (plain === 0) break;
      else {
        space = false;
        lineStart = false;
      }
      bytes[length] = plain;
      map[length] = at;
      length += 1;
    }
    this.lineStart = lineStart;
    this.#length = length;
    this.#space = space;
    return at;
  }

  code(code: number, from: number): void {
    if (code === SPACE) {
      if (this.#space) return;
      this.#space = true;
    } else this.#space = false;
    if (this.#length >= this.#bytes.length) this.#grow(1);
    if (code >= 128) {
      this.#wideAt.push(this.#length);
      this.#wideCodes.push(code);
    }
    this.#bytes[this.#length] = code;
    this.#map[this.#length] = from;
    this.#length += 1;
  }

  push(text: string, from: number): void {
    for (let index = 0; index < text.length; index += 1) this.code(text.charCodeAt(index), from);
  }

  #grow(needed: number): void {
    const bytes = new Uint8Array(this.#bytes.length * 2 + needed);
    bytes.set(this.#bytes);
    this.#bytes = bytes;
    const map = new Int32Array(bytes.length + 1);
    map.set(this.#map);
    this.#map = map;
  }

  /** @param end length of the text as given */
  done(end: number): Searched & { readonly map: Int32Array } {
    const bytes = this.#bytes.subarray(0, this.#length);
    this.#map[this.#length] = end;
    return {
      text: this.#text(bytes),
      bytes,
      ascii: this.#wideAt.length === 0,
      map: this.#map.subarray(0, this.#length + 1),
    };
  }

  /** Lone surrogates come out as the replacement character: one for one, so that positions stay. */
  #text(bytes: Uint8Array): string {
    if (this.#wideAt.length === 0) return UTF_8.decode(bytes);
    const codes = Uint16Array.from(bytes);
    for (const [index, at] of this.#wideAt.entries()) codes[at] = this.#wideCodes[index] as number;
    return UTF_16.decode(codes);
  }
}

/** What an ASCII character becomes by itself; undefined where that depends on what stands around it. */
export function plainOf(code: number): number | undefined {
  const plain = PLAIN[code] as number;
  return plain === 0 ? undefined : plain;
}

function plainTable(): Uint8Array {
  const table = new Uint8Array(256);
  for (let code = 0; code < 128; code += 1) {
    if (code <= SPACE || code === 127) table[code] = SPACE;
    else if (code === 39 || code === 96) table[code] = QUOTE;
    else if (code >= 65 && code <= 90) table[code] = code + 32;
    else table[code] = code;
  }
  // Backslash, escape, bracket, ampersand, the mark of quoted lines.
  for (const code of [92, 27, 91, 38, 62]) table[code] = 0;
  return table;
}

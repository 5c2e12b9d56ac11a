/** Which characters secrets consist of; one entry a byte, 255 stands for everything outside of ASCII. */
function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** 1 for letters and digits. */
export const ALNUM = tableOf(LETTERS_AND_DIGITS);
/** 1 for what stands in nearly every key: letters, digits, `_` and `-`. */
export const TOKEN = tableOf(`${LETTERS_AND_DIGITS}_-`);
/** 1 for what a value without quotes can consist of. */
export const VALUE = tableOf(`${LETTERS_AND_DIGITS}_-.~+/=:!$#^*@|`);
/** 1 for blanks and line breaks. */
export const BLANK = tableOf(' \t\r\n');

/** 6 bits for each character, upper and lower case alike: three of them make the number by which words are looked up. */
export const FOLD = foldTable();

function foldTable(): Uint8Array {
  const table = new Uint8Array(256);
  for (let code = 0; code < 26; code += 1) {
    table[65 + code] = code + 1;
    table[97 + code] = code + 1;
  }
  for (const [index, character] of Array.from('0123456789_-./:+=~|!$ @').entries())
    table[character.charCodeAt(0)] = 27 + index;
  return table;
}

/** The number of three characters of a text from `at` on. */
export function trigramAt(text: string, at: number): number {
  let number = 0;
  for (let index = at; index < at + 3; index += 1)
    number = (number << 6) | (FOLD[text.charCodeAt(index) & 255] as number);
  return number;
}

/** All numbers that {@link trigramAt} gives are smaller. */
export const TRIGRAMS = 1 << 18;

/** Where the run of characters of a table that goes on at `from` ends. */
export function runEnd(codes: Uint8Array, from: number, table: Uint8Array, limit = codes.length): number {
  const last = Math.min(codes.length, limit);
  let at = from;
  while (at < last && table[codes[at] as number] === 1) at += 1;
  return at;
}

/** Where the run of characters of a table that ends at `to` begins; goes back over `most` characters at most. */
export function runStart(codes: Uint8Array, to: number, table: Uint8Array, most: number): number {
  const least = Math.max(0, to - most);
  let at = to;
  while (at > least && table[codes[at - 1] as number] === 1) at -= 1;
  return at;
}

/** A table of the characters of `characters` and those of another table. */
export function tableWith(base: Uint8Array, characters: string): Uint8Array {
  const table = Uint8Array.from(base);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

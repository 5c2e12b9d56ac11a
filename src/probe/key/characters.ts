/** A character that no key has, and where it stands, counted from 1. */
export interface OddCharacter {
  readonly codePoint: number;
  readonly position: number;
}

/** First and last code point of characters without a glyph: controls, zero-width and direction marks, fillers, selectors, tags. */
const INVISIBLE: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0e, 0x1f],
  [0x7f, 0x9f],
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

const MOST_NAMED = 5;

/** The characters of a text that fit, with their positions. */
export function charactersThat(fits: (character: string) => boolean, text: string): readonly OddCharacter[] {
  return codePoints(text).flatMap((character, index) =>
    fits(character) ? [{ codePoint: character.codePointAt(0) ?? 0, position: index + 1 }] : [],
  );
}

/** A text in code points: an accent or a joiner on its own is what is looked for. */
export function codePoints(text: string): readonly string[] {
  return Array.from(text);
}

/** Does nobody see this character? */
export function isInvisible(character: string): boolean {
  const codePoint = character.codePointAt(0) ?? 0;
  return INVISIBLE.some(([first, last]) => codePoint >= first && codePoint <= last);
}

/** Is it white space, also of other scripts? */
export function isBlank(character: string): boolean {
  return /\s/u.test(character);
}

/** Can this character stand in a header value as it is? */
export function isPrintableAscii(character: string): boolean {
  return /^[\x21-\x7e]$/.test(character);
}

/** "U+200B at 12, U+00A0 at 30 and 3 more". */
export function named(characters: readonly OddCharacter[]): string {
  const shown = characters
    .slice(0, MOST_NAMED)
    .map(({ codePoint, position }) => `${unicodeName(codePoint)} at ${position}`)
    .join(', ');
  return characters.length > MOST_NAMED ? `${shown} and ${characters.length - MOST_NAMED} more` : shown;
}

/** "12, 40". */
export function positions(characters: readonly OddCharacter[]): string {
  return characters
    .slice(0, MOST_NAMED)
    .map(({ position }) => position)
    .join(', ');
}

function unicodeName(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

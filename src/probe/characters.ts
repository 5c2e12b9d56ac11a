/** A character that no key has, and where it stands, counted from 1. */
export interface OddCharacter {
  readonly codePoint: number;
  readonly position: number;
}

/** Characters without a glyph: zero-width and direction marks, soft hyphen, fillers, variation selectors, tags, controls. */
const INVISIBLE =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/u;

const MOST_NAMED = 5;

/** The characters of a text that fit, with their positions. */
export function charactersThat(fits: (character: string) => boolean, text: string): readonly OddCharacter[] {
  return [...text].flatMap((character, index) =>
    fits(character) ? [{ codePoint: character.codePointAt(0) ?? 0, position: index + 1 }] : [],
  );
}

/** Does nobody see this character? */
export function isInvisible(character: string): boolean {
  return INVISIBLE.test(character);
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

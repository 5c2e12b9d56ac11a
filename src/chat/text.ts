/** Anything that would move text about on the screen or hide it. */
export const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** A text of at most so many UTF-16 units, without half a character at its end. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  if (most <= 0) return '';
  const end = most - 1;
  const code = text.charCodeAt(end - 1);
  const half = code >= 0xd800 && code <= 0xdbff;
  return `${text.slice(0, half ? end - 1 : end)}…`;
}

/** So much of a file's beginning tells whether it is text, in characters. */
const LOOK_AT = 4096;

/**
 * Bytes as text: UTF-8, or UTF-16 with its mark as PowerShell writes it.
 *
 * @returns null where they are no text
 */
export function decodeText(bytes: Uint8Array): string | null {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  return isBinary(text) ? null : text;
}

/** NUL never stands in text, and a decoder's replacement characters everywhere mean that it was none. */
function isBinary(text: string): boolean {
  const head = text.slice(0, LOOK_AT);
  if (head.includes('\0')) return true;
  return (head.match(/\ufffd/g)?.length ?? 0) > head.length / 20;
}

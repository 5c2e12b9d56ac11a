/** A text that can be diagnosed, or the sentence that says why it cannot. */
export type Accepted = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly refusal: string };

/** Longest text that is looked at, in bytes. */
export const LONGEST_PASTE = 16 * 1024 * 1024;

/**
 * Decodes what came from a file or a pipe: UTF-8, or UTF-16 with its mark as PowerShell writes it.
 *
 * @returns the text, or a refusal where it is empty, too long or no text
 */
export function acceptPaste(bytes: Uint8Array): Accepted {
  if (bytes.length > LONGEST_PASTE) {
    return refuse(
      `That is ${Math.round(bytes.length / 1024 / 1024)} MB. Paste the part around the error; the limit is ${LONGEST_PASTE / 1024 / 1024} MB.`,
    );
  }
  const text = decode(bytes);
  if (text.trim() === '') return refuse('There is no text in it. Paste the error as your tool printed it.');
  if (isBinary(text)) return refuse('That is no text but binary data. Paste the error as text.');
  return { ok: true, text };
}

function refuse(refusal: string): Accepted {
  return { ok: false, refusal };
}

function decode(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** NUL never stands in text, and a decoder's replacement characters everywhere mean that it was none. */
function isBinary(text: string): boolean {
  const head = text.slice(0, 4096);
  if (head.includes('\0')) return true;
  return (head.match(/\ufffd/g)?.length ?? 0) > head.length / 20;
}

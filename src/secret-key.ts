import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';

/** A piece of a key this long or longer is cut out of foreign texts; shorter ones also occur by chance. */
const SHORTEST_PIECE = 8;
const CUT = '[key]';

/**
 * An API key. Nothing that prints, serialises or inspects it shows more than its first segment and length, such as
 * `sk-…(51 characters)`; the value has one way out, {@link reveal}.
 */
export class SecretKey {
  readonly #value: string;

  /** @param value the key as the person gave it, also where it is no good key */
  constructor(value: string) {
    this.#value = value;
  }

  /** Length in UTF-16 units. */
  get length(): number {
    return this.#value.length;
  }

  /** The key itself. Only for the look at its characters and for the header of the one request it was given for. */
  reveal(): string {
    return this.#value;
  }

  /**
   * A keyed fingerprint, by which two records are known to be about the same key.
   *
   * @param secret the operator's SECRET_KEY: without it nobody can try keys against the records
   * @returns 32 hexadecimal characters of HMAC-SHA-256
   */
  fingerprint(secret: string): string {
    return createHmac('sha256', secret).update(this.#value).digest('hex').slice(0, 32);
  }

  /**
   * A foreign text without this key: whole, in pieces of 8 characters or more, and as it looks escaped for JSON, for an
   * address or in base64. Providers echo keys in their error messages.
   */
  cutFrom(text: string): string {
    const forms = writtenForms(this.#value);
    let out = text;
    for (const form of forms) if (form.length >= SHORTEST_PIECE) out = out.replaceAll(form, CUT);
    for (const form of forms) out = cutPieces(out, form);
    return out;
  }

  toString(): string {
    const segment = this.#value.length >= 16 ? (/^[A-Za-z]{2,6}[-_]/.exec(this.#value)?.[0] ?? '') : '';
    return `${segment}…(${this.#value.length} characters)`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

function writtenForms(value: string): readonly string[] {
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '');
  const forms = [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value), base64];
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** Every stretch of the text that is a stretch of the key. Looks at every eighth piece first: that is cheap and misses none of 15 or more. */
function cutPieces(text: string, key: string): string {
  if (key.length < SHORTEST_PIECE) return key.length >= 4 ? text.replaceAll(key, CUT) : text;
  if (text.length > 400 && !hasPiece(text, key)) return text;
  const pieces = new Set<string>();
  for (let at = 0; at + SHORTEST_PIECE <= key.length; at += 1) pieces.add(key.slice(at, at + SHORTEST_PIECE));
  const parts: string[] = [];
  let kept = 0;
  let at = 0;
  while (at + SHORTEST_PIECE <= text.length) {
    if (!pieces.has(text.slice(at, at + SHORTEST_PIECE))) {
      at += 1;
      continue;
    }
    let end = at + SHORTEST_PIECE;
    while (end < text.length && pieces.has(text.slice(end - SHORTEST_PIECE + 1, end + 1))) end += 1;
    parts.push(text.slice(kept, at), CUT);
    kept = end;
    at = end;
  }
  return kept === 0 ? text : [...parts, text.slice(kept)].join('');
}

function hasPiece(text: string, key: string): boolean {
  for (let at = 0; at + SHORTEST_PIECE <= key.length; at += SHORTEST_PIECE)
    if (text.includes(key.slice(at, at + SHORTEST_PIECE))) return true;
  return false;
}

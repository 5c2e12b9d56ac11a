import { runEnd, TOKEN, tableWith } from './alphabet.ts';
import { isReference, isStandIn, isWellKnown } from './placeholder.ts';
import { looksRandom } from './randomness.ts';
import type { View } from './view.ts';

/** A stretch of a view. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const LONGEST_BLOCK = 200_000;
const PRIVATE = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----/y;
const OTHER_BLOCK =
  /-----BEGIN (?:[A-Z0-9 ]{0,40}(?:CERTIFICATE|PUBLIC KEY|CRL|SIGNED MESSAGE|SIGNATURE)[A-Z ]{0,20})-----/y;
const BODY_LINE =
  /[A-Za-z0-9+/=]{16}|^[^\n]{0,80}(?:Proc-Type|DEK-Info|Version|Comment|Hash):|^[\s>+|-]{0,12}=?[A-Za-z0-9+/=]{0,15}$/;
const LEAST_BODY = 40;

/** What the block that begins at `start` is. */
export interface Block extends Stretch {
  readonly secret: boolean;
  /** Does the view end before the block does? */
  readonly open: boolean;
}

/** A private key from its first to its last line, whatever a log or a diff has written between; or a public block. */
export function blockAt({ text }: View, start: number): Block | null {
  PRIVATE.lastIndex = start;
  OTHER_BLOCK.lastIndex = start;
  const secret = PRIVATE.test(text);
  if (!secret && !OTHER_BLOCK.test(text)) return null;
  const from = secret ? PRIVATE.lastIndex : OTHER_BLOCK.lastIndex;
  const limit = start + LONGEST_BLOCK;
  const last = text.indexOf('-----END ', from);
  if (last !== -1 && last < limit) {
    const close = text.indexOf('-----', last + 9);
    const end = close === -1 || close > last + 80 ? last + 8 : close + 5;
    const body = text.slice(from, last).replaceAll(/[^A-Za-z0-9+/]/g, '').length;
    return { start, end, secret: secret && body >= LEAST_BODY, open: false };
  }
  const end = bodyEnd(text, from, Math.min(text.length, limit));
  return { start, end, secret: secret && end - from >= LEAST_BODY, open: end === text.length };
}

/** A block that was cut off goes on as long as its lines hold nothing but its body. */
function bodyEnd(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit) {
    const newline = text.indexOf('\n', at + 1);
    const end = newline === -1 ? limit : newline;
    if (at > from && !BODY_LINE.test(text.slice(at, end).trim())) return at;
    at = end;
  }
  return limit;
}

const PRIVATE_LINES = /PuTTY-User-Key-File-\d[^]{0,1200}?\nPrivate-Lines: (\d{1,4})\r?\n/y;
const MAC = /Private-MAC: ?[a-f0-9]{0,64}/y;

/** The private lines of a PuTTY key file that begins at `start`. */
export function puttyAt({ text }: View, start: number): Stretch | null {
  PRIVATE_LINES.lastIndex = start;
  const match = PRIVATE_LINES.exec(text);
  if (match === null) return null;
  let end = PRIVATE_LINES.lastIndex;
  for (let line = Number(match[1]); line > 0 && end < text.length; line -= 1) {
    const newline = text.indexOf('\n', end);
    end = newline === -1 ? text.length : newline + 1;
  }
  MAC.lastIndex = end;
  const last = MAC.test(text) ? MAC.lastIndex : end;
  return { start: start + match[0].length, end: last };
}

const USER_INFO = 400;
const LOCAL = /^(?:localhost|127\.|0\.0\.0\.0|\[?::1|host\.docker\.internal|db\b|postgres\b|redis\b|mysql\b|mongo\b)/i;

/** The password, or the token in its place, of an address: `at` is where its `://` stands. */
export function addressAt(view: View, at: number): Stretch | null {
  const { text } = view;
  const from = at + 3;
  const sign = signOf(view, from);
  if (sign === null) return null;
  const colon = text.indexOf(':', from);
  const alone = colon === -1 || colon >= sign;
  const stretch = { start: alone ? from : colon + 1, end: sign };
  return isPassword(view, stretch, { alone, host: text.slice(sign + 1, sign + 40) }) ? stretch : null;
}

const ENDS_HOST = /[\s"'<>]/;
const HOST_BEHIND = /^[^\s"'<>@]{0,80}@[\w.-]+/;

/** Where the last `@` before the host stands. A password may hold a slash or another `@`. */
function signOf({ text, codes }: View, from: number): number | null {
  let sign: number | null = null;
  const limit = Math.min(codes.length, from + USER_INFO);
  for (let end = from; end < limit; end += 1) {
    const character = text.charAt(end);
    if (character === '@') sign = end;
    else if (ENDS_HOST.test(character)) break;
    else if ('/?#'.includes(character) && (sign !== null || !HOST_BEHIND.test(text.slice(end, end + 160)))) break;
  }
  return sign;
}

function isPassword(
  { text, codes }: Pick<View, 'text' | 'codes'>,
  { start, end }: Stretch,
  { alone, host }: { readonly alone: boolean; readonly host: string },
): boolean {
  const value = text.slice(start, end);
  if (value.length < 3 || isStandIn(value) || isReference(value) || isWellKnown(value)) return false;
  const random = looksRandom(codes, start, end);
  if (alone) return random && value.length >= 16;
  return (
    random || (!LOCAL.test(host) && !/^[a-z]+$|^[A-Z_]+$/.test(value)) || (!LOCAL.test(host) && value.length >= 10)
  );
}

const LOGIN = /(?:-u ?|--user(?:=| ))["']?[\w.@+-]{0,80}:/y;
const LOGIN_VALUE = tableWith(TOKEN, '.~+/=:!$#^*@%|');
const COMMAND = /\b(?:curl|wget|http|https|xh|mysql|mongosh?|ldapsearch|docker)\b[^\n]{0,400}$/i;

/** The password of `curl -u name:password`; `at` is where the option stands. */
export function loginAt({ text, codes }: View, at: number): Stretch | null {
  LOGIN.lastIndex = at;
  if (!LOGIN.test(text) || !COMMAND.test(text.slice(Math.max(0, at - 420), at))) return null;
  const start = LOGIN.lastIndex;
  const end = runEnd(codes, start, LOGIN_VALUE, start + 1000);
  const value = text.slice(start, end);
  if (value.length < 4 || isStandIn(value) || isReference(value) || isWellKnown(value)) return null;
  return { start, end };
}

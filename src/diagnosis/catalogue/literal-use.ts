import type { Normalised } from '#diagnosis/text/normalise.ts';
import type { LiteralUse } from './compile.ts';

const QUOTE = 34;
const SPACE = 32;
const DASH = 45;
const DOT = 46;
const COLON = 58;
const EQUALS = 61;
const UNDERSCORE = 95;

/** Does a literal that was found at a place mean there what its use asks for? A part of a longer word or name does not. */
export function holdsAt(use: LiteralUse, literal: string, at: number, normal: Normalised, given: string): boolean {
  const { text } = normal;
  const end = at + literal.length;
  switch (use.type) {
    case 'text':
      return beginsWord(literal, at, normal, given) && !(use.wholeWord && isWordy(text.charCodeAt(end)));
    case 'host':
      return isHost(text, at, end);
    case 'variable':
      return isWhole(text, at, end);
    case 'field':
      return !isName(text.charCodeAt(end)) && nameStandsBefore(text, at, use.name);
    case 'short-field':
      return isWhole(text, at, end) && valueStandsBehind(text, end, use.value);
    case 'anchor':
    case 'regex':
      return true;
  }
}

function beginsWord(literal: string, at: number, normal: Normalised, given: string): boolean {
  return !isWordy(literal.charCodeAt(0)) || !isWordy(normal.text.charCodeAt(at - 1)) || isHump(normal, given, at);
}

function isHost(text: string, at: number, end: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(end);
  if (isWordy(before) || before === DASH || isWordy(after)) return false;
  return !(after === DOT && isWordy(text.charCodeAt(end + 1)));
}

function isWhole(text: string, at: number, end: number): boolean {
  return !isName(text.charCodeAt(at - 1)) && !isName(text.charCodeAt(end));
}

function nameStandsBefore(text: string, at: number, name: string): boolean {
  let end = at;
  if (text.charCodeAt(end - 1) === QUOTE) end -= 1;
  if (text.charCodeAt(end - 1) === SPACE) end -= 1;
  const sign = text.charCodeAt(end - 1);
  if (sign !== COLON && sign !== EQUALS) return false;
  end -= 1;
  if (text.charCodeAt(end - 1) === SPACE) end -= 1;
  if (text.charCodeAt(end - 1) === QUOTE) end -= 1;
  return text.startsWith(name, end - name.length) && !isName(text.charCodeAt(end - name.length - 1));
}

const SIGN = /^"? ?[:=] ?"?/;

function valueStandsBehind(text: string, end: number, value: string): boolean {
  const sign = SIGN.exec(text.slice(end, end + 8));
  if (sign === null) return false;
  const from = end + sign[0].length;
  return text.startsWith(value, from) && !isName(text.charCodeAt(from + value.length));
}

/** A capital in the middle of a word begins one too: `ConnectionError` in `APIConnectionError`. */
function isHump(normal: Normalised, given: string, at: number): boolean {
  const code = given.charCodeAt(normal.map[at] as number);
  return code >= 65 && code <= 90;
}

function isWordy(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

function isName(code: number): boolean {
  return isWordy(code) || code === UNDERSCORE;
}

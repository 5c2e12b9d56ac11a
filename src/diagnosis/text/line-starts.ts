const NEWLINE = 10;
const SPACE = 32;
const DOT = 46;
const MARKS = tableOf('#|:-*=');
const WORD = tableOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_');
/** The first two letters of the types of commits: feat, fix, docs, chore, ci, refactor, revert, perf, test, build, style. */
const ENTRY_STARTS = new Set(['fe', 'fi', 'do', 'ch', 'ci', 're', 'pe', 'te', 'bu', 'st'].map(pairOf));

/** What the beginnings of a text's lines allow, so that the expressions for them are run only where they can match. */
export interface LineStarts {
  /** A line begins with a mark of Markdown, or with something that is not ASCII. */
  readonly mark: boolean;
  /** A line begins like an entry of a changelog: with a type of commit, or with digits and a dot. */
  readonly entry: boolean;
}

/** Line ends of expressions that are no line feed; rare enough to give up on. */
const OTHER_LINE_END = /\r(?!\n)|[\u2028\u2029]/;

/**
 * @param given a text
 * @param codes the same as `asciiCodes` gives it
 */
export function readLineStarts(given: string, codes: Uint8Array): LineStarts {
  if (OTHER_LINE_END.test(given)) return { mark: true, entry: true };
  let mark = false;
  let entry = false;
  for (let at = 0; at < codes.length && !(mark && entry); ) {
    const end = codes.indexOf(NEWLINE, at);
    mark ||= isMark(codes, at);
    entry ||= isEntry(codes, at);
    at = end === -1 ? codes.length : end + 1;
  }
  return { mark, entry };
}

function isMark(codes: Uint8Array, from: number): boolean {
  let at = from;
  while (at < codes.length && codes[at] !== NEWLINE && (codes[at] as number) <= SPACE) at += 1;
  const code = codes[at] ?? NEWLINE;
  return code >= 128 || MARKS[code] === 1;
}

function isEntry(codes: Uint8Array, from: number): boolean {
  let at = from;
  // Four characters that belong to no word, and a bracket.
  while (at < from + 5 && at < codes.length && WORD[codes[at] as number] === 0) at += 1;
  if (((codes[at] ?? 0) | 32) === 118 && isDigit(codes[at + 1])) at += 1;
  if (!isDigit(codes[at])) return ENTRY_STARTS.has((codes[at] ?? 0) | 32 | (((codes[at + 1] ?? 0) | 32) << 8));
  while (isDigit(codes[at])) at += 1;
  return codes[at] === DOT;
}

function isDigit(code = 0): boolean {
  return code >= 48 && code <= 57;
}

function pairOf(pair: string): number {
  return pair.charCodeAt(0) | (pair.charCodeAt(1) << 8);
}

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

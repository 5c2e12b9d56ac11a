import type { Normalised } from '#diagnosis/text/normalise.ts';

/** An HTTP status that stands in a text as one. */
export interface StatusRead {
  readonly status: number;
  readonly at: number;
  /** True where words such as "HTTP" or "status" name it, not only a reason phrase after it. */
  readonly named: boolean;
}

const MOST = 64;
const DOT = 46;
const DOLLAR = 36;
const BEFORE_STATUS =
  /(?:http(?:\/[\d.]{1,3})?|status(?:[ _-]?code)?|statuscode|error(?: code)?|code|api error|failed(?: with)?|returned?|returns|got(?: an?)?|gets?|getting|receive[ds]?|gives?|response|responded(?: with)?|answer(?:s|ed)?(?: with)?|request failed|failed with \w{3,8}|(?:every|each|any|all) (?:call|request|time)s?|(?:i|we|you) only see|keeps? (?:saying|returning|giving|sending)|err|rejected|throws?|exception|ошибка|ошибку|всегда|постоянно|错误码?|返回|一直|总是|都是|全是|エラー|状态码?|报错?|fehler|immer|abgelehnt|erreur|toujours|siempre|sempre)["\s:=#(,>-]{0,6}$/u;
const AFTER_STATUS =
  /^["\s)\]:,-]{0,4}(?:unauthori[sz]ed|forbidden|too many requests|payment required|bad request|not found|internal server error|service unavailable|bad gateway|gateway time-?out|proxy authentication|method not allowed|unprocessable|conflict|gone|unavailable for legal|status code|\(no body\)|client error|server error|bad credentials|access denied|again\b|since\b|all (?:day|morning|night|the time)\b|ошибк|fehler|(?:on|for|at|with) (?:every|any|each|all|whatever)\b|every time|whenever|(?:на|при) (?:люб|кажд|все)|в ответ|bei (?:jede|alle)|en cada|em cada|sur (?:chaque|tout)|error\b|\{"?(?:type|error|message)|"?\{"error|invalid authentication)/u;

/** The HTTP statuses (4xx and 5xx) of a text in order; a number counts only where the words around it make it one. */
export function readStatuses({ bytes, text }: Normalised): StatusRead[] {
  const found: StatusRead[] = [];
  for (let at = 0; at + 2 < bytes.length && found.length < MOST; at += 1) {
    const first = bytes[at];
    if ((first !== 52 && first !== 53) || !isDigit(bytes[at + 1]) || !standsAlone(text, at)) continue;
    const named = BEFORE_STATUS.test(text.slice(Math.max(0, at - 28), at));
    if (named || AFTER_STATUS.test(text.slice(at + 3, at + 40)))
      found.push({ status: Number(text.slice(at, at + 3)), at, named });
  }
  return found;
}

/** Three digits that are no part of a word, a longer number, a decimal or a price. */
function standsAlone(text: string, at: number): boolean {
  // The bytes of characters beyond ASCII can look like digits.
  const isNumber = isDigit(text.charCodeAt(at)) && isDigit(text.charCodeAt(at + 1)) && isDigit(text.charCodeAt(at + 2));
  if (!isNumber) return false;
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at + 3);
  if (isName(before) || before === DOT || before === DOLLAR) return false;
  return !isName(after) && !(after === DOT && isDigit(text.charCodeAt(at + 4)));
}

function isDigit(code = 0): boolean {
  return code >= 48 && code <= 57;
}

function isName(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 122) || code === 95;
}

/** Characters of the scripts that set no blanks between words, and their punctuation. */
const NO_BLANKS = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]`;
const HAN_GAP = new RegExp(`(?<=${NO_BLANKS})[ \\t]+(?=${NO_BLANKS})`, 'gu');

/** What the engine writes for what stood there. Only confusions whose result is no other word or name are undone. */
const CONFUSIONS: readonly (readonly [RegExp, string])[] = [
  [HAN_GAP, ''],
  // Scheme and host of an address.
  [/\b(https?|wss?): ?\/\/ ?/g, '$1://'],
  [/(\b(?:https?|wss?):\/\/\S*?)\bopena[l1]\b/gi, '$1openai'],
  [/\/v[l|I](?=[/\s"'`”’.,)]|$)/gm, '/v1'],
  // I, l, 1, T and ! look alike: API, AI, In-.
  [/\bAP[l1L!|T] ?[-_]? ?(?=[Kk]ey|KEY|[Ee]rror|ERROR|[Tt]oken|TOKEN)/g, 'API '],
  [/\b(A[PZ][A-Z0-9]*|[A-Z][A-Z0-9]{1,}(?:_[A-Z0-9]+)*) ?[_ -] ?AP[IL1T][_ -]?KEY(?= ?[=:"'\]),])/g, '$1_API_KEY'],
  [/\b(?!YOUR|INVALID|MISSING|ENTER|THEIR)([A-Z]{4,}) AP[IL1T][ _]KEY\b/g, '$1_API_KEY'],
  [/(?<=[A-Z0-9])_AP[L1T]_?KEY\b/g, '_API_KEY'],
  [/\b([A-Z][A-Z0-9]{2,}) _(?=[A-Z]{2,})/g, '$1_'],
  [/\bOPENA[L1](?=_|\b)/g, 'OPENAI'],
  [/(?<=[a-z.])A[l1](?=[A-Z_\s"'`’”.,:;)\]/-]|$)/gm, 'AI'],
  [/(?<![A-Za-z0-9])[l1]n(?=(?:valid|correct|sufficient|ternal|put|stance|active|complete|compatible)\w*)/g, 'In'],
  [/\b0pen(?=A[Il1])/g, 'Open'],
  [/\b0Auth(?=\b|2)/g, 'OAuth'],
  [/\b([Gg])rog(?=[.(_]\w|Error\b|'s API)/g, '$1roq'],
];

/** What stands before a status; one that stands alone is no such number for sure. */
const STATUS =
  /(\b(?:HTTP(?:\/\d(?:\.\d)?)?|[Ss]tatus(?:[ _]?[Cc]ode)?|[Ee]rror(?: [Cc]ode)?|ERROR|[Cc]ode|错误码?|状态码)["'”’]?\s{0,2}[:=(]?\s{0,2}["'“‘]?|[（(])([45][0-9A-Za-z@®|\]]{2})(?![0-9A-Za-z@®|\]])/gu;
const KNOWN = [
  '400',
  '401',
  '402',
  '403',
  '404',
  '405',
  '408',
  '409',
  '413',
  '422',
  '429',
  '500',
  '502',
  '503',
  '504',
  '529',
];
/** Digits, and what they are read as. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  '0': '0896OoQD@®6',
  '1': '1lIi|]7tT',
  '2': '2zZ',
  '3': '38B',
  '4': '4Ah',
  '5': '5Ss6',
  '8': '8B3',
  '9': '90gq8',
};

/**
 * Undoes what the engine confuses in error messages: blanks between Chinese characters, `OpenAl`, `APL_KEY`, `https: //`,
 * and a status that does not exist (`481`) where only one that does looks like it.
 *
 * @param text as the engine gave it
 */
export function repaired(text: string): string {
  let whole = text.replaceAll('\r', '');
  for (const [wrong, right] of CONFUSIONS) whole = whole.replace(wrong, right);
  return whole.replace(STATUS, (all, before: string, digits: string) => {
    const status = statusMeant(digits);
    return status === null ? all : `${before}${status}`;
  });
}

/** The status that was meant; null where it is one already, or where none or several look like it. */
function statusMeant(digits: string): string | null {
  if (KNOWN.includes(digits) || (/^\d{3}$/.test(digits) && digits[1] === '1')) return null;
  const alike = KNOWN.filter((status) =>
    Array.from(status).every((digit, at) => digit === digits[at] || (at > 0 && isAlike(digit, digits[at] ?? ''))),
  );
  // 401 is what is most often read: of several it is the one with most digits in place.
  const kept = (status: string) => Array.from(status).filter((digit, at) => digit === digits[at]).length;
  const best = Math.max(0, ...alike.map(kept));
  const chosen = alike.filter((status) => kept(status) === best);
  return chosen.length === 1 ? (chosen[0] ?? null) : null;
}

function isAlike(digit: string, read: string): boolean {
  return LOOKS_LIKE[digit]?.includes(read) === true;
}

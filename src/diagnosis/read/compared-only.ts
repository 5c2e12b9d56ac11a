/** Words in front of a name that set it apart from what failed. */
const SET_APART =
  /(?:\b(?:com(?:e|es|ing)|came|chang(?:ed|ing)|switch(?:ed|ing)?|mov(?:ed|ing)|migrat(?:ed|ing)) (?:over )?from|\b(?:unlike|instead of|rather than|other than|not (?:only|just)(?: in| with| from)?|except(?: in| for| with)?))[\s"'`*(]{1,4}(?:the )?$/i;

/** Words that say of something that it works. */
const WORKS =
  /\b(?:works|worked|working|fine|no (?:trouble|problems?|issues?|difficult(?:y|ies))|without (?:trouble|problems?|issues?|errors?)|succeeds?|answers (?:me |us )?(?:nicely|normally|properly|at once)|is (?:ok(?:ay)?|happy)|gives an answer|gets? answers?|funktioniert|klappt|funciona|fonctionne|marche)\b|работает|正常|没问题|沒問題|没有问题|可以用|能用|動(?:く|きます|いて)|使えま/i;

/** Words that turn it around, or speak of what was. */
const BUT_NOT =
  /n['’]t\b|\b(?:not|no longer|never|nothing|stop(?:s|ped)?|until|used to|anymore|any more|fails?|failed|failing|errors?|refused|nicht|kein|ne|pas|plus)\b|不能|不行|没法|无法|不了|报错|\bне\b|ません|ない/i;

/** A signature may begin with the preposition itself. */
const LEADING = /^(?:from|in|with) /i;

const CLAUSE_END =
  /[.;:!?,。，；！？\n]|\s[-–—]\s|\b(?:but|whereas|while|yet|though|although|aber|mais|pero|mas|но)\b|但/gi;

/**
 * Is what stands here mentioned for comparison only, as that which works ("it is fine in …") or which is left ("coming
 * from …")? Then it is not what failed.
 *
 * @param text the text as given
 */
export function isComparedOnly(text: string, start: number, end: number): boolean {
  const lineFrom = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(Math.max(lineFrom, start - REACH), start);
  if (SET_APART.test(before) || SET_APART.test(before + LEADING.exec(text.slice(start, end))?.[0])) return true;
  const lineTo = text.indexOf('\n', end);
  const after = text.slice(end, Math.min(lineTo === -1 ? text.length : lineTo, end + REACH));
  const from = [...before.matchAll(CLAUSE_END)].reduce((last, found) => found.index + found[0].length, 0);
  const clause = before.slice(from) + after.slice(0, endOfClause(after));
  return WORKS.test(clause) && !BUT_NOT.test(clause);
}

/** How far a clause is looked at, in characters. */
const REACH = 160;

/** Dots and colons inside of names, commands and addresses end nothing. */
function endOfClause(text: string): number {
  for (const { index, 0: mark } of text.matchAll(CLAUSE_END)) {
    if (!/^[.:,]$/.test(mark) || /^(?:\s|$)/.test(text.slice(index + 1, index + 2))) return index;
  }
  return text.length;
}

const REPEATED = /(.)\1{5,}/;
const LEFT_IN =
  /your|example|placeholder|insert|replace|dummy|sample|_here|-here|my[-_]?(?:api|key|secret|token)|api[-_]?key|redacted|removed|censored|hidden|masked|x{4,}|\*{3,}|changeme|change[-_]me|(?:^|[-_])(?:demo|fake|test|todo)(?:[-_]|$)/i;
const COUNTED = /^(?:0123456789|1234567890|12345678|abcdef|qwerty)/i;
const COUNTING = /0123456789|abcdefghijk|ABCDEFGHIJK/;

/** Is this what people leave in or put there instead of a key (`your-key-here`, `xxxx`, `1234567890`)? */
export function isPlaceholder(value: string): boolean {
  if (looksGenuine(value)) return false;
  return REPEATED.test(value) || LEFT_IN.test(value) || COUNTED.test(value) || COUNTING.test(value);
}

/** Long and mixed as no word is: whatever short word such a key happens to contain, it is one. */
function looksGenuine(value: string): boolean {
  if (value.length < 32) return false;
  return [/[a-z]/g, /[A-Z]/g, /\d/g].every((kind) => (value.match(kind) ?? []).length >= 4);
}

const MASKED_ON = /^(?:[*•…\u00ff]|\.{3}|x{4}|<|\[)/;
const SHORTEST_WHOLE = 20;

/**
 * What is masked shows a few characters; a whole key may have a bracket right behind it, as in `<code>`.
 *
 * @param after what stands behind the value
 * @param shown length of the value without its prefix
 */
export function isMaskedOn(after: string, shown: number): boolean {
  return shown < SHORTEST_WHOLE && MASKED_ON.test(after);
}

/** Where a value is fetched from, not the value: a variable, a template, code, a file, an address. */
const REFERENCE =
  /^(?:\$|%[A-Za-z_]\w*%|\{|<|\[|@|!|~|\.{0,2}\/|[A-Za-z]:\\|https?:|file:|env[.:(]|op:\/\/|vault[:.]|secrets?[.:/]|arn:|process\.|os\.|var\.|config\.|self\.|this\.|settings\.|import\.)/i;
const CODE = /[()]|=>|\$\{|\{\{|<%|^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$|^[A-Za-z_$][\w$]*\[/;

/** Does this name where a value comes from, instead of being it? */
export function isReference(value: string): boolean {
  return REFERENCE.test(value) || CODE.test(value);
}

/** Passwords that come with a program, and words that stand for one. */
const WELL_KNOWN =
  /^(?:(?:pass|passw[o0]rd|passwd|pwd|pw|secret|token|key|apikey|admin|administrator|root|user|username|guest|test|testing|tester|demo|default|changeme|letmein|welcome|postgres|mysql|mariadb|mongo|redis|rabbitmq|minio|minioadmin|elastic|sa|oracle|docker|dev|local|localhost|prod|foo|bar|baz|foobar|abc|hello|qwerty|null|none|nil|true|false|undefined|empty|string|str|text|required|optional|redacted|hidden|masked|removed|xxx+|\*+|\.+|-+|_+|#+|\?+)[0-9!@#$_-]{0,4}|[0-9]{1,8})$/i;

/** Is this a password that protects nothing, such as `password` or `postgres`? */
export function isWellKnown(value: string): boolean {
  return WELL_KNOWN.test(value);
}

const REPEATED = /(.)\1{5,}/;
const LEFT_IN =
  /your|example|placeholder|insert|replace|dummy|_here|-here|my[-_]?(?:api|key)|api[-_]?key|redacted|x{4,}|(?:^|[-_])demo/i;
const COUNTED = /^(?:0123456789|1234567890|abcdef)/i;
/** More of the same, in values that stand behind a name. */
const STAND_IN =
  /sample|my[-_]?(?:secret|token|pass)|removed|censored|hidden|masked|\*{3,}|change[-_]?me|(?:^|[-_])(?:fake|test|todo)(?:[-_]|$)|^qwerty|^12345678|abcdefghijk/i;

/** Is this what people leave in or put there instead of a key (`your-key-here`, `xxxx`, `1234567890`)? */
export function isPlaceholder(value: string): boolean {
  if (looksGenuine(value)) return false;
  return REPEATED.test(value) || LEFT_IN.test(value) || COUNTED.test(value);
}

/** As {@link isPlaceholder}, and what people write for a value that is not theirs to show. */
export function isStandIn(value: string): boolean {
  return isPlaceholder(value) || (!looksGenuine(value) && STAND_IN.test(value));
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
const CODE = /[()]|=>|\$\{|\{\{|<%/;

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

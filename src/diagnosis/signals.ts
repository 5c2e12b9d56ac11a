import type { Catalogue, LiteralUse } from './compile.ts';
import { type FoundSecret, formOf, isPlaceholder } from './mask.ts';
import type { Normalised } from './normalise.ts';

/** What was read from a paste: which conditions hold, and where. */
export interface Signals {
  /** For each condition that holds the span in the normalised text. */
  readonly held: Map<number, readonly [start: number, end: number]>;
  /** HTTP statuses in the order in which they stand. */
  readonly statuses: readonly StatusRead[];
  /** Providers whose hosts stand in the text. */
  readonly hosts: ReadonlySet<string>;
  /** Key forms seen, whole or masked, such as `openai/project`. */
  readonly keys: ReadonlySet<string>;
  /** Hosts of addresses in the text, with the words before them. */
  readonly addresses: readonly Address[];
  readonly maskedKeys: readonly MaskedKey[];
}

export interface StatusRead {
  readonly status: number;
  readonly at: number;
  /** True where words such as "HTTP" or "status" name it, not only a reason phrase after it. */
  readonly named: boolean;
}

export interface Address {
  readonly host: string;
  readonly at: number;
  readonly path: string;
  readonly before: string;
}

export interface MaskedKey {
  readonly form: string | null;
  readonly distinct: boolean;
  readonly placeholder: boolean;
  readonly at: number;
  readonly end: number;
}

const BEFORE_STATUS =
  /(?:http(?:\/[\d.]{1,3})?|status(?:[ _-]?code)?|statuscode|error(?: code)?|code|api error|failed(?: with)?|returned?|returns|got(?: an?)?|gets?|receive[ds]?|gives?|response|responded(?: with)?|answer(?:s|ed)?(?: with)?|request failed|err|rejected|throws?|exception|ошибка|错误码?|エラー|状态码?|报错?|fehler|erreur)["\s:=#(,>-]{0,6}$/u;
const AFTER_STATUS =
  /^["\s)\]:,-]{0,4}(?:unauthori[sz]ed|forbidden|too many requests|payment required|bad request|not found|internal server error|service unavailable|bad gateway|gateway time-?out|proxy authentication|unavailable for legal|status code|\(no body\)|client error|server error|error\b|\{"?(?:type|error|message)|"?\{"error|invalid authentication)/u;

/** Reads everything that signatures can ask for from one normalised text. */
export function readSignals(normal: Normalised, given: string, secrets: readonly FoundSecret[], catalogue: Catalogue): Signals {
  const held = new Map<number, readonly [number, number]>();
  const hosts = new Set<string>();
  const hold = (atom: number, start: number, end: number) => {
    if (held.has(atom)) return;
    held.set(atom, [start, end]);
    for (const group of catalogue.groups.get(atom) ?? []) if (!held.has(group)) held.set(group, [start, end]);
  };
  const named = (name: string, start: number, end: number) => {
    const atom = catalogue.named.get(name);
    if (atom !== undefined) hold(atom, start, end);
  };
  const toRun = new Map<number, number>();
  catalogue.automaton.scan(normal.codes, (literal, at) => {
    const text = catalogue.literals[literal] as string;
    for (const use of catalogue.uses[literal] as readonly LiteralUse[]) {
      if (use.type === 'regex') {
        if (!toRun.has(use.atom)) toRun.set(use.atom, at);
      } else if (holdsAt(use, text, at, normal, given)) {
        hold(use.atom, at, at + text.length);
        if (use.type === 'host' && use.provider !== null) hosts.add(use.provider);
      }
    }
  });
  for (const [atom, near] of toRun) {
    const found = runExpression(catalogue.expressions.get(atom) as RegExp, normal.text, near);
    if (found !== null) hold(atom, found[0], found[1]);
  }
  const statuses = readStatuses(normal);
  for (const { status, at } of statuses) named(`status:${status}`, at, at + 3);
  const keys = new Set<string>();
  const maskedKeys = readMaskedKeys(normal.text, catalogue);
  for (const secret of secrets) {
    if (secret.form === null) continue;
    keys.add(secret.form);
    const at = positionOf(normal, secret.start);
    named(`key:${secret.form}`, at, at + 8);
    named(`key:${secret.form.split('/')[0]}`, at, at + 8);
  }
  for (const key of maskedKeys) {
    if (key.form === null || !key.distinct) continue;
    keys.add(key.form);
    named(`key:${key.form}`, key.at, key.end);
    named(`key:${key.form.split('/')[0]}`, key.at, key.end);
  }
  return { held, statuses, hosts, keys, addresses: readAddresses(normal.text), maskedKeys };
}

/** The position in the normalised text of an offset in the text as given. */
export function positionOf(normal: Normalised, offset: number): number {
  let low = 0;
  let high = normal.map.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((normal.map[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function holdsAt(use: LiteralUse, literal: string, at: number, normal: Normalised, given: string): boolean {
  const { text } = normal;
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at + literal.length);
  if (use.type === 'text') {
    if (isWordy(literal.charCodeAt(0)) && isWordy(before) && !isHump(normal, given, at)) return false;
    return !(use.wholeWord && isWordy(after));
  }
  if (use.type === 'host') return !isWordy(before) && before !== 45 && !isWordy(after) && !(after === 46 && isWordy(text.charCodeAt(at + literal.length + 1)));
  if (use.type === 'variable') return !isName(before) && !isName(after);
  if (use.type === 'field') {
    if (isWordy(after) || after === 95) return false;
    return nameStandsBefore(text, at, use.name);
  }
  if (isName(before) || isName(after)) return false;
  const rest = /^"? ?[:=] ?"?/.exec(text.slice(at + literal.length, at + literal.length + 8));
  if (rest === null || use.type !== 'short-field') return false;
  const from = at + literal.length + rest[0].length;
  return text.startsWith(use.value, from) && !isName(text.charCodeAt(from + use.value.length));
}

function nameStandsBefore(text: string, at: number, name: string): boolean {
  let end = at;
  if (text.charCodeAt(end - 1) === 34) end -= 1;
  if (text.charCodeAt(end - 1) === 32) end -= 1;
  const sign = text.charCodeAt(end - 1);
  if (sign !== 58 && sign !== 61) return false;
  end -= 1;
  if (text.charCodeAt(end - 1) === 32) end -= 1;
  if (text.charCodeAt(end - 1) === 34) end -= 1;
  return text.startsWith(name, end - name.length) && !isName(text.charCodeAt(end - name.length - 1));
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
  return isWordy(code) || code === 95;
}

const WINDOW = 2000;

function runExpression(expression: RegExp, text: string, near: number): readonly [number, number] | null {
  const from = text.length <= 2 * WINDOW ? 0 : Math.max(0, near - WINDOW);
  const match = expression.exec(from === 0 && text.length <= 2 * WINDOW ? text : text.slice(from, near + WINDOW));
  return match === null ? null : [from + match.index, from + match.index + match[0].length];
}

function readStatuses(normal: Normalised): StatusRead[] {
  const { codes, text } = normal;
  const found: StatusRead[] = [];
  for (let at = 0; at + 2 < codes.length && found.length < 64; at += 1) {
    const first = codes[at] as number;
    if (first !== 52 && first !== 53) continue;
    if (!isDigit(codes[at + 1] as number) || !isDigit(codes[at + 2] as number)) continue;
    const before = codes[at - 1] ?? 32;
    const after = codes[at + 3] ?? 32;
    if (isName(before) || isName(after) || before === 46 || (after === 46 && isDigit(codes[at + 4] ?? 0)) || before === 36) continue;
    const named = BEFORE_STATUS.test(text.slice(Math.max(0, at - 28), at));
    if (named || AFTER_STATUS.test(text.slice(at + 3, at + 40))) found.push({ status: Number(text.slice(at, at + 3)), at, named });
  }
  return found;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

const ADDRESS = /https?:\/\/([a-z0-9.-]{1,100}|\[[0-9a-f:]{2,40}\])(?::\d{1,5})?([^\s"<>)\]},]{0,120})/g;

function readAddresses(text: string): Address[] {
  if (!text.includes('://')) return [];
  const found: Address[] = [];
  for (const match of text.matchAll(ADDRESS)) {
    found.push({ host: match[1] as string, at: match.index, path: match[2] ?? '', before: text.slice(Math.max(0, match.index - 40), match.index) });
    if (found.length >= 32) break;
  }
  return found;
}

const MASKED = /([a-z0-9][a-z0-9_-]{1,40}?)(?:\*{2,}|\u2026|\.{3,}|x{4,}|•{3,}|y{6,}|#{4,})([a-z0-9*_-]{0,64})/g;
const LEFT_IN = /(?:<|\[|\{|")?(?:your|my|insert|enter|paste)[ _-](?:[a-z]{2,12}[ _-]){0,3}(?:api[ _-]?)?(?:key|token)(?:[ _-]here)?(?:>|\]|\}|")?/;

function readMaskedKeys(text: string, catalogue: Catalogue): MaskedKey[] {
  if (!/\*\*|\.\.\.|xxxx|••|yyyyyy|####/.test(text)) return [];
  const found: MaskedKey[] = [];
  for (const match of text.matchAll(MASKED)) {
    const form = formOf(match[1] as string, lowerCased(catalogue)) ?? formByStart(match[1] as string, catalogue);
    if (form === undefined) continue;
    found.push({
      form: `${form.provider}/${form.form}`,
      distinct: form.distinct,
      placeholder: isPlaceholder(match[0]),
      at: match.index,
      end: match.index + match[0].length,
    });
    if (found.length >= 16) break;
  }
  return found;
}

const lowered = new WeakMap<Catalogue, Catalogue['keys']>();

/** The text compared is in lower case, and so must the prefixes be. */
function lowerCased(catalogue: Catalogue): Catalogue['keys'] {
  let index = lowered.get(catalogue);
  if (index === undefined) {
    const entries = new Map<string, { provider: string; form: string; prefix: string; lengths: readonly number[]; distinct: boolean }[]>();
    for (const forms of catalogue.keys.values()) {
      for (const form of forms) {
        const prefix = form.prefix.toLowerCase();
        entries.set(prefix.slice(0, 2), [...(entries.get(prefix.slice(0, 2)) ?? []), { ...form, prefix }]);
      }
    }
    index = entries;
    lowered.set(catalogue, index);
  }
  return index;
}

/** Services cut the echo in the middle of the prefix (`sk-or-v1*…`, `sk-ant-a***`): the only forms that begin so count. */
function formByStart(start: string, catalogue: Catalogue) {
  const forms = lowerCased(catalogue).get(start.slice(0, 2))?.filter((form) => form.prefix.startsWith(start) && start.length >= 4) ?? [];
  const providers = new Set(forms.map((form) => form.provider));
  return providers.size === 1 ? forms[0] : undefined;
}

/** Does a placeholder stand where a key should be? */
export function placeholderAt(text: string): readonly [number, number] | null {
  const match = LEFT_IN.exec(text);
  return match === null ? null : [match.index, match.index + match[0].length];
}

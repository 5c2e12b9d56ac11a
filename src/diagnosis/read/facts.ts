import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import { readLineStarts } from '#diagnosis/text/line-starts.ts';
import { ANCHORED_IN_GIVEN, ANCHORED_IN_NORMALISED, type AnchoredFact, anchorName } from './fact-words.ts';
import { placeholderAt } from './read-masked-keys.ts';
import type { Held, Piece, PieceSignals } from './signals.ts';

/** A fact that the text alone proves, and where it shows in its piece's normalised text. */
export interface Fact {
  readonly name: string;
  readonly at: number;
  readonly end: number;
}

const IN_NORMALISED: readonly (readonly [name: string, shows: RegExp])[] = [
  [
    'doubled-version',
    /\/v1(?:beta)?\/v1(?:beta)?\b|\/chat\/completions\/(?:v1\/)?chat\/completions|\/v1\/messages\/v1\//,
  ],
  ['html-body', /<!doctype html|<html[ >]|unexpected token "?<|<head>|<title>|text\/html/],
  [
    'empty-key',
    /api key provided: ?(?:""|\.|,|you can)|bearer ?(?:""|"[,}]|$|none\b|null\b|undefined\b)|key provided: ?(?:none|null|undefined)\b|x-api-key: ?(?:""|$)/,
  ],
  [
    'key-with-quotes',
    /(?:provided|api_key|key):? ?"{2,}[a-z]|bearer "+(?:sk|[a-z]{2,5})[-_]|provided: ?"(?:sk-|[a-z0-9-]{2,8}\*)/,
  ],
  ['bearer-twice', /bearer:? bearer/],
  [
    'invisible-character',
    /\bu(?:\+|00)?(?:200[b-f]|feff|2028|2029|00a0)\b|zero[- ]width|non-breaking space|\/x(?:a0|ef)\b/,
  ],
];

/** How much a text looks like a failure of an API that somebody wants help with; only speaking depends on these. */
const ABOUT: readonly (readonly [name: string, shows: RegExp])[] = [
  [
    'names-a-key',
    /\bapis?\b|\bkeys?\b|(?<!(?:unexpected|illegal|next|per|max|of|input|output|total|prompt|completion)[ _])tokens?\b|credential|secret|bearer|authoriz|(?<!proxy )authentic|api[_-]|_api|密钥|令牌|ключ|токен|schlüssel|\bclave|\bchave|\bclé\b|キー|トークン|키\b|金鑰/,
  ],
  [
    'names-an-api',
    /api[ _-]?key|apikey|x-api-key|api[ _]error|\bllm\b|\bgpt|claude|gemini|openai|anthropic|bedrock|vertex|azure|mistral|groq|deepseek|qwen|glm-|kimi|base[ _-]?url|\/v1\/|chat\/completions|\bmodels?\b|模型|密钥|令牌|渠道/,
  ],
  [
    'error-body',
    /"?(?:error|detail|message|errors?)"? ?: ?[{"[]|error code: ?\d|\berror: |exception: |error 4\d\d|status code \d|status: 4|traceback|[a-z]error\b.{0,3}[:(]|http\/\d|request_id|\bat .{0,80}:\d+:\d+/,
  ],
  [
    'states-a-condition',
    /\b(?:if|whenever|in case|wenn|falls|cuando|quando|lorsque|quand|gdy|jeśli|als|indien|jika|kalau|eğer|khi|nếu)\b|\bsi (?:el|la|no|un|le|tu|vous)\b|如果|当.{1,20}时|要是|の場合|したら|경우|하면|если|когда|якщо|коли|إذا/,
  ],
  [
    'wants-help',
    /\bi(?:"m| am| get| got| have|"ve| keep| see| tried| try| just| can"t| cannot)\b|\bmy\b|\bwe (?:get|see|have|are)\b|anyone|any idea|\bhelp\b|\bwhy\b|what (?:am|do|is|does|could|to)|\bstuck\b|\bstill\b|since (?:today|this|yesterday|the|last|monday|an)|suddenly|keeps?\b|\?|？|怎么|为什么|不行|求助|报错|помогите|почему|hilfe|warum|ayuda|por ?qu[eé]|problème|なぜ/,
  ],
];

/** What an error quotes of a key in code, settings or a header: keys are up to 200 characters long. */
const IN_GIVEN: readonly (readonly [name: string, shows: RegExp])[] = [
  ['key-with-line-break', /(?:sk-|(?:key|token|bearer)["']?[ :=]{0,3}["']?)[^\s"']{0,200}(?:\\n|\\r|%0[aAdD])["']/i],
  [
    'key-with-space',
    /(?:key|token)["']?\s?[:=]\s?["'] {1,4}[A-Za-z]|(?:sk-|bearer |key["']?\s?[:=]\s?["'])[A-Za-z0-9*_-]{4,200} {1,4}["']/i,
  ],
];

const CHANGELOG =
  /^\W{0,4}(?:feat|fix|docs|chore|refactor|perf|tests?|ci|build|style|revert)(?:\([^)\n]{1,60}\))?!?: (?!["'h{[])|^\W{0,4}\[?v?\d+\.\d+\.\d+\]? ?[-(–]|^#{1,4} (?:changelog|release notes|what'?s changed)|\b(?:closes|fixes) #\d+|^[-*] (?:added|fixed|changed|removed|bump)\b/im;
const DOCS = /^\|? ?:?-{3,}:? ?\||^\*\*[QA][:.]|^#{2,4} (?:Q|FAQ)|^={4,}$|^\s*[-*•] \*\*[^*\n]{2,60}\*\*/m;
const HEADING = /^#{1,5} \W*(.{1,30})/gm;
/** What the headings of forms say in which failures are reported. */
const HEADING_OF_FORM =
  /^(?:describe|what|where|why|which|steps|how to reproduce|to reproduce|expected|actual|current|observed|errors?\b|bug|issue|problem|environment|versions?\b|system|additional|context|logs?\b|output|screenshots?|reproduc|your|my|operating|platform|checklist|summary|description|is there|have you|prerequisites|relevant|possible|当前|问题|复现|预期|环境|版本|错误|报错|日志|描述|現象|再現)/i;

const FAILURE_WORDS =
  /error|fail|invalid|unauthori|denied|forbidden|exception|expired|exceed|refus|reject|not found|missing|unable|couldn"t|can"t|cannot|won"t|doesn"t|not work|blocked|disabled|revoked|suspend|overloaded|too many|insufficient|not supported|unsupported|timed? ?out|traceback|incorrect|wrong|错误|失败|无效|过期|报错|异常|拒绝|不足|超限|無効|エラー|失敗|ошибк|неверн|не работает|fehler|ungültig|abgelehnt|conflict|limit reached|usage limit|exhausted|not logged in|log in again|\/login|餘額|余额|额度|額度|不夠|不够|不行|不对|过载|限流|超时|失效|корректн|лимит|не могу|недоступ|límite|excedid|keine verbindung|verweigert|refusé|problem with|inválid|erreur|échec|invalide/;
const NUMBER_OF_FAILURE =
  /(?<![\w.$#:-])(?:40[0-9]|42[29]|50[0-4]|529)(?![\w%€]|\.\d| ?(?:€|[km]?b\b|m?s\b|eur|usd|dollars?|tokens|items|users|people|rows|lines|files|pages|times|stars|points|days|hours|minutes|seconds))/;
const STATEMENT =
  /^\s*(?:(?:const|let|var) [\w{[]|function\b|def \w|import [\w{*]|from \w+ import|class \w|return\b|if ?\(|(?:public|private|protected) \w|async |await |assert|expect\(|it\(|test\(|describe\(|@\w+$|throw new|raise \w|\/\/ |#include|export (?:const|function|default)|for ?\(|elif |\}? ?else\b|catch ?\(|try ?\{|[-+] {0,8}(?:def|from|import|const|assert|return)\b|[+-]\w+ = )/;
const CODE_LINE = /[;{}(]\s*$|^\s*[}\])]|=>|^\s*\w+[.\w]* ?= ?\S|\w\(.*\)/;
const STACK = /traceback \(most recent|^\s+at .+[:(]\d+|^\s+file "|^[\w.]*(?:error|exception): /im;
const LOCAL =
  /^(?:localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|host\.docker\.internal|\[::1\])/;
const BASE_URL =
  /(?:base[_ -]?(?:url|uri|path)|api[_ -]?base|endpoint|api[_ -]?(?:url|host|地址)|url|host)["' ]{0,3}(?:[:=]|is|to|=>|->| )["' ]{0,4}$/;

type Add = (name: string, at?: number, end?: number) => void;

/** Reads the facts that need no knowledge of errors: shapes of the text, of addresses and of keys. */
export function readFacts(piece: Piece, signals: PieceSignals, catalogue: Catalogue, held: Held): Fact[] {
  const { given, normal, secrets } = piece;
  const { text } = normal;
  const facts: Fact[] = [];
  const add: Add = (name, at = 0, end = Math.min(text.length, at + 40)) => facts.push({ name, at, end });
  for (const [name, shows] of IN_NORMALISED) {
    const match = shows.exec(text);
    if (match !== null) add(name, match.index, match.index + match[0].length);
  }
  readWordFacts(piece, held, add);
  readLineFacts(piece, add);
  for (const key of signals.maskedKeys) add('masked-key', key.at, key.end);
  const placeholder = placeholderAt(text);
  if (placeholder !== null) add('placeholder-key', placeholder[0], placeholder[1]);
  const inSecret = (at: number) => secrets.some((secret) => at >= secret.start - 1 && at <= secret.end);
  if (normal.invisible.some(inSecret)) add('invisible-character');
  readAddressFacts(signals, catalogue, add);
  if (!FAILURE_WORDS.test(text) && !NUMBER_OF_FAILURE.test(text)) add('no-failure-words');
  if (readsLikeCode(given)) add('reads-like-code');
  return facts;
}

function readWordFacts({ given, normal: { text } }: Piece, held: Held, add: Add): void {
  const isAnchored = ({ name, marks = [] }: AnchoredFact) =>
    held.has(anchorName(name)) || marks.some((mark) => text.includes(mark));
  for (const [name, shows] of ABOUT) if (shows.test(text)) add(name);
  for (const fact of ANCHORED_IN_NORMALISED) if (isAnchored(fact) && fact.shows.test(text)) add(fact.name);
  for (const [name, shows] of IN_GIVEN) if (shows.test(given)) add(name);
  for (const fact of ANCHORED_IN_GIVEN) if (isAnchored(fact) && fact.shows.test(given)) add(fact.name);
}

function readLineFacts({ given, codes }: Piece, add: Add): void {
  const { mark, entry } = readLineStarts(given, codes);
  // Or "closes #1".
  if ((entry || mark || given.includes(' #')) && CHANGELOG.test(given)) add('reads-like-changelog');
  if (mark && readsLikeDocs(given)) add('reads-like-docs');
}

function readsLikeDocs(given: string): boolean {
  if (DOCS.test(given)) return true;
  for (const [, heading = ''] of given.matchAll(HEADING)) if (!HEADING_OF_FORM.test(heading)) return true;
  return false;
}

function readAddressFacts(signals: PieceSignals, catalogue: Catalogue, add: Add): void {
  for (const { host, at, before } of signals.addresses) {
    const end = at + host.length + 8;
    if (LOCAL.test(host)) add('local-host', at, end);
    if (!BASE_URL.test(before)) continue;
    const owner = hostOwner(host, catalogue);
    const variable = /\b(anthropic|openai|gemini|google)[a-z_]*(?:url|base|host)/.exec(before)?.[1];
    const home = variable === 'google' ? 'gemini' : variable;
    if (owner === undefined || (home !== undefined && owner !== home)) add('custom-base-url', at, end);
  }
}

/** The provider at a host or at the domain above it. */
export function hostOwner(host: string, catalogue: Catalogue): string | undefined {
  let rest = host;
  while (rest.includes('.')) {
    const owner = catalogue.hosts.get(rest);
    if (owner !== undefined) return owner;
    rest = rest.slice(rest.indexOf('.') + 1);
  }
  return undefined;
}

/** Source code has statements; a JSON body or a stack trace has brackets too, but no statements. */
function readsLikeCode(given: string): boolean {
  const head = given.slice(0, 4000);
  const lines = head.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('```'));
  const statements = lines.filter((line) => STATEMENT.test(line)).length;
  if (statements < 2 || STACK.test(head)) return false;
  return lines.filter((line) => STATEMENT.test(line) || CODE_LINE.test(line)).length / lines.length >= 0.5;
}

import { isGeneric, isTellingHost, nameInHost } from './name-words.ts';

/** A name that stands in a text as a part of an address, a class, a package, a variable or a header; never in prose. */
export interface NameRead {
  readonly name: string;
  /** How much it says: 1 little, 3 much. */
  readonly weight: number;
  /** The host that it was read from, where it was one. */
  readonly host: string | null;
}

/** Whose API and which client a text names without that there is a file for them. */
export interface NamesRead {
  readonly services: readonly NameRead[];
  readonly clients: readonly NameRead[];
}

/** Ends of long logs tell; that much of each is read, in characters. */
const READ = 12_000;

/** Shorter words in variables and classes are seldom names. */
const SHORTEST = 3;

const VARIABLE =
  /(?<![A-Za-z0-9])(?:(?:REACT_APP|NEXT_PUBLIC|NUXT|VITE|EXPO_PUBLIC|PUBLIC|MY|TF_VAR|PLUGIN|INPUT|SECRETS?)_)?([A-Z][A-Z0-9]{1,30}(?:_[A-Z0-9]{2,30}){0,4}?)_(?:API|APP|ACCESS|AUTH|CLIENT|SECRET|PRIVATE|PUBLIC|PUBLISHABLE|BOT|KEY|TOKEN|ACCOUNT|BASE|SERVER|USER|MERCHANT|DSN|URL|SID|PASSWORD)(?:_[A-Z0-9]+){0,3}(?![A-Za-z0-9])/g;
const CLASS =
  /(?<![A-Za-z0-9])([A-Z][a-z0-9]{1,20}(?:[A-Z][A-Za-z0-9]{0,40})?)(?:Exception|Error|Errors|Failure|Fault)(?![a-z])/g;
const MODULE =
  /(?<![\w/.@-])([a-z][a-z0-9]{1,30}(?:_[a-z0-9]+){0,4})(?:\.[A-Za-z_]\w{0,40}){0,6}\.[A-Z]\w{0,40}(?:Exception|Errors?|Failure)(?!\w)/g;
const NAMESPACE = /(?<![\w/])([A-Z][A-Za-z0-9]{2,30})(?:\\{1,2}[A-Z]\w{1,40}){1,5}(?:Exception|Error)(?!\w)/g;
const NPM =
  /node_modules[\\/](?:\.pnpm[\\/][^\\/\s]{1,80}[\\/]node_modules[\\/])?(@[a-z0-9._-]{1,40}[\\/][a-z0-9._-]{1,60}|[a-z0-9._-]{2,60})[\\/]/g;
const PYTHON = /(?:site|dist)-packages[\\/]([a-z][a-z0-9_]{1,40})[\\/]/gi;
const COMPONENT = /\b(?:custom_components|homeassistant\.components|homeassistant\/components)[./]([a-z0-9_]{2,40})/g;
const HEADER =
  /(?<![\w-])x-([a-z][a-z0-9]{2,20})(?:-[a-z0-9]{2,20}){0,3}-(?:token|key|secret|signature|id|auth|authorization)(?![\w-])/gi;
const AGENT = /user-agent["']?\s{0,2}[:=]\s{0,2}["']?([A-Za-z][A-Za-z0-9_.-]{2,40})\/\d/gi;
const PROMPT = /^\s{0,4}(?:\$|#|>|%|❯|PS [^>\n]{0,60}>)\s{1,2}(?:sudo )?([a-z][a-z0-9_.-]{1,30})(?=\s+[a-z-]|$)/gm;
const PREFIX =
  /^([a-z][a-z0-9_-]{1,24}): (?=(?:error|fatal|failed|unable|cannot|could not|can't|invalid|unauthori|permission|http|\d{3}))/gim;
const ADDRESS = /https?:\/\/([a-z0-9.-]{4,100})(?::\d{1,5})?(\/[^\s"'<>)\]},]{0,60})?/gi;
const POOL = /host=['"]([a-z0-9.-]{4,100})['"]/gi;
const DOCS =
  /^(?:docs?|developers?|help|support|learn|status|console|dashboard|app|www|portal|community|wiki|blog|cdn|static)\./;

/** Commands that run or fetch other programs. */
const SHELLS = new Set(
  `cd ls cat echo export set env sudo su sh bash zsh source python python3 pip pip3 node npm npx yarn pnpm bun deno docker docker-compose git ssh scp
  grep vim nano vi mkdir rm cp mv tail head less make go cargo java mvn gradle dotnet php composer ruby gem bundle rails flutter dart
  systemctl journalctl service brew apt apt-get yum dnf pacman winget choco ps kill which type uv uvx poetry conda jupyter pytest
  import from const let var function def class if for while return print console use using curl wget error warning fatal info debug note
  http https url host status code message msg body detail details response request reply result output input title type name log logs date time
  root user server client e err exception caused cause reason file line description updated edit question answer`.split(
    /\s+/,
  ),
);

const AGENTS =
  /^(?:mozilla|python-requests|python-urllib|python-httpx|python|axios|okhttp|node-fetch|node|undici|go-http-client|java|apache-httpclient|guzzlehttp|ruby|faraday|curl|wget|postmanruntime|dart|cfnetwork|dalvik|aiohttp|httpx|urllib3|got|superagent|reqwest|insomnia|restsharp|libwww-perl)/i;

/** Where names stand, what must be in a text before that is looked at, and what a name found there is. */
const PLACES: readonly {
  readonly shows: RegExp;
  readonly needs: string;
  readonly read: (name: string, service: AddService, client: Add) => void;
}[] = [
  { shows: VARIABLE, needs: '_', read: (name, service) => service(wordsOf(name.split('_')), 2) },
  { shows: CLASS, needs: '', read: (name, service) => service(nameInClass(name), 2) },
  { shows: NAMESPACE, needs: '\\', read: (name, service, client) => library(name, 'php', service, client) },
  { shows: MODULE, needs: '.', read: (name, service, client) => library(name, 'python', service, client) },
  {
    shows: NPM,
    needs: 'node_modules',
    read: (name, service, client) => npm(name.replaceAll('\\', '/'), service, client),
  },
  { shows: PYTHON, needs: '-packages', read: (name, service, client) => library(name, 'python', service, client) },
  { shows: HEADER, needs: '-', read: (name, service) => service(isGeneric(name) ? null : name, 2) },
  { shows: AGENT, needs: '/', read: (name, _, client) => AGENTS.test(name) || client(name, 1) },
  { shows: COMPONENT, needs: 'omponents', read: readComponent },
  { shows: PROMPT, needs: '', read: (name, _, client) => SHELLS.has(name) || client(name, 2) },
  { shows: PREFIX, needs: ':', read: (name, _, client) => isProgram(name.toLowerCase()) && client(name, 1) },
];

/** Reads the names of services and clients. @param text the text as given */
export function readNames(text: string): NamesRead {
  const read = text.length > 2 * READ ? `${text.slice(0, READ)}\n${text.slice(-READ)}` : text;
  const services: NameRead[] = [];
  const clients: NameRead[] = [];
  const service: AddService = (name, weight, host = null) => {
    if (name !== null && (host !== null || name.length >= SHORTEST))
      services.push({ name: name.toLowerCase(), weight, host });
  };
  const client: Add = (name, weight) => void clients.push({ name: name.toLowerCase(), weight, host: null });
  readHosts(read, service);
  for (const { shows, needs, read: note } of PLACES) {
    if (!read.includes(needs)) continue;
    const found = [...read.matchAll(shows)];
    // The innermost frame of a traceback of Python stands last.
    for (const [, name = ''] of shows === PYTHON ? found.toReversed() : found) note(name, service, client);
  }
  return { services, clients };
}

function readComponent(name: string, service: AddService, client: Add): void {
  client('home-assistant', 3);
  if (!isGeneric(name)) service(name.replaceAll('_', '-'), 1);
}

function isProgram(word: string): boolean {
  return !SHELLS.has(word) && !isGeneric(word) && !/error|exception|warn/.test(word);
}

type Add = (name: string, weight: number) => void;
type AddService = (name: string | null, weight: number, host?: string | null) => void;

function readHosts(text: string, add: AddService): void {
  for (const [, found = '', path = ''] of text.matchAll(ADDRESS)) {
    const host = found.toLowerCase().replace(/\.$/, '');
    if (!isTellingHost(host)) continue;
    const isApi =
      /(?:^|[.-])(?:api|apis|openapi|rest|gateway|connect|oauth|auth|graph|rpc)\d?(?:[.-]|$)|googleapis/.test(host) ||
      /^\/(?:api|v\d|rest|oauth|graphql|services)\b/.test(path);
    add(nameInHost(host), isApi ? 3 : DOCS.test(host) ? 1 : 1.5, isApi || !DOCS.test(host) ? host : null);
  }
  for (const [, found = ''] of text.matchAll(POOL)) {
    const host = found.toLowerCase();
    if (isTellingHost(host)) add(nameInHost(host), 3, host);
  }
}

/** The words before the first generic one: `google-maps` in `GOOGLE_MAPS_API_KEY`. */
function wordsOf(words: readonly string[]): string | null {
  const own: string[] = [];
  for (const word of words) {
    if (isGeneric(word)) break;
    own.push(word);
  }
  return own.length === 0 || own.length > 3 ? null : own.join('-');
}

function nameInClass(name: string): string | null {
  const words = name.match(/[A-Z][a-z0-9]+|[A-Z]+(?![a-z])/g) ?? [];
  return wordsOf(words.slice(0, 2)) === null ? null : (wordsOf(words)?.replaceAll('-', '') ?? null);
}

/** What a client library adds to the name of its service. */
const OF_LIBRARY =
  /^(?:py|python|node|simple|go|php|django|flask|laravel|react|vue|nuxt|async|aio)[-_]|[-_.](?:sdk|api|client|python|py|node|nodejs|js|ts|php|ruby|java|go|async|backend|backend-api|cli|core|lib|rest|admin)$/g;

function serviceInPackage(name: string): string | null {
  let plain = name.toLowerCase().replaceAll('_', '-');
  for (let before = ''; before !== plain; ) {
    before = plain;
    plain = plain.replaceAll(OF_LIBRARY, '');
  }
  return isGeneric(plain) ? null : plain;
}

function library(name: string, language: string, service: AddService, client: Add): void {
  if (isGeneric(name)) return;
  const owner = serviceInPackage(name);
  service(owner, 1.5);
  const plain = name.replaceAll('_', '-').toLowerCase();
  client(plain === owner && !plain.includes('-') ? `${plain}-${language}` : plain, 2);
}

function npm(name: string, service: AddService, client: Add): void {
  const [scope, rest] = name.startsWith('@') ? name.slice(1).split('/') : [null, name];
  if (scope === null) {
    if (!isGeneric(name.replaceAll('-', '_')) && !isGeneric(name)) library(name, 'node', service, client);
    return;
  }
  if (isGeneric(scope ?? '') || scope === 'types') return;
  const owner = serviceInPackage(scope ?? '');
  service(owner, 1.5);
  client(`${owner}-${rest === 'sdk' || rest === 'client' ? 'node' : rest}`, 2);
}

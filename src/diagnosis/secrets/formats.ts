import type { Knowledge } from '#knowledge/types.ts';
import { TOKEN, TRIGRAMS, tableWith, trigramAt } from './alphabet.ts';

/** How one kind of secret looks, ready to be looked for. */
export interface Format {
  /** Whose it is, where that is a provider of the knowledge and nobody else writes keys like that. */
  readonly provider: string | null;
  /** Id of the provider's key form, such as `openai/project`; null for formats of no provider. */
  readonly form: string | null;
  readonly name: string;
  /** What it begins with; empty where it has an anchor, or neither. */
  readonly prefix: string;
  readonly anchor: string;
  /** Characters before the anchor, at most. */
  readonly before: number;
  readonly lengths: readonly number[];
  /** May it be seen by everybody? */
  readonly public: boolean;
  /** Can only a secret look like this? */
  readonly distinct: boolean;
  readonly checksum: 'crc32-base62' | null;
  /** Characters of which it consists. */
  readonly table: Uint8Array;
  /** Characters that it has at most, about. */
  readonly longest: number;
  /** Matches the whole secret from its `lastIndex` on. */
  readonly whole: RegExp;
}

/** What can begin where three characters stand. */
export interface Opening {
  /** What has to stand there. */
  readonly text: string;
  /** Position of the three characters in it. */
  readonly at: number;
  readonly what: Format | 'name' | 'address' | 'login' | 'block' | 'putty' | 'ordinary';
}

/** How strictly a value is looked at, by the name that it stands behind. */
export type Strength = 'password' | 'token' | 'weak' | 'public';

/** Everything that secrets are found by. */
export interface SecretIndex {
  /** By the number of three characters: 0, or the place in `openings`. */
  readonly table: Uint16Array;
  readonly openings: readonly (readonly Opening[])[];
  /** Formats that are known by their whole shape alone. */
  readonly shapes: readonly Format[];
  readonly names: ReadonlyMap<string, Strength>;
  /** Words outside of ASCII that say that a secret follows. */
  readonly foreignNames: RegExp | null;
  readonly idLabels: ReadonlySet<string>;
}

/** Compiles the formats and words of the knowledge; takes about a millisecond. */
export function indexSecrets(knowledge: Knowledge): SecretIndex {
  const formats = [...providerFormats(knowledge), ...otherFormats(knowledge)];
  const names = namesOf(knowledge);
  const openings: Opening[] = [];
  for (const format of formats) {
    const text = format.prefix === '' ? format.anchor : format.prefix;
    if (text.length >= 3) openings.push({ text, at: 0, what: format });
  }
  for (const text of rootsOf([...names].filter(([, strength]) => strength !== 'public').map(([name]) => name)))
    openings.push({ text, at: 0, what: 'name' });
  for (const [text, at, what] of FIXED) openings.push({ text, at, what });
  return {
    ...filed(openings),
    // A provider's keys without a prefix look like many other things.
    shapes: formats.filter(({ prefix, anchor, form }) => form === null && prefix === '' && anchor === ''),
    names,
    foreignNames: foreignNames(names),
    idLabels: new Set(wordsOf(knowledge, 'id_labels')),
  };
}

const FIXED: readonly (readonly [string, number, Opening['what']])[] = [
  ['://', 0, 'address'],
  ['-u ', 0, 'login'],
  ['--user', 0, 'login'],
  ['-----BEGIN ', 5, 'block'],
  ['PuTTY-User-Key-File', 2, 'putty'],
  ['base64,', 3, 'ordinary'],
  ['sha1', 0, 'ordinary'],
  ['sha256', 0, 'ordinary'],
  ['sha384', 0, 'ordinary'],
  ['sha512', 0, 'ordinary'],
  ['AAAAB3NzaC1', 4, 'ordinary'],
  ['AAAAC3NzaC1', 4, 'ordinary'],
  ['AAAAE2VjZHNh', 4, 'ordinary'],
];

/** Longest text first: what says most is asked first. */
function filed(openings: readonly Opening[]): Pick<SecretIndex, 'table' | 'openings'> {
  const byNumber = new Map<number, Opening[]>();
  for (const opening of openings) {
    const number = trigramAt(opening.text, opening.at);
    byNumber.set(number, [...(byNumber.get(number) ?? []), opening]);
  }
  const table = new Uint16Array(TRIGRAMS);
  const lists: Opening[][] = [[]];
  for (const [number, list] of byNumber) {
    table[number] = lists.length;
    lists.push(list.sort((a, b) => b.text.length - a.text.length || certainty(b) - certainty(a)));
  }
  return { table, openings: lists };
}

function certainty({ what }: Opening): number {
  return typeof what === 'object' && what.distinct ? 1 : 0;
}

function providerFormats(knowledge: Knowledge): Format[] {
  return [...knowledge.providers.values()].flatMap((provider) =>
    provider.keys.map((key) =>
      formatOf({
        provider: key.distinct ? provider.id : null,
        form: `${provider.id}/${key.id}`,
        name: `${provider.name} ${key.name}`,
        prefix: key.prefix,
        pattern: key.pattern,
        lengths: key.length ?? [],
        public: key.class === 'publishable',
        distinct: key.distinct,
      }),
    ),
  );
}

function otherFormats(knowledge: Knowledge): Format[] {
  return [...knowledge.secrets.values()].flatMap(({ formats }) =>
    formats.flatMap(({ prefix = '', anchor = [''], before = 0, length = [], checksum = null, ...format }) =>
      anchor.map((one) =>
        formatOf({ ...format, provider: null, form: null, prefix, anchor: one, before, lengths: length, checksum }),
      ),
    ),
  );
}

const SHORT = 1000;
const LONG = 20_000;

type Given = Pick<Format, 'provider' | 'form' | 'name' | 'prefix' | 'lengths' | 'public' | 'distinct'> & {
  readonly pattern: string;
  readonly anchor?: string;
  readonly before?: number;
  readonly checksum?: Format['checksum'];
};

function formatOf({ pattern, anchor = '', before = 0, checksum = null, ...given }: Given): Format {
  const others = Array.from('.+/=~:|').filter((character) => pattern.replaceAll('(?:', '(').includes(character));
  let whole: RegExp | null = null;
  return {
    ...given,
    anchor,
    before,
    checksum,
    longest: /\d{4}\}/.test(pattern) ? LONG : SHORT,
    table: others.length === 0 ? TOKEN : tableWith(TOKEN, others.join('')),
    // Most are never needed in the life of a process.
    get whole() {
      whole ??= new RegExp(pattern, 'y');
      return whole;
    },
  };
}

function wordsOf(knowledge: Knowledge, list: 'password' | 'token' | 'public' | 'id_labels'): string[] {
  return [...knowledge.secrets.values()].flatMap(({ names }) => names?.[list].flat() ?? []);
}

function namesOf(knowledge: Knowledge): ReadonlyMap<string, Strength> {
  const names = new Map<string, Strength>();
  for (const { names: own } of knowledge.secrets.values()) for (const word of own?.weak ?? []) names.set(word, 'weak');
  for (const strength of ['token', 'password', 'public'] as const)
    for (const word of wordsOf(knowledge, strength)) names.set(word.toLowerCase(), strength);
  return names;
}

/** Words in which no other one stands: who finds these finds all. */
function rootsOf(words: readonly string[]): string[] {
  const roots: string[] = [];
  const latin = words.filter((word) => /^[a-z]{3,}$/.test(word)).sort((a, b) => a.length - b.length);
  for (const word of latin) if (!roots.some((root) => word.includes(root))) roots.push(word);
  return roots;
}

function foreignNames(names: ReadonlyMap<string, Strength>): RegExp | null {
  const words = [...names].filter(([word, strength]) => strength !== 'public' && !/^[a-z0-9_]+$/.test(word));
  if (words.length === 0) return null;
  const longestFirst = words.map(([word]) => word).sort((a, b) => b.length - a.length);
  return new RegExp(`(?:${longestFirst.join('|')})[^\\n]{0,6}$`, 'iu');
}

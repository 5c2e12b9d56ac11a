/** A text without what was copied along with the key. */
export interface Stripped {
  readonly text: string;
  /** What was left out, in words; empty where nothing was. */
  readonly left: readonly string[];
}

interface Wrapping {
  readonly name: string;
  readonly frame: RegExp;
}

const QUOTE = '["\'`\u2018\u2019\u201c\u201d\u00ab\u00bb\u300c\u300d]';

/** In every frame the first group is the key. They are tried again and again until none fits: they come nested. */
const WRAPPINGS: readonly Wrapping[] = [
  { name: 'quotes', frame: new RegExp(`^${QUOTE}([^]*)${QUOTE}$`, 'u') },
  { name: 'the header name', frame: /^(?:proxy-)?authorization\s*:\s*([^]+)$/i },
  { name: 'the header name', frame: /^(?:x-api-key|api-key|x-goog-api-key|xi-api-key|apikey)\s*:\s*([^]+)$/i },
  { name: 'the word Bearer', frame: /^(?:bearer|token|basic)\s+([^]+)$/i },
  { name: 'an export command', frame: /^(?:export|set|setx|declare -x)\s+(?=[A-Za-z_]\w*[=\s])([^]+)$/i },
  { name: 'a PowerShell variable', frame: /^\$env:[A-Za-z_]\w*\s*=\s*([^]+)$/i },
  { name: 'a variable name', frame: /^[A-Za-z_]\w*\s*=\s*([^]+)$/ },
  {
    name: 'a field name',
    frame: new RegExp(
      `^\\{?\\s*${QUOTE}?[A-Za-z_][\\w-]*(?:key|token|secret)${QUOTE}?\\s*:\\s*([^]+?)\\s*,?\\s*\\}?$`,
      'iu',
    ),
  },
  { name: 'a comma or semicolon', frame: /^([^\s,;]+)[,;]+$/ },
  { name: 'a full stop', frame: /^([\w-]{16,}(?:\.[\w-]{2,}){0,8})\.$/ },
  { name: 'the marks of a chat', frame: /^\|\|([^]+)\|\|$/ },
  { name: 'the marks of a chat', frame: /^\*\*([^]+)\*\*$/ },
  { name: 'the marks of a chat', frame: /^\*([^*]+)\*$/ },
  { name: 'the marks of a chat', frame: /^~~([^]+)~~$/ },
  { name: 'the marks of a chat', frame: /^~([^~]+)~$/ },
  { name: 'the marks of a chat', frame: /^_{1,2}([A-Za-z][^]{14,}[^_])_{1,2}$/ },
  { name: 'the marks of a chat', frame: /^<https?:\/\/[^|>\s]*\|([^>]+)>$/ },
];

/** `sk\\-ant\\-…`, as it is copied from a text with its mark-up escaped. */
const ESCAPED = /\\([-_.~+/=*|])/g;

/** Deep enough for everything that people paste. */
const MOST_LAYERS = 6;
const SHORTEST_INNER = 6;

/**
 * Takes off what people copy along with a key: quotes, header and variable names, `Bearer`, a JSON field.
 *
 * @param text what was entered, without blanks around it
 */
export function stripWrapping(text: string): Stripped {
  const left = new Set<string>();
  let rest = text;
  for (let layer = 0; layer < MOST_LAYERS; layer += 1) {
    const before = rest;
    for (const { name, frame } of WRAPPINGS) {
      const inner = frame.exec(rest)?.[1]?.trim();
      // A short rest is the padding of a base64 key, not a value behind a name.
      if (inner === undefined || inner.length < SHORTEST_INNER) continue;
      rest = inner;
      left.add(name);
      break;
    }
    if (rest === before) break;
  }
  const plain = rest.replaceAll(ESCAPED, '$1');
  if (plain !== rest) left.add('backslashes');
  return { text: plain, left: [...left] };
}

/** How names of people and channels are found. */
export type NameOf = (id: string) => string;

const TOKEN = /<([^<>\n]+)>/g;
/** Code first: nothing inside is mark-up. */
const CODE = /```([^]+?)```|`([^`\n]+)`/g;
const STYLED: readonly RegExp[] = [
  /(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])/g,
  /(?<!\w)_(?=\S)([^_\n]*?\S)_(?!\w)/g,
  /(?<![\w~])~(?=\S)([^~\n]*?\S)~(?![\w~])/g,
];

/**
 * Text as Slack shows it: mark-up resolved, entities unescaped. What comes alive is marked with `!!` where `marked`, so
 * that a test sees a mention or a disguised link which should be inert: `@channel!!`, `label→https://…!!`.
 */
export function readMrkdwn(text: string, nameOf: NameOf, marked: boolean): string {
  const parts: string[] = [];
  let at = 0;
  for (const match of text.matchAll(CODE)) {
    parts.push(styled(text.slice(at, match.index), nameOf, marked));
    parts.push(tokens(match[1]?.replace(/^\n/, '').replace(/\n$/, '') ?? match[2] ?? '', nameOf, marked));
    at = match.index + match[0].length;
  }
  parts.push(styled(text.slice(at), nameOf, marked));
  return unescape(parts.join(''));
}

/** Text in which only Slack's tokens in angle brackets mean something. */
export function readTokens(text: string, nameOf: NameOf, marked: boolean): string {
  return unescape(tokens(text, nameOf, marked));
}

/** The three entities that Slack knows. */
export function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** What Slack does to what people type, before it delivers it. */
export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function styled(text: string, nameOf: NameOf, marked: boolean): string {
  // Resolved tokens are set aside: an underscore in an address is no mark-up.
  const kept: string[] = [];
  const held = text.replaceAll(
    TOKEN,
    (_all, token: string) => `\u0000${kept.push(read(token, nameOf, marked)) - 1}\u0000`,
  );
  const plain = STYLED.reduce((line, pattern) => line.replaceAll(pattern, '$1'), held);
  return plain.replaceAll(/\u0000(\d+)\u0000/g, (_all, index: string) => kept[Number(index)] ?? '');
}

function tokens(text: string, nameOf: NameOf, marked: boolean): string {
  return text.replaceAll(TOKEN, (_all, token: string) => read(token, nameOf, marked));
}

function read(token: string, nameOf: NameOf, marked: boolean): string {
  const [target = '', label] = token.split('|');
  const mark = marked ? '!!' : '';
  if (target.startsWith('@')) return `@${nameOf(target.slice(1))}${mark}`;
  if (target.startsWith('#')) return `#${nameOf(target.slice(1))}${mark}`;
  if (target.startsWith('!subteam^')) return `@${label ?? target.slice('!subteam^'.length)}${mark}`;
  if (target.startsWith('!date^')) return label ?? target;
  if (target.startsWith('!')) return `@${target.slice(1)}${mark}`;
  if (!marked) return label ?? target;
  return label === undefined || label === target ? target : `${label}→${target}!!`;
}

const LINK = /https?:\/\/[^\s<>"'`|]*[^\s<>"'`|.,;:!?)\]}]/g;

/** Typed text as Slack delivers it: escaped, addresses as links, in mrkdwn and as rich text. */
export function typed(text: string, mention: string | null): { readonly text: string; readonly elements: unknown[] } {
  const elements: unknown[] = mention === null ? [] : [{ type: 'user', user_id: mention }];
  const parts: string[] = mention === null ? [] : [`<@${mention}> `];
  const plain = (piece: string, first: boolean) => {
    if (piece === '') return;
    parts.push(escape(piece));
    elements.push({ type: 'text', text: first && mention !== null ? ` ${piece}` : piece });
  };
  let at = 0;
  for (const { 0: url, index } of text.matchAll(LINK)) {
    plain(text.slice(at, index), at === 0);
    parts.push(`<${escape(url)}>`);
    elements.push({ type: 'link', url });
    at = index + url.length;
  }
  plain(text.slice(at), at === 0);
  return { text: parts.join(''), elements };
}

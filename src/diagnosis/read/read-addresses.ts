/** A web address in a text, with the words before it. */
export interface Address {
  readonly host: string;
  readonly at: number;
  readonly path: string;
  readonly before: string;
}

const ADDRESS = /https?:\/\/([a-z0-9.-]{1,100}|\[[0-9a-f:]{2,40}\])(?::\d{1,5})?([^\s"<>)\]},]{0,120})/g;

/** The first 32 web addresses of a normalised text. */
export function readAddresses(text: string): Address[] {
  if (!text.includes('://')) return [];
  const found: Address[] = [];
  for (const match of text.matchAll(ADDRESS)) {
    found.push({
      host: match[1] as string,
      at: match.index,
      path: match[2] ?? '',
      before: text.slice(Math.max(0, match.index - 40), match.index),
    });
    if (found.length >= 32) break;
  }
  return found;
}

import { BLANK, FOLD, runEnd, runStart, TOKEN, tableWith } from './alphabet.ts';
import { byContext, byForeignName, SHORTEST_BARE } from './by-context.ts';
import { byBeginning, byFormat, type Found } from './by-format.ts';
import { fullEnd, isSecretValue, namedAt, withNextLines } from './by-name.ts';
import type { Format, Opening, SecretIndex } from './formats.ts';
import { addressAt, blockAt, loginAt, puttyAt, type Stretch } from './framed.ts';
import { looksRandom } from './randomness.ts';
import type { View } from './view.ts';

const BASE64 = tableWith(TOKEN, '+/=');
const TRIGRAM = (1 << 18) - 1;
const WORD = tableWith(TOKEN, '.+/=~');
const DIGITS = tableWith(new Uint8Array(256), '0123456789');
const CONTINUES = tableWith(new Uint8Array(256), '.+/=~');
const EVERY = new Uint8Array(256).fill(1);
const BEFORE_WORD = tableWith(BLANK, '"\'`(');
const SHORTEST_FOREIGN = 6;

/** What a place gives: a secret, or a stretch that holds none; null where the search just goes on. */
type Step = { readonly found: Found } | { readonly skipTo: number } | null;

/**
 * Finds the secrets of a view in one pass.
 *
 * @param source the text as given, for words outside of ASCII
 * @returns the secrets in order, not overlapping; positions are those of the view
 */
export function findIn(view: View, source: string, index: SecretIndex): readonly Found[] {
  const { codes } = view;
  const { table } = index;
  const search = new Search(view, source, index);
  // Where nothing is foreign, only a word that goes on behind a dot or slash can be longer than it looks.
  const ends = search.foreign ? EVERY : CONTINUES;
  let number = 0;
  let run = 0;
  let at = 0;
  while (at <= codes.length) {
    const code = at < codes.length ? (codes[at] as number) : 32;
    number = ((number << 6) | (FOLD[code] as number)) & TRIGRAM;
    let to = 0;
    const opening = table[number] as number;
    if (opening !== 0 && at >= 2) to = search.opens(opening, at - 2);
    if (TOKEN[code] !== 1) {
      const length = at - run;
      if (to === 0 && length >= SHORTEST_FOREIGN && (length >= SHORTEST_BARE || ends[code] === 1))
        to = search.ends(run, at);
      run = at + 1;
    }
    if (to > at) {
      at = to;
      run = to;
      number = 0;
    } else at += 1;
  }
  return search.found;
}

class Search {
  readonly found: Found[] = [];
  readonly #view: View;
  readonly #source: string;
  readonly #index: SecretIndex;
  /** Are there characters outside of ASCII? */
  readonly foreign: boolean;
  /** Names before this were read. */
  #named = 0;

  constructor(view: View, source: string, index: SecretIndex) {
    this.#view = view;
    this.#source = source;
    this.#index = index;
    this.foreign = view.codes.includes(255);
  }

  /** Something may begin at `at`. @returns where to go on; 0 where the next character is next */
  opens(opening: number, at: number): number {
    let begun: Opening[] | null = null;
    for (const one of this.#index.openings[opening] as readonly Opening[]) {
      if (at < one.at || !this.#stands(one, at - one.at)) continue;
      const to = this.#taken(this.#open(one, at - one.at));
      if (to > 0) return to;
      begun ??= [];
      begun.push(one);
    }
    return begun === null ? 0 : this.#taken(wrapped(this.#begun(begun, at)));
  }

  #begun(standing: readonly Opening[], at: number): Found | null {
    for (const { what } of standing) {
      const found = typeof what === 'object' ? byBeginning(this.#view, what, at) : null;
      if (found !== null) return found;
    }
    return null;
  }

  #stands({ text, what }: Opening, start: number): boolean {
    const { codes } = this.#view;
    if (start + text.length > codes.length) return false;
    const any = what === 'name' || what === 'ordinary';
    for (let at = 0; at < text.length; at += 1) {
      const wanted = text.charCodeAt(at);
      const code = codes[start + at] as number;
      if (code !== wanted && !(any && (code | 32) === (wanted | 32))) return false;
    }
    return true;
  }

  #open({ what, text }: Opening, start: number): Step {
    const view = this.#view;
    if (what === 'name') return this.#name(start);
    if (what === 'address') return framed(addressAt(view, start));
    if (what === 'login') return framed(loginAt(view, start));
    if (what === 'putty') return framed(puttyAt(view, start));
    if (what === 'ordinary') return ordinary(view, start + text.length);
    if (what === 'block') {
      const block = blockAt(view, start);
      if (block === null) return null;
      return block.secret ? framed(block, '-----BEGIN PRIVATE KEY-----') : { skipTo: block.end };
    }
    return what.prefix === '' ? this.#anchored(what, start) : wrapped(byFormat(view, what, start));
  }

  /** What stands before the anchor has a known length, or is the whole word, or its number. */
  #anchored(format: Format, anchor: number): Step {
    const { codes } = this.#view;
    const { before } = format;
    const least = this.found.at(-1)?.end ?? 0;
    const starts = [
      anchor - before,
      runStart(codes, anchor, format.table, before),
      runStart(codes, anchor, DIGITS, before),
    ];
    for (const start of starts) {
      const found = start >= least && start < anchor ? byFormat(this.#view, format, start) : null;
      if (found !== null && found.end > anchor) return { found };
    }
    return null;
  }

  #name(at: number): Step {
    if (at < this.#named) return null;
    const view = this.#view;
    const named = namedAt(view, at, this.#index);
    this.#named = named.nameEnd;
    if (!('start' in named)) return null;
    const { start } = named;
    const longer = withNextLines(view, named);
    const whole = longer.parts > 1 && isSecretValue(view, { ...named, end: longer.end });
    if (!whole && !isSecretValue(view, named)) return null;
    const known = this.#formatAt(start);
    const end = Math.max(whole ? longer.end : fullEnd(view, named), known?.end ?? 0);
    if (known !== null) return { found: { ...known, end, length: Math.max(known.length, end - start) } };
    const length = end - start;
    return { found: { start, end, format: null, prefix: '', length, broken: whole, proved: false, value: null } };
  }

  /** The format of what begins right here, if it has one. */
  #formatAt(start: number): Found | null {
    const { codes } = this.#view;
    let number = 0;
    for (let at = start; at < start + 3; at += 1) number = (number << 6) | (FOLD[codes[at] ?? 32] as number);
    const standing = (this.#index.openings[this.#index.table[number] as number] as readonly Opening[]).filter(
      (one) => typeof one.what === 'object' && one.what.prefix !== '' && this.#stands(one, start),
    );
    for (const { what } of standing) {
      const found = typeof what === 'object' ? byFormat(this.#view, what, start) : null;
      if (found !== null) return found;
    }
    return this.#begun(standing, start);
  }

  /** A word has ended. @returns where to go on; 0 where the next character is next */
  ends(start: number, end: number): number {
    const view = this.#view;
    const word = BEFORE_WORD[view.codes[start - 1] ?? 32] === 1 ? runEnd(view.codes, end, WORD, start + 400) : end;
    if (word - start >= SHORTEST_BARE) {
      const shape = this.#shapeAt(start);
      if (shape !== null) return this.#taken({ found: shape });
      const last = byContext(view, start, word, this.#index);
      if (last !== null) return this.#taken(framed({ start, end: last }));
    }
    if (!this.foreign || !byForeignName(view, this.#source, start, this.#index)) return 0;
    if (isSecretValue(view, { start, end, strength: 'password', nameEnd: start }))
      return this.#taken(framed({ start, end }));
    return 0;
  }

  #shapeAt(start: number): Found | null {
    if (!looksRandom(this.#view.codes, start, start + SHORTEST_BARE)) return null;
    for (const format of this.#index.shapes) {
      const found = byFormat(this.#view, format, start);
      if (found !== null) return found;
    }
    return null;
  }

  #taken(step: Step): number {
    if (step === null) return 0;
    if ('skipTo' in step) return step.skipTo;
    const { found } = step;
    const last = this.found.at(-1);
    if (last !== undefined && found.start < last.end) {
      if (found.end <= last.end) return 0;
      this.found.pop();
      this.found.push({ ...found, start: last.start, length: found.end - last.start });
    } else this.found.push(found);
    return found.end;
  }
}

/** Pictures, hashes of packages and public keys are long and random, and no secrets. */
function ordinary({ codes }: View, from: number): Step {
  const code = codes[from] as number;
  // `sha256-…`, `sha256:…`, `sha256/…`, and what goes on at once: base64, public keys. OpenShift's tokens have a tilde.
  const begins = code === 45 || code === 58 || code === 47 || code === 61 ? from + 1 : from;
  const end = runEnd(codes, begins, BASE64);
  return end - begins >= SHORTEST_BARE ? { skipTo: end } : null;
}

function wrapped(found: Found | null): Step {
  return found === null ? null : { found };
}

function framed(stretch: Stretch | null, prefix = ''): Step {
  if (stretch === null) return null;
  const { start, end } = stretch;
  return {
    found: { start, end, format: null, prefix, length: end - start, broken: false, proved: false, value: null },
  };
}

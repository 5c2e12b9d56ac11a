import type { Catalogue } from './compile.ts';
import { readFacts } from './facts.ts';
import { type FoundSecret, findSecrets } from './mask.ts';
import { asciiCodes, NormalWriter } from './normal-writer.ts';
import { normalise } from './normalise.ts';
import { Held, type Piece, readSignals, spanOf } from './signals.ts';

/** Everything that was read from a paste; positions are those of the text as given. */
export interface Reading {
  readonly held: Held;
  readonly secrets: readonly FoundSecret[];
  readonly statuses: readonly { readonly status: number; readonly named: boolean }[];
  /** Hosts of the addresses in the text. */
  readonly hosts: readonly string[];
  readonly maskedKeys: readonly {
    readonly form: string;
    readonly distinct: boolean;
    readonly start: number;
    readonly end: number;
  }[];
  readonly facts: ReadonlySet<string>;
}

/** Longest piece that is read at a time, in characters: some milliseconds of work, and the memory that it needs. */
const PIECE = 48 * 1024;
const MOST_KEPT = 256;

/**
 * Reads a paste piece by piece, cut at line ends. Yields after each piece, so that a caller with other work to do can
 * pause; most pastes are one piece.
 */
export function* readPaste(text: string, catalogue: Catalogue): Generator<undefined, Reading> {
  const held = new Held(catalogue);
  const secrets: FoundSecret[] = [];
  const statuses: { status: number; named: boolean }[] = [];
  const hosts: string[] = [];
  const maskedKeys: { form: string; distinct: boolean; start: number; end: number }[] = [];
  const facts = new Set<string>();
  const writer = new NormalWriter();
  const room = text.length > PIECE ? new Uint8Array(PIECE + 1) : undefined;
  for (let from = 0; from < text.length || from === 0; ) {
    const to = pieceEnd(text, from);
    const given = from === 0 && to === text.length ? text : text.slice(from, to);
    const codes = asciiCodes(given, room);
    const found = findSecrets(given, catalogue.keys, codes);
    const normal = normalise(given, found, codes, writer);
    const piece: Piece = { given, codes, normal, offset: from, secrets: found };
    const signals = readSignals(piece, catalogue, held);
    for (const secret of found) secrets.push({ ...secret, start: from + secret.start, end: from + secret.end });
    if (statuses.length < MOST_KEPT) statuses.push(...signals.statuses);
    if (hosts.length < MOST_KEPT) hosts.push(...signals.addresses.map(({ host }) => host));
    for (const { form, distinct, at, end } of signals.maskedKeys.slice(0, MOST_KEPT - maskedKeys.length)) {
      const [start, stop] = spanOf(piece, at, end);
      maskedKeys.push({ form, distinct, start, end: stop });
    }
    // What a person wrote stands before or behind the log, not in the middle of it.
    if (from === 0 || to === text.length) {
      for (const { name, at, end } of readFacts(piece, signals, catalogue, held)) {
        facts.add(name);
        held.addNamed(`fact:${name}`, ...spanOf(piece, at, end));
      }
    }
    from = to;
    if (from < text.length) yield undefined;
    else break;
  }
  return { held, secrets, statuses, hosts, maskedKeys, facts };
}

function pieceEnd(text: string, from: number): number {
  if (text.length - from <= PIECE) return text.length;
  const line = text.lastIndexOf('\n', from + PIECE);
  return line > from + PIECE / 2 ? line + 1 : from + PIECE;
}

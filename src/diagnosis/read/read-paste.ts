import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import { HEAD, readWords, signFeature, TAIL, type Words } from '#diagnosis/judge/word-features.ts';
import { type FoundSecret, findSecrets } from '#diagnosis/text/mask.ts';
import { asciiCodes, NormalWriter } from '#diagnosis/text/normal-writer.ts';
import { type Normalised, normalise } from '#diagnosis/text/normalise.ts';
import { type Fact, readFacts } from './facts.ts';
import { Held, type Piece, type PieceSignals, readSignals, spanOf } from './signals.ts';

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
  /** What the beginning and the end of the text say of which thing, by name; words of the lexicon alone as well. */
  readonly said: ReadonlySet<string>;
  readonly words: Words;
  /** The beginning of the text, normalised; for each of its positions the offset in the text as given. */
  readonly head: { readonly text: string; readonly map: Int32Array };
}

/** Longest piece that is read at a time, in characters: some milliseconds of work, and the memory that it needs. */
const PIECE = 48 * 1024;
const MOST_KEPT = 256;

/** From this length on a piece is read in several steps: the first one of a process, with all code cold, takes 20 ms. */
const STEPWISE = 8 * 1024;

/**
 * Reads a paste piece by piece, cut at line ends. Yields in between, so that a caller with other work to do can pause;
 * most pastes are read at once.
 */
export function* readPaste(text: string, catalogue: Catalogue): Generator<undefined, Reading> {
  const held = new Held(catalogue);
  const reading: Gathered = {
    held,
    secrets: [],
    statuses: [],
    hosts: [],
    maskedKeys: [],
    facts: new Set(),
    said: new Set(),
    words: NO_WORDS,
    head: NO_HEAD,
  };
  const ends: string[] = [];
  const writer = new NormalWriter();
  const room = text.length > PIECE ? new Uint8Array(PIECE + 1) : undefined;
  for (let from = 0; from < text.length || from === 0; ) {
    const end = pieceEnd(text, from);
    const { to, given, codes, secrets } = cutPiece(text, { from, to: end }, catalogue, room);
    const isLong = given.length > STEPWISE;
    if (isLong) yield;
    const piece: Piece = { given, codes, normal: normalise(given, secrets, codes, writer), offset: from, secrets };
    if (isLong) yield;
    const signals = isLong ? yield* readSignals(piece, catalogue, held) : resultOf(readSignals(piece, catalogue, held));
    gather(reading, piece, signals);
    // What a person wrote stands before or behind the log, not in the middle of it.
    if (from === 0 || to === text.length) {
      if (isLong) yield;
      gatherFacts(reading, piece, readFacts(piece, signals, catalogue, held));
      gatherStatements(reading, piece.normal.text, signals, { isFirst: from === 0, isLast: to === text.length });
      if (from === 0) reading.head = headOf(piece.normal);
      ends.push(...endsOf(piece.normal.text, from === 0, to === text.length));
    }
    from = to;
    if (from >= text.length) break;
    yield;
  }
  reading.words = { ...readWords(ends), signs: signsOf(reading) };
  return reading;
}

const NO_WORDS: Words = { features: [], signs: [] };
const NO_HEAD = { text: '', map: new Int32Array(1) };

/** The writer's arrays are used again for the next piece. */
function headOf({ text, map }: Normalised): Reading['head'] {
  return { text: text.slice(0, HEAD), map: map.slice(0, HEAD + 1) };
}

/** The beginning of a text's first piece and the end of its last one: there a person's own words stand. */
function endsOf(text: string, isFirst: boolean, isLast: boolean): string[] {
  if (isFirst && isLast && text.length <= HEAD + TAIL) return [text];
  return [...(isFirst ? [text.slice(0, HEAD)] : []), ...(isLast ? [text.slice(-TAIL)] : [])];
}

/** The result of work in steps, done at once. */
function resultOf<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

interface Gathered extends Reading {
  readonly secrets: FoundSecret[];
  readonly statuses: { readonly status: number; readonly named: boolean }[];
  readonly hosts: string[];
  readonly maskedKeys: Reading['maskedKeys'][number][];
  readonly facts: Set<string>;
  readonly said: Set<string>;
  words: Words;
  head: Reading['head'];
}

function gather(into: Gathered, piece: Piece, signals: PieceSignals): void {
  const { offset } = piece;
  for (const secret of piece.secrets)
    into.secrets.push({ ...secret, start: offset + secret.start, end: offset + secret.end });
  if (into.statuses.length < MOST_KEPT) into.statuses.push(...signals.statuses);
  if (into.hosts.length < MOST_KEPT) into.hosts.push(...signals.addresses.map(({ host }) => host));
  for (const { form, distinct, at, end } of signals.maskedKeys.slice(0, MOST_KEPT - into.maskedKeys.length)) {
    const [start, stop] = spanOf(piece, at, end);
    into.maskedKeys.push({ form, distinct, start, end: stop });
  }
}

function gatherFacts(into: Gathered, piece: Piece, facts: readonly Fact[]): void {
  for (const { name, at, end } of facts) {
    into.facts.add(name);
    into.held.addNamed(`fact:${name}`, ...spanOf(piece, at, end));
  }
}

/** As with words, only what stands at the ends of a text tells what it is about. */
function gatherStatements(
  into: Gathered,
  { length }: string,
  { statements }: PieceSignals,
  { isFirst, isLast }: { readonly isFirst: boolean; readonly isLast: boolean },
): void {
  for (const { name, start } of statements)
    if ((isFirst && start < HEAD) || (isLast && start >= length - TAIL)) into.said.add(name);
}

const MOST_STATUSES = 2;

function signsOf({ said, facts, statuses }: Reading): number[] {
  const named = new Set(statuses.map(({ status }) => status).slice(0, MOST_STATUSES));
  const names = [
    ...[...said].map((one) => `said:${one}`),
    ...[...facts].map((one) => `fact:${one}`),
    ...[...named].map((one) => `status:${one}`),
  ];
  return [...new Set(names.map(signFeature))];
}

interface Cut {
  readonly to: number;
  readonly given: string;
  readonly codes: Uint8Array;
  readonly secrets: readonly FoundSecret[];
}

/** The next piece with its secrets. One that reaches to the end may go on behind it: its line begins the next piece. */
function cutPiece(
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
  catalogue: Catalogue,
  room: Uint8Array | undefined,
): Cut {
  const given = from === 0 && to === text.length ? text : text.slice(from, to);
  const codes = asciiCodes(given, room);
  const secrets = findSecrets(given, catalogue.secrets, codes);
  const last = secrets.at(-1);
  if (to === text.length || last === undefined || last.end < given.trimEnd().length)
    return { to, given, codes, secrets };
  const line = given.lastIndexOf('\n', last.start) + 1;
  if (line === 0) return { to, given, codes, secrets };
  const before = secrets.filter(({ start }) => start < line);
  return { to: from + line, given: given.slice(0, line), codes: codes.subarray(0, line), secrets: before };
}

/** Longest private key that is kept in one piece, in characters. */
const LONGEST_BLOCK = 200_000;
const BLOCK = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY/;

function pieceEnd(text: string, from: number): number {
  if (text.length - from <= PIECE) return text.length;
  if (BLOCK.test(text.slice(from, from + 200))) {
    const end = text.indexOf('-----END ', from);
    const line = text.indexOf('\n', end);
    if (end > from + PIECE && end < from + LONGEST_BLOCK) return line === -1 ? text.length : line + 1;
  }
  const line = text.lastIndexOf('\n', from + PIECE);
  return line > from + PIECE / 2 ? line + 1 : from + PIECE;
}

import type { Catalogue, LiteralUse } from '#diagnosis/catalogue/compile.ts';
import { holdsAt } from '#diagnosis/catalogue/literal-use.ts';
import type { FoundSecret } from '#diagnosis/text/mask.ts';
import type { Normalised } from '#diagnosis/text/normalise.ts';
import { type Address, readAddresses } from './read-addresses.ts';
import { readConceptWords } from './read-concepts.ts';
import { type MaskedKey, readMaskedKeys } from './read-masked-keys.ts';
import { readStatuses, type StatusRead } from './read-status.ts';
import { readStatements, type Statement } from './statements.ts';

/** The conditions that hold, each with the first span of the text as given that shows it. */
export class Held {
  readonly spans = new Map<number, readonly [start: number, end: number]>();
  /** Literals from which nothing more can be learned. */
  readonly done = new Set<number>();
  readonly #catalogue: Catalogue;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  add(atom: number, start: number, end: number): void {
    if (this.spans.has(atom)) return;
    this.spans.set(atom, [start, end]);
    for (const group of this.#catalogue.groups.get(atom) ?? [])
      if (!this.spans.has(group)) this.spans.set(group, [start, end]);
  }

  /** Does a condition hold that has this name? */
  has(name: string): boolean {
    return this.spans.has(this.#catalogue.named.get(name) ?? -1);
  }

  /** For conditions that are no literals, such as `status:401`; one that no signature asks for is dropped. */
  addNamed(name: string, start: number, end: number): void {
    const atom = this.#catalogue.named.get(name);
    if (atom !== undefined) this.add(atom, start, end);
  }
}

/** One piece of a text: as given, normalised, and where it begins in the whole. */
export interface Piece {
  readonly given: string;
  /** `given` as `asciiCodes` gives it. */
  readonly codes: Uint8Array;
  readonly normal: Normalised;
  readonly offset: number;
  readonly secrets: readonly FoundSecret[];
}

/** What one piece tells beyond the conditions that hold; positions are those of its normalised text. */
export interface PieceSignals {
  /** HTTP statuses in the order in which they stand. */
  readonly statuses: readonly StatusRead[];
  readonly addresses: readonly Address[];
  readonly maskedKeys: readonly MaskedKey[];
  readonly statements: readonly Statement[];
}

/**
 * Reads everything that signatures can ask for from one piece, save for the facts, and notes the conditions that hold.
 * Yields in between, as the first piece that a process reads takes long.
 */
export function* readSignals(piece: Piece, catalogue: Catalogue, held: Held): Generator<undefined, PieceSignals> {
  const { normal } = piece;
  const toRun = readLiterals(piece, catalogue, held);
  yield;
  for (const [atom, near] of toRun) {
    const found = runExpression(catalogue.expressions.get(atom) as RegExp, normal.text, near);
    if (found !== null) held.add(atom, ...spanOf(piece, found[0], found[1]));
  }
  yield;
  const { lexicon } = catalogue;
  const statements = readStatements(readConceptWords(normal, piece.given, lexicon), lexicon);
  for (const { name, isPair, start, end } of statements)
    if (isPair) held.addNamed(`said:${name}`, ...spanOf(piece, start, end));
  const statuses = readStatuses(normal);
  for (const { status, at } of statuses) held.addNamed(`status:${status}`, ...spanOf(piece, at, at + 3));
  const maskedKeys = readMaskedKeys(normal.text, catalogue);
  for (const { form, distinct, at, end } of maskedKeys) if (distinct) addKey(held, form, ...spanOf(piece, at, end));
  for (const { form, start, end } of piece.secrets) {
    if (form !== null) addKey(held, form, piece.offset + start, piece.offset + end);
  }
  return { statuses, addresses: readAddresses(normal.text), maskedKeys, statements };
}

/** The span of the text as given that a span of a piece's normalised text came from. */
export function spanOf({ normal, offset }: Piece, start: number, end: number): [start: number, end: number] {
  const last = normal.map[Math.max(start, end - 1)] as number;
  return [offset + (normal.map[start] as number), offset + last + 1];
}

/** Notes the literals that hold; gives the expressions to be run, with the first place of an anchor for each. */
function readLiterals(piece: Piece, catalogue: Catalogue, held: Held): ReadonlyMap<number, number> {
  const { normal, given } = piece;
  const toRun = new Map<number, number>();
  catalogue.automaton.scan(normal, held.done, (literal, at) => {
    const text = catalogue.literals[literal] as string;
    let open = false;
    for (const use of catalogue.uses[literal] as readonly LiteralUse[]) {
      if (held.spans.has(use.atom)) continue;
      if (use.type === 'regex') {
        toRun.set(use.atom, Math.min(at, toRun.get(use.atom) ?? at));
        open = true;
      } else if (holdsAt(use, text, at, normal, given)) held.add(use.atom, ...spanOf(piece, at, at + text.length));
      else open = true;
    }
    if (!open) held.done.add(literal);
  });
  return toRun;
}

/** In long texts an expression sees the surroundings of its anchor only, so that its cost stays bounded. */
const WINDOW = 2000;

function runExpression(expression: RegExp, text: string, near: number): readonly [number, number] | null {
  const whole = text.length <= 2 * WINDOW;
  const from = whole ? 0 : Math.max(0, near - WINDOW);
  const match = expression.exec(whole ? text : text.slice(from, near + WINDOW));
  return match === null ? null : [from + match.index, from + match.index + match[0].length];
}

function addKey(held: Held, form: string, at: number, end: number): void {
  held.addNamed(`key:${form}`, at, end);
  held.addNamed(`key:${form.slice(0, form.indexOf('/'))}`, at, end);
}

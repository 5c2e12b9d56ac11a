import type { Catalogue, LiteralUse } from './compile.ts';
import { holdsAt } from './literal-use.ts';
import type { FoundSecret } from './mask.ts';
import type { Normalised } from './normalise.ts';
import { type Address, readAddresses } from './read-addresses.ts';
import { type MaskedKey, readMaskedKeys } from './read-masked-keys.ts';
import { readStatuses, type StatusRead } from './read-status.ts';

/** What was read from a paste: which conditions hold, and where. */
export interface Signals {
  readonly held: Held;
  /** HTTP statuses in the order in which they stand. */
  readonly statuses: readonly StatusRead[];
  readonly addresses: readonly Address[];
  readonly maskedKeys: readonly MaskedKey[];
}

/** The conditions that hold, each with the first span of the normalised text that shows it. */
export class Held {
  readonly spans = new Map<number, readonly [start: number, end: number]>();
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

  /** For conditions that are no literals, such as `status:401`; one that no signature asks for is dropped. */
  addNamed(name: string, start: number, end: number): void {
    const atom = this.#catalogue.named.get(name);
    if (atom !== undefined) this.add(atom, start, end);
  }
}

/** Reads everything that signatures can ask for from one normalised text, save for the facts. */
export function readSignals(
  normal: Normalised,
  given: string,
  secrets: readonly FoundSecret[],
  catalogue: Catalogue,
): Signals {
  const held = new Held(catalogue);
  readLiterals(normal, given, catalogue, held);
  const statuses = readStatuses(normal);
  for (const { status, at } of statuses) held.addNamed(`status:${status}`, at, at + 3);
  const maskedKeys = readMaskedKeys(normal.text, catalogue);
  for (const { form, distinct, at, end } of maskedKeys) if (distinct) addKey(held, form, at, end);
  for (const { form, start } of secrets) {
    const at = positionOf(normal, start);
    if (form !== null) addKey(held, form, at, at + 8);
  }
  return { held, statuses, addresses: readAddresses(normal.text), maskedKeys };
}

function readLiterals(normal: Normalised, given: string, catalogue: Catalogue, held: Held): void {
  const toRun = new Map<number, number>();
  catalogue.automaton.scan(normal.codes, (literal, at) => {
    const text = catalogue.literals[literal] as string;
    for (const use of catalogue.uses[literal] as readonly LiteralUse[]) {
      if (!holdsAt(use, text, at, normal, given)) continue;
      if (use.type !== 'regex') held.add(use.atom, at, at + text.length);
      else if (!toRun.has(use.atom)) toRun.set(use.atom, at);
    }
  });
  for (const [atom, near] of toRun) {
    const found = runExpression(catalogue.expressions.get(atom) as RegExp, normal.text, near);
    if (found !== null) held.add(atom, found[0], found[1]);
  }
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

/** The position in the normalised text of an offset in the text as given. */
function positionOf(normal: Normalised, offset: number): number {
  let low = 0;
  let high = normal.map.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((normal.map[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

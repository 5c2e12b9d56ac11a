import { ANCHORED, anchorName } from '#diagnosis/read/fact-words.ts';
import { indexSecrets, type SecretIndex } from '#diagnosis/secrets/formats.ts';
import { indexKeys, type KeyIndex } from '#diagnosis/text/mask.ts';
import { normaliseLiteral } from '#diagnosis/text/normalise.ts';
import type { Atom, Condition, Knowledge, Strength } from '#knowledge/types.ts';
import { type Automaton, buildAutomaton } from './automaton.ts';
import { type CompiledLexicon, compileLexicon } from './lexicon.ts';
import { type Make, namesAlone } from './names-alone.ts';

/** A signature with its conditions as numbers of atoms. */
export interface CompiledSignature {
  readonly id: string;
  readonly kind: string | null;
  readonly provider: string | null;
  readonly tool: string | null;
  readonly negative: string | null;
  readonly also: readonly string[];
  readonly strength: Strength;
  readonly providerStrength: Strength;
  readonly toolStrength: Strength;
  readonly all: readonly number[];
  readonly any: readonly number[];
  readonly none: readonly number[];
}

/** What a literal found by the automaton stands for. */
export type LiteralUse =
  | { readonly type: 'text'; readonly atom: number; readonly wholeWord: boolean }
  | { readonly type: 'regex'; readonly atom: number }
  | { readonly type: 'anchor'; readonly atom: number }
  | { readonly type: 'field'; readonly atom: number; readonly name: string }
  | { readonly type: 'short-field'; readonly atom: number; readonly value: string }
  | { readonly type: 'host'; readonly atom: number; readonly provider: string | null }
  | { readonly type: 'variable'; readonly atom: number };

/** The compiled, frozen knowledge: what {@link diagnose} needs of it. */
export interface Catalogue {
  readonly knowledge: Knowledge;
  readonly automaton: Automaton;
  readonly literals: readonly string[];
  /** For each literal its uses. */
  readonly uses: readonly (readonly LiteralUse[])[];
  readonly signatures: readonly CompiledSignature[];
  /** For each atom the signatures in whose `all` or `any` it stands. */
  readonly wanted: readonly (readonly number[])[];
  /** For each atom its regular expression, where it is one. */
  readonly expressions: ReadonlyMap<number, RegExp>;
  /** For each atom the atoms that hold when it does: conditions with several alternatives. */
  readonly groups: ReadonlyMap<number, readonly number[]>;
  /** Numbers of the atoms that are no literals, by name: `status:401`, `key:openai`, `fact:html-body`. */
  readonly named: ReadonlyMap<string, number>;
  readonly keys: KeyIndex;
  readonly secrets: SecretIndex;
  readonly hosts: ReadonlyMap<string, string>;
  readonly lexicon: CompiledLexicon;
}

/**
 * Compiles knowledge for matching. Takes some milliseconds; the result is used for every paste.
 *
 * @throws SyntaxError where a signature's regular expression is none
 */
export function compile(knowledge: Knowledge): Catalogue {
  const atoms = new Atoms();
  const signatures: CompiledSignature[] = [];
  for (const failure of knowledge.failures.values()) {
    for (const signature of failure.signatures) signatures.push(atoms.signature(failure.id, signature, signature.says));
  }
  for (const [owner, own] of [...owners(knowledge.providers, 'provider'), ...owners(knowledge.tools, 'tool')]) {
    for (const signature of owner.signatures) signatures.push(atoms.signature(owner.id, signature, signature.says));
    for (const signature of owner.recognise) signatures.push(atoms.signature(owner.id, signature, own));
  }
  for (const negative of knowledge.negatives.values()) {
    for (const signature of negative.signatures)
      signatures.push(atoms.signature(negative.id, signature, { negative: negative.id }));
  }
  signatures.push(...identities(knowledge, atoms));
  for (const { name, anchors } of ANCHORED) atoms.anchors(anchorName(name), anchors);
  return atoms.catalogue(knowledge, signatures);
}

function owners<T extends { readonly id: string }>(entries: ReadonlyMap<string, T>, role: 'provider' | 'tool') {
  return [...entries.values()].map((entry) => [entry, { [role]: entry.id }] as const);
}

/** A provider is known by its hosts, variables and keys without a signature being written for each. */
function identities(knowledge: Knowledge, atoms: Atoms): CompiledSignature[] {
  const made: CompiledSignature[] = [];
  const make: Make = (id, says, strength, any) => {
    if (any.length > 0) made.push(atoms.signature(id, { id: '', strength, when: { any: [...any] } }, says));
  };
  for (const provider of knowledge.providers.values()) {
    const says = { provider: provider.id };
    make(
      `${provider.id}/host`,
      says,
      'strong',
      provider.hosts.map((host) => ({ host: [host] })),
    );
    make(
      `${provider.id}/variable`,
      says,
      'fair',
      provider.variables.map((variable) => ({ variable: [variable] })),
    );
    const distinct = provider.keys.filter((key) => key.distinct && key.prefix.length >= 2);
    make(
      `${provider.id}/key`,
      says,
      'fair',
      distinct.map((key) => ({ key: [`${provider.id}/${key.id}`] })),
    );
  }
  for (const tool of knowledge.tools.values()) {
    make(
      `${tool.id}/variable`,
      { tool: tool.id },
      'fair',
      tool.variables.map((variable) => ({ variable: [variable] })),
    );
  }
  namesAlone(knowledge, make);
  return made;
}

interface Says {
  readonly kind?: string | undefined;
  readonly provider?: string | undefined;
  readonly tool?: string | undefined;
  readonly negative?: string | undefined;
}

interface SignatureLike {
  readonly id: string;
  readonly strength: Strength;
  readonly when: Condition;
  readonly also?: readonly string[];
  readonly provider_strength?: Strength | undefined;
  readonly tool_strength?: Strength | undefined;
}

/** Gives every distinct condition one number, and collects the literals to look for. */
class Atoms {
  readonly #numbers = new Map<string, number>();
  readonly #literals = new Map<string, LiteralUse[]>();
  readonly #expressions = new Map<number, RegExp>();
  readonly #groups = new Map<number, number[]>();

  signature(owner: string, signature: SignatureLike, says: Says): CompiledSignature {
    const numbers = (list: readonly Atom[] | undefined) => (list ?? []).flatMap((atom) => this.#numbersOf(atom));
    return {
      id: signature.id === '' ? owner : `${owner}/${signature.id}`,
      kind: says.kind ?? null,
      provider: says.provider ?? null,
      tool: says.tool ?? null,
      negative: says.negative ?? null,
      also: signature.also ?? [],
      strength: signature.strength,
      providerStrength: signature.provider_strength ?? signature.strength,
      toolStrength: signature.tool_strength ?? signature.strength,
      all: (signature.when.all ?? []).map((atom) => this.#oneNumberOf(atom)),
      any: numbers(signature.when.any),
      none: numbers(signature.when.none),
    };
  }

  /** Gives a condition that one of these literals stands anywhere, also inside of a word. */
  anchors(name: string, literals: readonly string[]): void {
    const atom = this.#number(name);
    for (const literal of literals) this.#use(literal, { type: 'anchor', atom });
  }

  catalogue(knowledge: Knowledge, signatures: readonly CompiledSignature[]): Catalogue {
    const wanted: number[][] = Array.from({ length: this.#numbers.size }, () => []);
    for (const [index, signature] of signatures.entries()) {
      for (const atom of new Set([...signature.all, ...signature.any])) wanted[atom]?.push(index);
    }
    const hosts = new Map<string, string>();
    for (const provider of knowledge.providers.values()) {
      for (const host of provider.hosts) {
        hosts.set(host, provider.id);
        this.#host(host, provider.id);
      }
    }
    const forms = [...knowledge.providers.values()].flatMap((provider) =>
      provider.keys.map((key) => ({
        provider: provider.id,
        form: key.id,
        prefix: key.prefix,
        lengths: key.length ?? [],
        distinct: key.distinct,
      })),
    );
    const literals = [...this.#literals.keys()];
    return {
      knowledge,
      automaton: buildAutomaton(literals),
      literals,
      uses: [...this.#literals.values()],
      signatures,
      wanted,
      expressions: this.#expressions,
      groups: this.#groups,
      named: this.#numbers,
      keys: indexKeys(forms),
      secrets: indexSecrets(knowledge),
      hosts,
      lexicon: compileLexicon(knowledge.lexicon),
    };
  }

  /** Lists inside one atom are alternatives; in `all` they must stay one condition, which a group of its own gives. */
  #oneNumberOf(atom: Atom): number {
    const numbers = this.#numbersOf(atom);
    if (numbers.length === 1) return numbers[0] as number;
    const group = this.#number(`group:${numbers.join(',')}`);
    for (const number of numbers) this.#groups.set(number, [...(this.#groups.get(number) ?? []), group]);
    return group;
  }

  #numbersOf(atom: Atom): number[] {
    if ('text' in atom) return [this.#text(atom.text)];
    if ('regex' in atom) return [this.#regex(atom.regex, atom.anchor)];
    if ('status' in atom) return atom.status.map((status) => this.#number(`status:${status}`));
    if ('host' in atom) return atom.host.map((host) => this.#host(host, null));
    if ('variable' in atom) return atom.variable.map((variable) => this.#variable(variable));
    if ('key' in atom) return atom.key.map((key) => this.#number(`key:${key}`));
    if ('thing' in atom)
      return atom.thing.flatMap((thing) => atom.is.map((fault) => this.#number(`said:${thing}+${fault}`)));
    if ('fact' in atom) return atom.fact.map((fact) => this.#number(`fact:${fact}`));
    const [name, values] = Object.entries(atom.field)[0] as [string, (string | number)[]];
    return values.map((value) => this.#field(name.toLowerCase(), normaliseLiteral(String(value))));
  }

  #text(literal: string): number {
    const text = normaliseLiteral(literal);
    const atom = this.#number(`text:${text}`);
    this.#use(text, { type: 'text', atom, wholeWord: /^[a-z]{1,6}$/.test(text) });
    return atom;
  }

  #regex(source: string, anchors: readonly string[]): number {
    const atom = this.#number(`regex:${source}`);
    this.#expressions.set(atom, new RegExp(source, 'u'));
    for (const anchor of anchors) this.#use(normaliseLiteral(anchor), { type: 'regex', atom });
    return atom;
  }

  #host(given: string, provider: string | null): number {
    const host = given.toLowerCase().replace(/^\*?\./, '');
    const atom = this.#number(`host:${host}`);
    this.#use(host, { type: 'host', atom, provider });
    return atom;
  }

  #variable(variable: string): number {
    const atom = this.#number(`variable:${variable}`);
    this.#use(variable.toLowerCase(), { type: 'variable', atom });
    return atom;
  }

  #field(name: string, value: string): number {
    const atom = this.#number(`field:${name}=${value}`);
    if (value.length >= 4) this.#use(value, { type: 'field', atom, name });
    else this.#use(name, { type: 'short-field', atom, value });
    return atom;
  }

  #use(literal: string, use: LiteralUse): void {
    const uses = this.#literals.get(literal);
    if (uses === undefined) this.#literals.set(literal, [use]);
    else if (!uses.some((one) => one.type === use.type && one.atom === use.atom)) uses.push(use);
  }

  #number(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

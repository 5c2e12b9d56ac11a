import { parseSync } from 'oxc-parser';

/** One small change of a source text. */
export interface Mutant {
  readonly operator: string;
  /** Offsets in UTF-16 code units; the text between them is replaced. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** A node of the tree, as ESTree has it. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** What an operator sees: the node, its parent, and the text of a node. */
interface Site {
  readonly node: Node;
  readonly parent: Node | null;
  readonly text: (node: Node) => string;
}

type Operator = (site: Site) => readonly Mutant[];

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const whole = ({ node }: Site, operator: string, replacement: string): readonly Mutant[] => [
  { operator, start: node.start, end: node.end, replacement },
];

const child = ({ node }: Site, field: string): Node => {
  const value = node[field];
  if (!isNode(value)) throw new TypeError(`${node.type} has no ${field}`);
  return value;
};

const BINARY: Readonly<Record<string, readonly [operator: string, replacement: string]>> = {
  '<': ['conditional boundary', '<='],
  '<=': ['conditional boundary', '<'],
  '>': ['conditional boundary', '>='],
  '>=': ['conditional boundary', '>'],
  '===': ['negated equality', '!=='],
  '!==': ['negated equality', '==='],
  '+': ['arithmetic', '-'],
  '-': ['arithmetic', '+'],
  '*': ['arithmetic', '/'],
  '/': ['arithmetic', '*'],
  '%': ['arithmetic', '*'],
};

const isText = (node: Node) =>
  node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node['value'] === 'string');

function binary(site: Site): readonly Mutant[] {
  const [left, right] = [child(site, 'left'), child(site, 'right')];
  const swap = BINARY[String(site.node['operator'])];
  // Texts cannot be subtracted: what that gives is no mistake that anybody makes.
  if (swap === undefined || (swap[1] === '-' && (isText(left) || isText(right)))) return [];
  return whole(site, swap[0], `${site.text(left)} ${swap[1]} ${site.text(right)}`);
}

function logical(site: Site): readonly Mutant[] {
  const [left, right] = [site.text(child(site, 'left')), site.text(child(site, 'right'))];
  const sign = String(site.node['operator']);
  if (sign === '??') return whole(site, 'no fallback', `(${left})`);
  return whole(site, 'swapped && and ||', `((${left}) ${sign === '&&' ? '||' : '&&'} (${right}))`);
}

function negatedTest(site: Site): readonly Mutant[] {
  if (!isNode(site.node['test'])) return [];
  const test = child(site, 'test');
  // Equalities have an operator of their own that does the same.
  if (test.type === 'BinaryExpression' && /^[!=]==$/.test(String(test['operator']))) return [];
  const { start, end } = test;
  return [{ operator: 'negated condition', start, end, replacement: `!(${site.text(test)})` }];
}

function literal(site: Site): readonly Mutant[] {
  const { node, parent } = site;
  const { value } = node;
  if (typeof value === 'boolean') return whole(site, 'boolean literal', String(!value));
  if (typeof value === 'number') return whole(site, 'number literal', String(value + 1));
  if (typeof value !== 'string' || (parent?.type === 'ExpressionStatement' && parent['directive'] !== undefined))
    return [];
  return whole(site, 'string literal', value === '' ? "'mutated'" : "''");
}

const METHODS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    some: 'every',
    every: 'some',
    startsWith: 'endsWith',
    endsWith: 'startsWith',
    toLowerCase: 'toUpperCase',
    toUpperCase: 'toLowerCase',
    push: 'unshift',
    unshift: 'push',
    find: 'findLast',
    findLast: 'find',
    indexOf: 'lastIndexOf',
    lastIndexOf: 'indexOf',
    min: 'max',
    max: 'min',
  }),
);

/** Calls without which the same value goes on, of the same type. */
const PASSING = new Set(['filter', 'sort', 'reverse', 'toSorted', 'toReversed', 'slice', 'trim', 'trimEnd', 'replace']);

function method(site: Site): readonly Mutant[] {
  const callee = child(site, 'callee');
  const property = callee['property'];
  if (callee.type !== 'MemberExpression' || callee['computed'] === true || !isNode(property)) return [];
  const name = String(property['name']);
  const other = METHODS.get(name);
  if (other !== undefined)
    return [{ operator: 'swapped method', start: property.start, end: property.end, replacement: other }];
  const object = callee['object'];
  if (!PASSING.has(name) || !isNode(object)) return [];
  return whole(site, 'removed method', site.text(object));
}

function returned(site: Site): readonly Mutant[] {
  const value = site.node['argument'];
  if (!isNode(value) || site.text(value) === 'undefined') return [];
  return whole(site, 'return value', 'return undefined as never;');
}

function arrow(site: Site): readonly Mutant[] {
  const body = child(site, 'body');
  if (body.type === 'BlockStatement' || site.text(body) === 'undefined') return [];
  // The brackets around an object belong to the arrow function.
  return [{ operator: 'return value', start: body.start, end: body.end, replacement: 'undefined as never' }];
}

const UPDATES: Readonly<Record<string, string>> = { '+=': '-=', '-=': '+=', '++': '--', '--': '++' };

function assignment(site: Site): readonly Mutant[] {
  const other = UPDATES[String(site.node['operator'])];
  if (other === undefined || isText(child(site, 'right'))) return [];
  return whole(site, 'arithmetic', `${site.text(child(site, 'left'))} ${other} ${site.text(child(site, 'right'))}`);
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  BinaryExpression: binary,
  LogicalExpression: logical,
  IfStatement: negatedTest,
  ConditionalExpression: negatedTest,
  WhileStatement: negatedTest,
  ForStatement: negatedTest,
  Literal: literal,
  TemplateLiteral: (site) =>
    site.parent?.type === 'TaggedTemplateExpression' ? [] : whole(site, 'string literal', "''"),
  CallExpression: method,
  ReturnStatement: returned,
  ArrowFunctionExpression: arrow,
  AssignmentExpression: assignment,
  AwaitExpression: (site) => whole(site, 'removed await', `(${site.text(child(site, 'argument'))})`),
  ExpressionStatement: (site) => (site.node['directive'] ? [] : whole(site, 'removed statement', ';')),
  UnaryExpression: (site) =>
    site.node['operator'] === '!' ? whole(site, 'removed negation', `(${site.text(child(site, 'argument'))})`) : [],
  UpdateExpression: (site) => {
    const [sign, text] = [String(site.node['operator']), site.text(site.node)];
    return whole(site, 'arithmetic', text.replace(sign, UPDATES[sign] ?? sign));
  },
  MemberExpression: optional,
};

function optional(site: Site): readonly Mutant[] {
  const { node, text } = site;
  if (node['optional'] !== true) return [];
  const object = child(site, 'object');
  const [before, after] = [text(object), text(node).slice(text(object).length)];
  return whole(site, 'optional chaining', before + after.replace(/^\?\.(?=\[)/, '').replace(/^\?\./, '.'));
}

/** Nodes within which nothing is changed: types, and what only names a module. */
const LEFT_ALONE =
  /^(TS(?!AsExpression|SatisfiesExpression|NonNullExpression)|Import(?!Expression)|Export(All|Specifier))/;

/**
 * All small changes of a TypeScript source, in the order of the text: each is one mistake of a usual kind.
 *
 * @throws {SyntaxError} where the source cannot be parsed
 */
export function mutantsOf(source: string): readonly Mutant[] {
  const { program, errors } = parseSync('source.ts', source);
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(error.message);
  const found: Mutant[] = [];
  const text = ({ start, end }: Node) => source.slice(start, end);
  const visit = (node: Node, parent: Node | null): void => {
    if (LEFT_ALONE.test(node.type)) return;
    found.push(...(OPERATORS[node.type]?.({ node, parent, text }) ?? []));
    for (const [field, value] of Object.entries(node)) {
      if (isName(node, field)) continue;
      for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) visit(one, node);
    }
  };
  visit(program as unknown as Node, null);
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The key of a property is a name, whether it stands in quotes or not; a module is named by its text. */
const isName = (node: Node, field: string) =>
  (field === 'key' && node['computed'] !== true) || field === 'source' || field === 'typeAnnotation';

/** A source with one mutant in it. */
export function mutate(source: string, { start, end, replacement }: Mutant): string {
  return source.slice(0, start) + replacement + source.slice(end);
}

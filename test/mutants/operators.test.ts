import { expect, test } from 'vitest';
import { mutantsOf, mutate } from './operators.ts';
import { sample } from './sample.ts';

const mutations = (source: string) =>
  mutantsOf(source).map((one) => [one.operator, mutate(source, one).replaceAll(/\s+/g, ' ').trim()]);

test.for([
  ['x = a < b', 'conditional boundary', 'x = a <= b'],
  ['x = a >= b', 'conditional boundary', 'x = a > b'],
  ['x = a === b', 'negated equality', 'x = a !== b'],
  ['if (a.b) c()', 'negated condition', 'if (!(a.b)) c()'],
  ['x = a ? b : c', 'negated condition', 'x = !(a) ? b : c'],
  ['x = a && b', 'swapped && and ||', 'x = ((a) || (b))'],
  ['x = a ?? b', 'no fallback', 'x = (a)'],
  ['x = a + b', 'arithmetic', 'x = a - b'],
  ['x += 2', 'arithmetic', 'x -= 2'],
  ['x++', 'arithmetic', 'x--'],
  ['x = 1', 'number literal', 'x = 2'],
  ["x = 'a'", 'string literal', "x = ''"],
  ["x = ''", 'string literal', "x = 'mutated'"],
  ['x = `a ${b}`', 'string literal', "x = ''"],
  ['x = true', 'boolean literal', 'x = false'],
  ['x = !a', 'removed negation', 'x = (a)'],
  ['x = a?.b', 'optional chaining', 'x = a.b'],
  ['x = a?.[b]', 'optional chaining', 'x = a[b]'],
  ['x = await a()', 'removed await', 'x = (a())'],
  ['a();', 'removed statement', ';'],
  ['function f() { return a; }', 'return value', 'function f() { return undefined as never; }'],
  ['f = () => a', 'return value', 'f = () => undefined as never'],
  ['x = a.some(b)', 'swapped method', 'x = a.every(b)'],
  ['x = a.filter(b)', 'removed method', 'x = a'],
] as const)('%s: %s', ([source, operator, expected]) => {
  expect(mutations(source)).toContainEqual([operator, expected]);
});

test.for([
  "import a from 'b'; export * from 'c';",
  "type A = 'b' | 1; interface C { readonly d: 'e' }",
  "'use strict';",
])('%s is left alone', (source) => {
  expect(mutations(source)).toEqual([]);
});

test('texts are not subtracted, names of properties and of methods that everything has are no texts', () => {
  expect(mutations("x = 'a' + b").map(([operator]) => operator)).not.toContain('arithmetic');
  expect(mutations("x = { 'a-b': c }")).toEqual([['removed statement', ';']]);
  expect(mutations('x = a.toString()').map(([operator]) => operator)).toEqual(['removed statement']);
  expect(mutations('x = sql`a`').map(([operator]) => operator)).toEqual(['removed statement']);
});

test('what cannot be read is an error', () => {
  expect(() => mutantsOf('x = = 1')).toThrow(SyntaxError);
});

test('a sample is the same for its seed, another for another, and holds nothing twice', () => {
  const all = ['a.ts', 'b.ts'].flatMap((file) =>
    mutantsOf("f(1, 2, 'a', true, b && c, d ?? e, g === h)").map((one) => ({ ...one, file })),
  );
  const drawn = sample(all, 7, 6);
  expect(drawn).toHaveLength(6);
  expect(new Set(drawn).size).toBe(6);
  expect(sample(all, 7, 6)).toEqual(drawn);
  expect(sample(all, 8, 6)).not.toEqual(drawn);
  expect(new Set(sample(all, 1, 1000))).toEqual(new Set(all));
});

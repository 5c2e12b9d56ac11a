import { expect, test } from 'vitest';
import { parse } from '#knowledge/parse.ts';

const KEYS = Array.from({ length: 20_000 }, (_, at) => `k${at}: v`).join('\n');
const LAUGHS = Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(10)}]`).join('\n');

test.for([
  ['nothing', '', 1, 'the input is empty'],
  ['an alias to nothing', 'id: x\nname: *nope', 2, 'unidentified alias'],
  ['a type of JavaScript', 'id: !!js/function x', 1, 'unknown scalar tag'],
  ['a key of JavaScript', '__proto__: {id: x}', 1, 'Unrecognized key: "__proto__"'],
  ['brackets in brackets', `id: ${'['.repeat(20_000)}`, 1, 'less nesting'],
  ['a file far too long', 'k: v\n'.repeat(250_000), 1, 'at most 1000000 characters'],
  ['aliases of aliases', `a0: &a0 [x]\n${LAUGHS}`, 1, 'Unrecognized keys: "a0"'],
  ['twenty thousand keys', KEYS, 1, 'Unrecognized keys: "k0"'],
] as const)('%s is a fault with its line, told at once', ([, source, line, expected]) => {
  // Of the processor: others that run meanwhile do not count.
  const from = process.cpuUsage();
  const parsed = parse('providers', source);
  expect(process.cpuUsage(from).user).toBeLessThan(4_000_000);
  expect(parsed).toMatchObject({ ok: false });
  const faults = parsed.ok ? [] : parsed.faults;
  expect(faults).toContainEqual(expect.objectContaining({ line, expected: expect.stringContaining(expected) }));
  expect(faults.length).toBeLessThan(20);
});

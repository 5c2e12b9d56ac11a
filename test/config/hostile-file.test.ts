import { expect, test } from 'vitest';
import { sentenceOf } from '#config/fault.ts';
import { readFileSettings } from '#config/read-file.ts';

const faultsOf = (source: string) => readFileSettings('keymedic.yaml', source).faults.map(sentenceOf);

const DEEP = '['.repeat(20_000);
const LAUGHS = Array.from({ length: 12 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(10)}]`).join('\n');

test.for([
  [
    'far too long',
    'k: v\n'.repeat(250_000),
    '1:1: found 1250000 characters, expected at most 100000; check that it is the right file',
  ],
  ['a text in UTF-16', '\ufffd\ufffds\u0000l\u0000', '1:1: found a different encoding, expected text saved as UTF-8'],
  ['brackets in brackets', `slack: {channels: ${DEEP}`, 'expected less nesting'],
  ['a key without end', `${'x'.repeat(2000)}: y`, '1:1: expected a shorter key'],
  ['an alias to nothing', 'slack: *nope', '1:1 slack: found an alias, expected an anchor with that name above it'],
  ['an alias as an item', 'slack:\n  channels: [*nope]', 'slack.channels: found an alias, expected one text per item'],
  ['an alias to itself', 'slack: &a\n  channels: *a', 'slack.channels: found keys, expected a list'],
  ['aliases of aliases', `a0: &a0 [x]\n${LAUGHS}\nkeycheck:\n  allow: *a12`, 'keycheck.allow: found a'],
  ['a key of JavaScript', '__proto__:\n  channels: [x]', '1:1 __proto__: found an unknown key'],
  ['two documents', 'slack: {}\n---\nslack: {}', '2:1: expected one document'],
  ['a part twice', 'slack:\n  channels: [a]\nslack:\n  channels: [b]', '3:1: expected each key once'],
] as const)('%s is explained', ([, source, expected]) => {
  const faults = faultsOf(source);
  expect(faults).toContainEqual(expect.stringContaining(expected));
  expect(faults.length).toBeLessThan(20);
});

test.for([
  ['nothing', ''],
  ['only a comment', '# x\n'],
  ['a mark of byte order', '\ufeffslack:\n  channels: [help]\n'],
  ['ends of lines as on Windows', 'slack:\r\n  channels: [help]\r\n'],
] as const)('%s is no mistake', ([, source]) => {
  expect(faultsOf(source)).toEqual([]);
});

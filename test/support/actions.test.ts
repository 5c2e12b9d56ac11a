import { expect, test } from 'vitest';
import { actionId, caseIdOf, parseAction, readCaseId } from '#support/turns/actions.ts';

test.for([
  '__proto__:0',
  'constructor:1',
  'toString:1',
  'hasOwnProperty:1',
  'claim:2147483648',
  'list:9999999999:open',
])('a button that is none of ours is none: %s', (text) => {
  expect(parseAction(text)).toBeNull();
});

test('what a button says is read as it was written', () => {
  const action = { do: 'step', caseId: 12, at: 3, move: 'fixed' } as const;
  expect(parseAction(actionId(action))).toEqual(action);
});

test('a number of a case is what both databases can look for', () => {
  const given = ['2147483647', '2147483648', '0', '-1', '1e3', ' 1', '', 'NaN'];
  expect(given.map(readCaseId)).toEqual([2_147_483_647, null, 0, null, null, null, null, null]);
  expect(['resolve:12', 'resolve:x', 'resolve', ''].map((form) => caseIdOf({ form }))).toEqual([12, 0, 0, 0]);
});

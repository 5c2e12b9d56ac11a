import { expect, test } from 'vitest';
import { actionId, caseIdOf, parseAction, readCaseId, readMove } from '#support/turns/actions.ts';
import { BUTTONS } from '#support/turns/buttons.ts';

test.for(['__proto__:0', 'constructor:1', 'toString:1', 'hasOwnProperty:1'])(
  'a name that is no button of ours finds none: %s',
  (text) => {
    expect(BUTTONS.get(parseAction(text)?.do ?? '')).toBeUndefined();
  },
);

test.for(['claim:2147483648', 'list:9999999999:open', 'claim', ':', 'claim:-1'])(
  'an action without a possible number is none: %s',
  (text) => {
    expect(parseAction(text)).toBeNull();
  },
);

test('what a button says is read as it was written', () => {
  const action = { do: 'step', caseId: 12, at: 3, move: 'fixed' } as const;
  const read = parseAction(actionId(action));
  expect(read).toEqual({ do: 'step', caseId: 12, details: ['3', 'fixed'] });
  expect(readMove(read?.details ?? [])).toEqual({ at: 3, move: 'fixed' });
});

test('a number of a case is what both databases can look for', () => {
  const given = ['2147483647', '2147483648', '0', '-1', '1e3', ' 1', '', 'NaN'];
  expect(given.map(readCaseId)).toEqual([2_147_483_647, null, 0, null, null, null, null, null]);
  expect(['resolve:12', 'resolve:x', 'resolve', ''].map((form) => caseIdOf({ form }))).toEqual([12, 0, 0, 0]);
});

test.for([...BUTTONS])('a row of the table says one thing that a press does: %s', ([, button]) => {
  const effects = [button.open ?? button.openAlone, button.run ?? button.runAlone];
  expect(effects.filter((one) => one !== undefined)).toHaveLength(1);
  expect(button.who === 'staff' && button.runAlone !== undefined).toBe(false);
  expect(button.open === undefined && button.sent !== undefined).toBe(false);
});

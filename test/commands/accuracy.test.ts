import { expect, test } from 'vitest';
import { accuracyCommand } from '#commands/accuracy.ts';
import { fakeIo } from './io.ts';

test.for(['x', '0', '1', '2.5', '-5'])('%s parts are refused, as nothing would be scored', async (folds) => {
  const { io, error } = fakeIo();
  expect(await accuracyCommand(['none.jsonl', `--folds=${folds}`], io)).toBe(2);
  expect(error()).toContain(`a whole number of at least 2, such as 5; found ${folds}`);
});

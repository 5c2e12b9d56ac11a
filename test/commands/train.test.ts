import { expect, test } from 'vitest';
import { trainCommand } from '#commands/train.ts';
import { fakeIo } from './io.ts';

test('a folder that is not there is said before the work, with what to do', async () => {
  const { io, error } = fakeIo();
  expect(await trainCommand(['--into', 'no/such/folder'], io)).toBe(2);
  expect(error()).toBe('There is no folder no/such/folder: make it, or name another with --into\n');
});

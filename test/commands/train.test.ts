import { expect, test } from 'vitest';
import { trainCommand } from '#commands/train.ts';
import { fakeIo } from './io.ts';

test('a folder that is not there is said before the work, with what to do', async () => {
  const { io, error } = fakeIo();
  expect(await trainCommand(['--into', 'no/such/folder'], io)).toBe(2);
  expect(error()).toBe('The folder no/such/folder does not exist. Create it, or choose another with --into.\n');
});

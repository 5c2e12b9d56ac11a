import { expect, test } from 'vitest';
import { openFairQueue } from '#pictures/fair-queue.ts';

const FEW = { waiting: 2, perPerson: 3, windowMs: 600_000 };

test('one work runs at a time, in the order in which they came', async () => {
  const queue = openFairQueue(() => 0, FEW);
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
    return name;
  };
  expect(await Promise.all([queue.run('ann', work('a')), queue.run('bob', work('b'))])).toEqual(['a', 'b']);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

test('where as many wait as may, the next is refused; a work that fails keeps nobody from theirs', async () => {
  const queue = openFairQueue(() => 0, FEW);
  const failing = queue.run('ann', () => Promise.reject(new Error('broken')));
  const waiting = ['bob', 'eve'].map((person) => queue.run(person, async () => person));
  expect(await queue.run('tom', async () => 'tom')).toBeNull();
  await expect(failing).rejects.toThrow('broken');
  expect(await Promise.all(waiting)).toEqual(['bob', 'eve']);
});

test('a person has three pictures in ten minutes', async () => {
  let now = 0;
  const queue = openFairQueue(() => now, FEW);
  const send = () => queue.run('ann', async () => 'read');
  expect([await send(), await send(), await send(), await send()]).toEqual(['read', 'read', 'read', null]);
  now = 600_001;
  expect(await send()).toBe('read');
});

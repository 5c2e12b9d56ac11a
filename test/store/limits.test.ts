import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '#store/open.ts';
import type { Limit, Store } from '#store/types.ts';
import { fileIn, postgresOfFile, temporaryFolder } from './stores.ts';

const postgres = postgresOfFile();
const limit = (key: string, most: number, windowMs = 60_000): Limit => ({ key, most, windowMs });
const take = (store: Store, ...limits: readonly Limit[]) => store.write((trx) => trx.take(limits));

let now = 0;
const opened: Store[] = [];
let place: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  now = 1_800_000_000_000;
  place = temporaryFolder();
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  place.remove();
});

async function open(kind: 'file' | 'postgres'): Promise<Store> {
  const address = kind === 'file' ? fileIn(place.folder) : ({ type: 'postgres', url: postgres?.url() ?? '' } as const);
  const store = await openStore(address, () => now);
  opened.push(store);
  return store;
}

describe.for(['file', 'postgres'] as const)('limits in a store: %s', (kind) => {
  test.skipIf(kind === 'postgres' && postgres === null)(
    'hold until their window is over, also over a restart',
    async () => {
      await postgres?.empty();
      const first = await open(kind);
      for (let count = 0; count < 3; count += 1) expect(await take(first, limit('a', 3))).toBeNull();
      expect(await take(first, limit('a', 3))).toEqual({ key: 'a', waitMs: 60_000 });
      await opened.pop()?.close();
      const second = await open(kind);
      now += 59_000;
      expect(await take(second, limit('a', 3))).toEqual({ key: 'a', waitMs: 1000 });
      await second.purge(0);
      expect(await take(second, limit('a', 3))).toMatchObject({ key: 'a' });
      now += 1000;
      expect(await take(second, limit('a', 3))).toBeNull();
    },
  );

  test.skipIf(kind === 'postgres' && postgres === null)(
    'one that is used up leaves the others as they are',
    async () => {
      await postgres?.empty();
      const store = await open(kind);
      expect(await take(store, limit('small', 1), limit('large', 2))).toBeNull();
      for (let count = 0; count < 5; count += 1)
        expect(await take(store, limit('large', 2), limit('small', 1))).toMatchObject({ key: 'small' });
      expect(await take(store, limit('large', 2))).toBeNull();
      expect(await take(store, limit('large', 2))).toMatchObject({ key: 'large' });
    },
  );
});

test.skipIf(postgres === null)('two processes on one PostgreSQL share them, however they race', async () => {
  await postgres?.empty();
  const [one, two] = [await open('postgres'), await open('postgres')];
  const results = await Promise.all(
    Array.from({ length: 40 }, (_, at) =>
      take(
        at % 2 === 0 ? one : two,
        ...(at % 3 === 0 ? [limit('x', 12), limit('y', 100)] : [limit('y', 100), limit('x', 12)]),
      ),
    ),
  );
  expect(results.filter((result) => result === null)).toHaveLength(12);
});

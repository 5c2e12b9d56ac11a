import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openStore } from '#store/open.ts';
import { postgresPrograms, startPostgres } from '#test/fakes/postgres.ts';
import { openWay } from '#test/fakes/way.ts';

const programs = postgresPrograms();

test.runIf(programs !== null)(
  'a connection that breaks within a transaction undoes it, and ends nothing else',
  async () => {
    const postgres = await startPostgres(programs ?? '');
    const way = await openWay(postgres.url);
    const store = await openStore({ type: 'postgres', url: way.url });
    try {
      const broken = store.write(async (trx) => {
        await trx.firstSeen('turn');
        way.cut(true);
        await wait(200);
        await trx.mark('no:key', Number.POSITIVE_INFINITY);
      });
      await expect(broken).rejects.toThrow(/connection/i);
      await expect(store.pending()).rejects.toThrow(/connection|ECONN/i);
      way.cut(false);
      expect(await store.write((trx) => trx.firstSeen('turn'))).toBe(true);
    } finally {
      await store.close();
      way.close();
      await postgres.stop();
    }
  },
  60_000,
);

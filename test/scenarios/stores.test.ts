import { afterAll, beforeAll } from 'vitest';
import { postgresPrograms, type RunningPostgres, startPostgres } from '#test/fakes/postgres.ts';
import { openMemory } from './memory-stage.ts';
import { tellOn } from './tell.ts';

const PROGRAMS = postgresPrograms();
let postgres: RunningPostgres | null = null;
beforeAll(async () => {
  if (PROGRAMS !== null) postgres = await startPostgres(PROGRAMS);
}, 60_000);
afterAll(() => postgres?.stop());

const open = openMemory;

/** The smallest chat on the stores that keep their cases. */
tellOn([{ name: 'memory, on a file', open, store: () => ({ type: 'file' }) }]);
if (PROGRAMS !== null)
  tellOn([
    {
      name: 'memory, on PostgreSQL',
      open,
      store: () => ({ type: 'postgres', url: postgres?.url ?? '' }),
      empty: async () => postgres?.empty(),
    },
  ]);

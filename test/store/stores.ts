import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { StoreAddress } from '#store/open.ts';
import { postgresPrograms, type RunningPostgres, startPostgres } from '#test/fakes/postgres.ts';

/** The PostgreSQL of one file of tests; null where this machine has none. */
export function postgresOfFile(): { readonly url: () => string; readonly empty: () => Promise<void> } | null {
  const programs = postgresPrograms();
  if (programs === null) return null;
  let running: RunningPostgres | null = null;
  beforeAll(async () => {
    running = await startPostgres(programs);
  }, 60_000);
  afterAll(() => running?.stop());
  return { url: () => running?.url ?? '', empty: async () => running?.empty() };
}

/** A folder of its own for a database, and what removes it. */
export function temporaryFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-store-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The address of a database file in this folder. */
export function fileIn(folder: string): StoreAddress {
  return { type: 'file', folder };
}

/** The addresses of both databases, for `test.for`: PostgreSQL only where it is installed. */
export function bothDatabases(): readonly (readonly [string, () => StoreAddress])[] {
  const postgres = postgresOfFile();
  const memory = ['SQLite', (): StoreAddress => ({ type: 'memory' })] as const;
  if (postgres === null) return [memory];
  return [memory, ['PostgreSQL', (): StoreAddress => ({ type: 'postgres', url: postgres.url() })]];
}

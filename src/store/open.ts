import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Dialect, Kysely, Migrator, PostgresDialect } from 'kysely';
import pg from 'pg';
import { countCases } from './counts.ts';
import { firstTables } from './migrations/0001-cases.ts';
import { nodeSqliteDialect } from './node-sqlite.ts';
import { outboxOf } from './outbox.ts';
import type { Tables } from './tables.ts';
import { transactionOn } from './transaction.ts';
import type { Leased, Store } from './types.ts';

/** Where the store lives: a PostgreSQL address, a folder for the SQLite file, or nowhere (tests, the console chat). */
export type StoreAddress =
  | { readonly type: 'postgres'; readonly url: string }
  | { readonly type: 'file'; readonly folder: string }
  | { readonly type: 'memory' };

/** What the databases do differently. */
export interface Flavour {
  readonly serial: 'integer' | 'serial';
  /** Can rows be locked? SQLite has one writer at a time and needs no locks. */
  readonly locks: boolean;
}

// Times and counts are far below 2^53; as the texts that they are by default they would sort and add wrongly.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const SQLITE: Flavour = { serial: 'integer', locks: false };
const POSTGRES: Flavour = { serial: 'serial', locks: true };

/**
 * Opens the store and brings its tables up to date.
 *
 * @param clock milliseconds since 1970
 * @throws where the database cannot be opened or reached; the message says which
 */
export async function openStore(address: StoreAddress, clock: () => number = Date.now): Promise<Store> {
  const flavour = address.type === 'postgres' ? POSTGRES : SQLITE;
  const db = new Kysely<Tables>({ dialect: dialectOf(address) });
  await migrate(db, flavour);
  // One process uses a SQLite file: what is leased was leased by one that is dead.
  if (!flavour.locks) await db.updateTable('outbox').set({ leased_until: 0 }).where('state', '=', 'waiting').execute();
  let listener: ((leased: readonly Leased[]) => void) | null = null;
  return {
    async write(work) {
      const sent: Leased[] = [];
      const taken = listener === null ? null : sent;
      const result = await db.transaction().execute((trx) => work(transactionOn(trx, flavour, clock, taken)));
      if (sent.length > 0) listener?.(sent);
      return result;
    },
    onSent(told) {
      listener = told;
    },
    ...outboxOf(db, flavour, clock),
    purge: async (olderThan) => {
      await db.deleteFrom('inbound').where('at', '<', olderThan).execute();
      await db.deleteFrom('marks').where('until', '<', clock()).execute();
      await db.deleteFrom('outbox').where('state', '!=', 'waiting').where('done_at', '<', olderThan).execute();
      await db.deleteFrom('key_checks').where('at', '<', olderThan).execute();
      await db
        .updateTable('cases')
        .set({ paste: '', handoff_json: null })
        .where('updated_at', '<', olderThan)
        .where('paste', '!=', '')
        .execute();
    },
    caseCounts: () => countCases(db),
    close: () => db.destroy(),
  };
}

function dialectOf(address: StoreAddress): Dialect {
  if (address.type === 'memory') return nodeSqliteDialect(':memory:');
  if (address.type === 'file') {
    mkdirSync(address.folder, { recursive: true, mode: 0o700 });
    return nodeSqliteDialect(join(address.folder, 'keymedic.db'));
  }
  const pool = new pg.Pool({ connectionString: address.url, max: 10, connectionTimeoutMillis: 5000 });
  // Without listeners a connection that breaks would end the process, idle or between two queries; the next query reports it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new PostgresDialect({ pool });
}

async function migrate(db: Kysely<Tables>, flavour: Flavour): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ '0001-cases': firstTables(flavour.serial) }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    await db.destroy();
    throw new Error(
      `The database cannot be used: ${error instanceof Error ? error.message : 'its tables could not be made'}`,
    );
  }
}

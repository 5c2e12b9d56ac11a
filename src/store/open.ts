import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Dialect, Kysely, Migrator, PostgresDialect } from 'kysely';
import pg from 'pg';
import { type Flavour, POSTGRES, SQLITE } from '#store/database/flavour.ts';
import { nodeSqliteDialect } from '#store/database/node-sqlite.ts';
import type { Tables } from '#store/database/tables.ts';
import { countCases } from '#store/reports/counts.ts';
import { solvedSteps } from '#store/reports/solved.ts';
import { statisticsSince } from '#store/reports/statistics.ts';
import { purge } from './forget.ts';
import { firstTables } from './migrations/0001-cases.ts';
import { deskTables } from './migrations/0002-desk.ts';
import { installationsTable } from './migrations/0003-installations.ts';
import { checksList } from './migrations/0004-checks.ts';
import { limitsTable } from './migrations/0005-limits.ts';
import { outboxOf } from './outbox.ts';
import { installationsIn, type Tenant } from './tenants.ts';
import { transactionOn } from './transaction.ts';
import type { Leased, Store, Transaction } from './types.ts';

/** Where the store lives: a PostgreSQL address, a folder for the SQLite file, or nowhere (tests, the console chat). */
export type StoreAddress =
  | { readonly type: 'postgres'; readonly url: string }
  | { readonly type: 'file'; readonly folder: string }
  | { readonly type: 'memory' };

// Times and counts are far below 2^53; as the texts that they are by default they would sort and add wrongly.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * Opens the store and brings its tables up to date.
 *
 * @param clock milliseconds since 1970
 * @param beside true where another process delivers what is in a SQLite file
 * @throws where the database cannot be opened or reached; the message says which
 */
export async function openStore(address: StoreAddress, clock: () => number = Date.now, beside = false): Promise<Store> {
  const flavour = address.type === 'postgres' ? POSTGRES : SQLITE;
  const db = new Kysely<Tables>({ dialect: dialectOrSentence(address) });
  await migrate(db, flavour);
  // One process delivers what is in a SQLite file: what is leased was leased by one that is dead.
  if (!flavour.locks && !beside)
    await db.updateTable('outbox').set({ leased_until: 0 }).where('state', '=', 'waiting').execute();
  let listener: ((leased: readonly Leased[]) => void) | null = null;
  // A full disk or a read-only file can be read all the same.
  let refusedLast = false;
  const outbox = outboxOf(db, flavour, clock);
  const writeWithin = async <T>(scope: Tenant | null, work: (trx: Transaction) => Promise<T>): Promise<T> => {
    const sent: Leased[] = [];
    const taken = listener === null ? null : sent;
    const writing = db.transaction().execute((trx) => work(transactionOn(trx, flavour, clock, taken, scope)));
    const result = await writing.catch((error: unknown) => {
      refusedLast = true;
      throw error;
    });
    refusedLast = false;
    if (sent.length > 0) listener?.(sent);
    return result;
  };
  const within = (scope: Tenant | null): Store => ({
    write: (work) => writeWithin(scope, work),
    within,
    installations: installationsIn(db, clock),
    onSent(told) {
      listener = told;
    },
    ...outbox,
    async pending() {
      if (refusedLast) await writeWithin(null, (trx) => trx.mark('can-be-written', 0));
      return outbox.pending();
    },
    purge: (olderThan) => purge(db, olderThan, clock()),
    caseCounts: () => countCases(db),
    statistics: (since) => statisticsSince(db, since, scope),
    solvedSteps: (since) => solvedSteps(db, since),
    close: () => db.destroy(),
  });
  return within(null);
}

/** How the store is reached. */
export function dialectOf(address: StoreAddress): Dialect {
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

function dialectOrSentence(address: StoreAddress): Dialect {
  try {
    return dialectOf(address);
  } catch (error) {
    const where = address.type === 'file' ? ` ${join(address.folder, 'keymedic.db')}` : '';
    const why = error instanceof Error ? error.message : 'unknown';
    throw new Error(`The database${where} cannot be opened: ${why}.`, { cause: error });
  }
}

/** What brings the tables up to date. */
export function migratorOf(db: Kysely<Tables>, flavour: Flavour): Migrator {
  return new Migrator({
    db,
    provider: {
      getMigrations: async () => ({
        '0001-cases': firstTables(flavour.serial),
        '0002-desk': deskTables(flavour.serial),
        '0003-installations': installationsTable(flavour.serial),
        '0004-checks': checksList(),
        '0005-limits': limitsTable(flavour.serial),
      }),
    },
  });
}

async function migrate(db: Kysely<Tables>, flavour: Flavour): Promise<void> {
  const { error } = await migratorOf(db, flavour).migrateToLatest();
  if (error !== undefined) {
    await db.destroy();
    throw new Error(
      `The database cannot be used: ${error instanceof Error ? error.message : 'its tables could not be made'}`,
    );
  }
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { dialectOf, migratorOf, type StoreAddress } from '#store/open.ts';
import { POSTGRES, SQLITE } from './flavour.ts';
import type { Tables } from './tables.ts';

/** What is found in the store. */
export type ExaminedStore =
  /** There is no file yet; the first start makes it. */
  | { readonly type: 'new' }
  /** It can be read and written; with the number of steps that bring its tables up to date. */
  | { readonly type: 'usable'; readonly pending: number; readonly newer: boolean }
  /** `code` is what the database calls it, such as `28P01` or `ECONNREFUSED`; the text may hold addresses. */
  | { readonly type: 'unusable'; readonly during: 'connect' | 'read' | 'write'; readonly code: string };

/** Connects to the store, looks whether its tables are up to date, and writes in a transaction that is rolled back. */
export async function examineStore(address: StoreAddress): Promise<ExaminedStore> {
  if (address.type === 'file' && !existsSync(join(address.folder, 'keymedic.db'))) return { type: 'new' };
  let during: 'connect' | 'read' | 'write' = 'connect';
  let db: Kysely<Tables> | null = null;
  try {
    db = new Kysely<Tables>({ dialect: dialectOf(address) });
    await sql`select 1`.execute(db);
    during = 'read';
    const steps = await migratorOf(db, address.type === 'postgres' ? POSTGRES : SQLITE).getMigrations();
    const pending = steps.filter(({ executedAt }) => executedAt === undefined).length;
    during = 'write';
    await writeNothing(db);
    return {
      type: 'usable',
      pending,
      newer: await hasNewer(
        db,
        steps.map(({ name }) => name),
      ),
    };
  } catch (error) {
    return { type: 'unusable', during, code: codeOf(error) };
  } finally {
    await db?.destroy().catch(() => undefined);
  }
}

const ROLLED_BACK = new Error('rolled back');

/** Takes the right to make tables, which the next version needs, and space on the disk. */
async function writeNothing(db: Kysely<Tables>): Promise<void> {
  try {
    await db.transaction().execute(async (trx) => {
      await sql`create table keymedic_examined (it integer)`.execute(trx);
      await sql`insert into keymedic_examined (it) values (1)`.execute(trx);
      throw ROLLED_BACK;
    });
  } catch (error) {
    if (error !== ROLLED_BACK) throw error;
  }
}

/** Was a later version here? Its tables may be others. */
async function hasNewer(db: Kysely<Tables>, known: readonly string[]): Promise<boolean> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return false;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.some(({ name }) => !known.includes(name));
}

function codeOf(error: unknown): string {
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  if (typeof errcode === 'number') return `SQLite ${errcode}`;
  return typeof code === 'string'
    ? code
    : error instanceof Error && /timeout/i.test(error.message)
      ? 'ETIMEDOUT'
      : 'unknown';
}

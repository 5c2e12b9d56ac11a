import type { Kysely, Migration } from 'kysely';
import { keyType, type Serial } from './columns.ts';

/** What was used of each limit in its window. */
export function limitsTable(serial: Serial): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('limits')
        .addColumn('key', keyType(serial), (c) => c.primaryKey())
        .addColumn('used', 'integer', (c) => c.notNull())
        .addColumn('until', 'bigint', (c) => c.notNull())
        .execute();
    },
  };
}

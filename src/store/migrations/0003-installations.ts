import type { Kysely, Migration } from 'kysely';
import { keyType, type Serial } from './columns.ts';

/** Workspaces that have installed the bot by themselves. */
export function installationsTable(serial: Serial): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('installations')
        .addColumn('chat', keyType(serial), (c) => c.notNull())
        .addColumn('tenant', keyType(serial), (c) => c.notNull())
        .addColumn('sealed', 'text', (c) => c.notNull())
        .addColumn('settings_json', 'text')
        .addColumn('installed_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('installations_tenant', ['chat', 'tenant'])
        .execute();
    },
  };
}

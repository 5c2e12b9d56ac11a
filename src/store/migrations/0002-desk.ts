import { type Kysely, type Migration, sql } from 'kysely';
import { keyType, type Serial } from './columns.ts';

/** What the staff's desk needs: when a case came to them, what is due next, whose it is, and the words to find it by. */
export function deskTables(serial: Serial): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('cases').addColumn('handed_at', 'bigint').execute();
      await db.schema.alterTable('cases').addColumn('claimed_by', keyType(serial)).execute();
      await db.schema.alterTable('cases').addColumn('due', 'text').execute();
      await db.schema.alterTable('cases').addColumn('due_at', 'bigint').execute();
      await db.schema
        .alterTable('cases')
        .addColumn('purged', 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
      await db.schema.createIndex('cases_state_only').on('cases').column('state').execute();
      await wordsTable(db, serial);
      await sql`create index cases_due on cases (due_at) where due_at is not null`.execute(db);
      await sql`create index cases_claimed on cases (claimed_by, state, id) where claimed_by is not null`.execute(db);
      await db.schema.createIndex('case_events_type').on('case_events').columns(['type', 'at']).execute();
      await sql`create index cases_unpurged on cases (updated_at) where purged = 0`.execute(db);
    },
  };
}

async function wordsTable(db: Kysely<unknown>, serial: Serial): Promise<void> {
  const table = db.schema
    .createTable('case_words')
    .addColumn('word', keyType(serial), (c) => c.notNull())
    .addColumn('case_id', 'integer', (c) => c.notNull().references('cases.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('case_words_word', ['word', 'case_id']);
  await (serial === 'integer' ? table.modifyEnd(sql`without rowid`) : table).execute();
  await db.schema.createIndex('case_words_case').on('case_words').column('case_id').execute();
}

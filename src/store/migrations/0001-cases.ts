import { type Kysely, type Migration, sql } from 'kysely';
import { keyType, type Serial } from './columns.ts';

/** The first tables. */
export function firstTables(serial: Serial): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await casesTable(db, serial);
      await caseEventsTable(db, serial);
      await linksTable(db);
      await outboxTable(db, serial);
      await smallTables(db, serial);
      await indexes(db);
    },
  };
}

function withId(db: Kysely<unknown>, table: string, serial: Serial) {
  return db.schema
    .createTable(table)
    .addColumn('id', serial, (column) =>
      serial === 'integer' ? column.primaryKey().autoIncrement() : column.primaryKey(),
    );
}

async function casesTable(db: Kysely<unknown>, serial: Serial): Promise<void> {
  await withId(db, 'cases', serial)
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('owner', 'text', (c) => c.notNull())
    .addColumn('chat', 'text', (c) => c.notNull())
    .addColumn('tenant', 'text', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('person_name', 'text', (c) => c.notNull())
    .addColumn('place_json', 'text', (c) => c.notNull())
    .addColumn('place_key', keyType(serial), (c) => c.notNull())
    .addColumn('paste', 'text', (c) => c.notNull())
    .addColumn('kind', 'text')
    .addColumn('provider', 'text')
    .addColumn('tool', 'text')
    .addColumn('diagnosis_json', 'text', (c) => c.notNull())
    .addColumn('walk_json', 'text')
    .addColumn('verdict_json', 'text')
    .addColumn('handoff_json', 'text')
    .addColumn('claimed_by_json', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();
}

async function caseEventsTable(db: Kysely<unknown>, serial: Serial): Promise<void> {
  await withId(db, 'case_events', serial)
    .addColumn('case_id', 'integer', (c) => c.notNull().references('cases.id').onDelete('cascade'))
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('by_json', 'text')
    .addColumn('data_json', 'text', (c) => c.notNull())
    .execute();
}

async function linksTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('links')
    .addColumn('case_id', 'integer', (c) => c.notNull().references('cases.id').onDelete('cascade'))
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('chat', 'text', (c) => c.notNull())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('message', 'text', (c) => c.notNull())
    .addColumn('place_json', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('links_message', ['chat', 'channel', 'message'])
    .execute();
}

async function outboxTable(db: Kysely<unknown>, serial: Serial): Promise<void> {
  await withId(db, 'outbox', serial)
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('lane', 'text', (c) => c.notNull())
    .addColumn('case_id', 'integer')
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('body_json', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('not_before', 'bigint', (c) => c.notNull())
    .addColumn('leased_until', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('done_at', 'bigint')
    .addColumn('detail', 'text')
    .execute();
}

async function smallTables(db: Kysely<unknown>, serial: Serial): Promise<void> {
  await db.schema
    .createTable('inbound')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('marks')
    .addColumn('key', keyType(serial), (c) => c.primaryKey())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .execute();
  await withId(db, 'key_checks', serial)
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('row_json', 'text', (c) => c.notNull())
    .execute();
}

async function indexes(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('cases_person').on('cases').columns(['chat', 'tenant', 'person', 'created_at']).execute();
  await db.schema.createIndex('cases_place').on('cases').columns(['place_key', 'created_at']).execute();
  await db.schema.createIndex('cases_state').on('cases').columns(['state', 'updated_at']).execute();
  await db.schema.createIndex('case_events_case').on('case_events').columns(['case_id', 'id']).execute();
  await db.schema.createIndex('links_role').on('links').columns(['case_id', 'role']).execute();
  await sql`create index outbox_waiting on outbox (lane, id) where state = 'waiting'`.execute(db);
  await db.schema.createIndex('inbound_at').on('inbound').column('at').execute();
}

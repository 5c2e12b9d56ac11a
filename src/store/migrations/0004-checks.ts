import { type Kysely, type Migration, sql } from 'kysely';

const HOUR_MS = 3_600_000;
/** When a quiet person is asked, where nothing else is set. */
const ASK_AFTER_MS = 24 * HOUR_MS;

/**
 * Key checks become a list, and cases that version 0.1 let fall between two chairs come back: those that were claimed by
 * nobody, and those in which nothing would ever happen again, are due at once.
 */
export function checksList(): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .alterTable('cases')
        .addColumn('checks_json', 'text', (c) => c.notNull().defaultTo('[]'))
        .execute();
      await sql`update cases set checks_json = '[' || verdict_json || ']' where verdict_json is not null`.execute(db);
      await db.schema.alterTable('cases').dropColumn('verdict_json').execute();
      await sql`update cases set state = 'withdrawn', owner = 'bot', due = null, due_at = null
        where person = 'forgotten' and state in ('open', 'waiting_for_staff', 'claimed', 'waiting_for_person')`.execute(
        db,
      );
      await sql`update cases set state = 'waiting_for_staff', due = 'nudge', due_at = updated_at
        where state in ('claimed', 'waiting_for_person') and claimed_by is null`.execute(db);
      await sql`update cases set due = 'nudge', due_at = updated_at
        where state = 'waiting_for_staff' and due is null`.execute(db);
      await sql`update cases set due = 'ask', due_at = updated_at + ${ASK_AFTER_MS}
        where state = 'waiting_for_person' and due is null`.execute(db);
    },
  };
}

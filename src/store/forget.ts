import type { Kysely } from 'kysely';
import type { Tables } from '#store/database/tables.ts';
import { forgetTenant } from './forget-tenant.ts';
import type { Transaction } from './types.ts';

/** What an event holds in words of people; the rest is counts and ids. */
const TEXTS = ['note', 'draft', 'text', 'buttons'];
const AT_ONCE = 500;

/** Deleting what people wrote, on their request or because its time is over: numbers, kinds and counts stay. */
export function forgettingOn(trx: Kysely<Tables>): Pick<Transaction, 'forget' | 'forgetTenant'> {
  return {
    async forget({ chat, tenant, id }) {
      const forgotten = await trx
        .updateTable('cases')
        .set((eb) => ({
          person: 'forgotten',
          due: null,
          due_at: null,
          owner: 'bot',
          // Nobody is left to be answered: what was going on is over.
          state: eb.case().when('state', '=', 'resolved').then('resolved').else('withdrawn').end(),
        }))
        .where('chat', '=', chat)
        .where('tenant', '=', tenant)
        .where('person', '=', id)
        .returning('id')
        .execute();
      const ids = forgotten.map((row) => row.id);
      for (let from = 0; from < ids.length; from += AT_ONCE) {
        const some = ids.slice(from, from + AT_ONCE);
        await removeTexts(some, trx);
        await trx.updateTable('case_events').set({ by_json: null }).where('case_id', 'in', some).execute();
        await trx.deleteFrom('links').where('case_id', 'in', some).execute();
        await trx.deleteFrom('outbox').where('case_id', 'in', some).execute();
      }
      return ids.length;
    },
    forgetTenant: (chat, tenant, before = Number.MAX_SAFE_INTEGER) => forgetTenant({ chat, tenant }, before, trx),
  };
}

/**
 * Deletes turns, marks, records and delivered messages that are over, and the texts of cases that nothing has happened to
 * since then.
 *
 * @param olderThan milliseconds since 1970
 */
export async function purge(db: Kysely<Tables>, olderThan: number, now: number): Promise<void> {
  await db.deleteFrom('inbound').where('at', '<', olderThan).execute();
  await db.deleteFrom('marks').where('until', '<', now).execute();
  await db.deleteFrom('limits').where('until', '<', now).execute();
  await db.deleteFrom('outbox').where('state', '!=', 'waiting').where('done_at', '<', olderThan).execute();
  await db.deleteFrom('key_checks').where('at', '<', olderThan).execute();
  for (;;) {
    const left = await db.transaction().execute(async (trx) => {
      const rows = await trx
        .selectFrom('cases')
        .select('id')
        .where('purged', '=', 0)
        .where('updated_at', '<', olderThan)
        .limit(AT_ONCE)
        .execute();
      const ids = rows.map(({ id }) => id);
      if (ids.length > 0) await removeTexts(ids, trx);
      return ids.length;
    });
    if (left < AT_ONCE) return;
  }
}

async function removeTexts(ids: readonly number[], trx: Kysely<Tables>): Promise<void> {
  const rows = await trx
    .updateTable('cases')
    .set({ person_name: '', paste: '', handoff_json: null, purged: 1 })
    .where('id', 'in', ids)
    .returning(['id', 'diagnosis_json'])
    .execute();
  for (const { id, diagnosis_json } of rows) {
    const diagnosis = JSON.parse(diagnosis_json) as object;
    await trx
      .updateTable('cases')
      .set({ diagnosis_json: JSON.stringify({ ...diagnosis, quotes: [], requestId: null }) })
      .where('id', '=', id)
      .execute();
  }
  await trx.deleteFrom('case_words').where('case_id', 'in', ids).execute();
  const events = await trx
    .selectFrom('case_events')
    .select(['id', 'data_json'])
    .where('case_id', 'in', ids)
    .where((eb) => eb.or(TEXTS.map((name) => eb('data_json', 'like', `%"${name}":%`))))
    .execute();
  for (const { id, data_json } of events) {
    const data = Object.entries(JSON.parse(data_json) as object).filter(([name]) => !TEXTS.includes(name));
    await trx
      .updateTable('case_events')
      .set({ data_json: JSON.stringify(Object.fromEntries(data)) })
      .where('id', '=', id)
      .execute();
  }
}

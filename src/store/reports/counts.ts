import type { Kysely } from 'kysely';
import type { Tables } from '#store/database/tables.ts';

/** How many cases there are in each state; an index holds all that this reads. */
export async function countCases(db: Kysely<Tables>): Promise<Readonly<Record<string, number>>> {
  const rows = await db
    .selectFrom('cases')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

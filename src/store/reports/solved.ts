import type { Kysely } from 'kysely';
import type { Tables } from '#store/database/tables.ts';
import type { EventType, SolvedStep } from '#store/types.ts';

const SOLVED: EventType = 'solved';

/**
 * Which steps of walks have solved cases since then, counted by what the cases were about.
 *
 * @param since milliseconds since 1970
 */
export async function solvedSteps(db: Kysely<Tables>, since: number): Promise<readonly SolvedStep[]> {
  const rows = await db
    .selectFrom('case_events as e')
    .innerJoin('cases as c', 'c.id', 'e.case_id')
    .select(({ fn }) => ['c.kind', 'c.provider', 'c.tool', 'e.data_json', fn.countAll<number>().as('count')])
    .where('e.type', '=', SOLVED)
    .where('e.at', '>=', since)
    .groupBy(['c.kind', 'c.provider', 'c.tool', 'e.data_json'])
    .execute();
  return rows.flatMap(({ kind, provider, tool, data_json, count }) => {
    const { step } = JSON.parse(data_json) as { readonly step?: unknown };
    return typeof step === 'string' ? [{ kind, provider, tool, step, count }] : [];
  });
}

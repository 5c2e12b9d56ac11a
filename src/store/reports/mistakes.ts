import type { Kysely } from 'kysely';
import type { Tables } from '#store/database/tables.ts';
import { caseFrom } from '#store/rows.ts';
import { inScope } from '#store/scope.ts';
import type { Tenant } from '#store/tenants.ts';
import type { PersonRef, Transaction } from '#store/types.ts';

/** What is learned from cases afterwards: where the bot was wrong, and who of the staff was at work. */
export function mistakesOn(trx: Kysely<Tables>, scope: Tenant | null): Pick<Transaction, 'claimers' | 'mistaken'> {
  return {
    async mistaken(types, limit) {
      const rows = await trx
        .selectFrom('cases')
        .selectAll()
        .where('paste', '!=', '')
        .where(inScope(scope))
        .where('id', 'in', (eb) => eb.selectFrom('case_events').select('case_id').where('type', 'in', types))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(caseFrom);
    },
    async claimers(since, limit) {
      const rows = await trx
        .selectFrom('cases')
        .select(({ fn }) => [fn.max('claimed_by_json').as('by'), fn.max('updated_at').as('at')])
        .where('claimed_by', 'is not', null)
        .where('updated_at', '>=', since)
        .where(inScope(scope))
        .groupBy('claimed_by')
        .orderBy('at', 'desc')
        .limit(limit)
        .execute();
      return rows.flatMap(({ by }) => (by === null ? [] : [JSON.parse(by) as PersonRef]));
    },
  };
}

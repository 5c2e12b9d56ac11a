import type { Kysely } from 'kysely';
import type { Flavour } from '#store/database/flavour.ts';
import type { Tables } from '#store/database/tables.ts';
import { caseFrom, columnsOfChange, eventFrom, eventRow, rowOf } from './rows.ts';
import { inScope } from './scope.ts';
import { indexWords } from './search-words.ts';
import type { Tenant } from './tenants.ts';
import type { Transaction } from './types.ts';

/** Cases and their events, on an open transaction. */
export function casesOn(
  trx: Kysely<Tables>,
  flavour: Flavour,
  clock: () => number,
  scope: Tenant | null,
): Pick<Transaction, 'openCase' | 'case' | 'changeCase' | 'events'> {
  return {
    async openCase(it, event) {
      if (scope !== null) await holdInstallation(scope, trx, flavour);
      const row = await trx.insertInto('cases').values(rowOf(it, clock())).returningAll().executeTakeFirstOrThrow();
      await trx
        .insertInto('case_events')
        .values(eventRow(row.id, event, clock()))
        .execute();
      return caseFrom(row);
    },
    async case(id) {
      const query = trx.selectFrom('cases').selectAll().where('id', '=', id).where(inScope(scope));
      const row = await (flavour.locks ? query.forUpdate() : query).executeTakeFirst();
      return row === undefined ? null : caseFrom(row);
    },
    async changeCase(id, change, event) {
      const row = await trx
        .updateTable('cases')
        .set(columnsOfChange(change, clock()))
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await trx
        .insertInto('case_events')
        .values(eventRow(id, event, clock()))
        .execute();
      const changed = caseFrom(row);
      if (changed.handedAt !== null && (change.handoff !== undefined || change.diagnosis !== undefined))
        await indexWords(changed, trx);
      return changed;
    },
    async events(caseId) {
      const rows = await trx
        .selectFrom('case_events')
        .selectAll()
        .where('case_id', '=', caseId)
        .orderBy('id')
        .execute();
      return rows.map(eventFrom);
    },
  };
}

/**
 * What is written for a workspace while it takes the bot out must not outlive that: the deletion waits for this
 * transaction, or this one finds that there is nobody to write for.
 */
async function holdInstallation({ chat, tenant }: Tenant, trx: Kysely<Tables>, flavour: Flavour): Promise<void> {
  const query = trx.selectFrom('installations').select('tenant').where('chat', '=', chat).where('tenant', '=', tenant);
  const found = await (flavour.locks ? query.forShare() : query).executeTakeFirst();
  if (found === undefined) throw new Error('the workspace has taken the bot out');
}

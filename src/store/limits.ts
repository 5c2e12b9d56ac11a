import type { Kysely } from 'kysely';
import type { Flavour } from '#store/database/flavour.ts';
import type { Tables } from '#store/database/tables.ts';
import type { Limit, Transaction } from './types.ts';

/**
 * Limits that hold for all processes and over a restart. A window begins with the first use after the last one is over. Rows
 * are locked in the order of their keys, so that two transactions never wait for each other.
 */
export function limitsOn(trx: Kysely<Tables>, flavour: Flavour, clock: () => number): Pick<Transaction, 'take'> {
  return {
    async take(limits) {
      if (limits.length === 0) return null;
      const now = clock();
      const keys = limits.map(({ key }) => key).sort();
      const fresh = keys.map((key) => ({ key, used: 0, until: 0 }));
      await trx
        .insertInto('limits')
        .values(fresh)
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
      const query = trx.selectFrom('limits').selectAll().where('key', 'in', keys).orderBy('key');
      const rows = await (flavour.locks ? query.forUpdate() : query).execute();
      const used = new Map(rows.filter(({ until }) => until > now).map((row) => [row.key, row]));
      const full = limits.find(({ key, most }) => (used.get(key)?.used ?? 0) >= most);
      if (full !== undefined)
        return { key: full.key, waitMs: (used.get(full.key)?.until ?? now + full.windowMs) - now };
      for (const limit of limits) await use(limit, used.get(limit.key), now, trx);
      return null;
    },
  };
}

async function use(
  { key, windowMs }: Limit,
  row: { readonly used: number; readonly until: number } | undefined,
  now: number,
  trx: Kysely<Tables>,
): Promise<void> {
  await trx
    .updateTable('limits')
    .set({ used: (row?.used ?? 0) + 1, until: row?.until ?? now + windowMs })
    .where('key', '=', key)
    .execute();
}

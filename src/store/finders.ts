import type { Kysely } from 'kysely';
import type { Tables } from '#store/database/tables.ts';
import { caseFrom, channelKey, messageFrom, placeKey } from './rows.ts';
import { inScope } from './scope.ts';
import type { Tenant } from './tenants.ts';
import type { Role, Transaction } from './types.ts';

/** Which message belongs to which case, and as what. */
export function linksOn(trx: Kysely<Tables>, scope: Tenant | null): Pick<Transaction, 'link' | 'caseOf' | 'messageOf'> {
  return {
    async link(caseId, role, message) {
      const { place, id } = message;
      await trx
        .insertInto('links')
        .values({
          case_id: caseId,
          role,
          chat: place.chat,
          channel: place.channel,
          message: id,
          place_json: JSON.stringify(place),
        })
        .onConflict((conflict) => conflict.columns(['chat', 'channel', 'message']).doNothing())
        .execute();
    },
    async caseOf({ place, id }) {
      const row = await trx
        .selectFrom('links')
        .innerJoin('cases', 'cases.id', 'links.case_id')
        .selectAll('cases')
        .select('links.role')
        .where('links.chat', '=', place.chat)
        .where('links.channel', '=', place.channel)
        .where('links.message', '=', id)
        .where(inScope(scope))
        .executeTakeFirst();
      return row === undefined ? null : { case: caseFrom(row), role: row.role as Role };
    },
    async messageOf(caseId, role) {
      const row = await trx
        .selectFrom('links')
        .selectAll()
        .where('case_id', '=', caseId)
        .where('role', '=', role)
        .executeTakeFirst();
      return row === undefined ? null : messageFrom(row);
    },
  };
}

/** Cases by person and by place. */
export function findersOn(trx: Kysely<Tables>): Pick<Transaction, 'latestCase' | 'casesOf' | 'caseIn'> {
  const newest = () => trx.selectFrom('cases').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc');
  return {
    async latestCase({ chat, tenant, id }, place, since) {
      const row = await newest()
        .where('chat', '=', chat)
        .where('tenant', '=', tenant)
        .where('person', '=', id)
        .where('place_key', '>=', channelKey(place))
        .where('place_key', '<', `${channelKey(place)}\uffff`)
        .where('updated_at', '>=', since)
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : caseFrom(row);
    },
    async casesOf({ chat, tenant, id }, states) {
      const rows = await newest()
        .where('chat', '=', chat)
        .where('tenant', '=', tenant)
        .where('person', '=', id)
        .where('state', 'in', states)
        .limit(50)
        .execute();
      return rows.map(caseFrom);
    },
    async caseIn(place) {
      const row = await newest().where('place_key', '=', placeKey(place)).limit(1).executeTakeFirst();
      return row === undefined ? null : caseFrom(row);
    },
  };
}

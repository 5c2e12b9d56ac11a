import type { ExpressionBuilder, Kysely } from 'kysely';
import type { Tables } from '#store/database/tables.ts';
import type { Tenant } from './tenants.ts';

const AT_ONCE = 500;

/**
 * Deletes all that is kept of a workspace: its installation, cases with their events and links, messages that wait, what is
 * remembered of its people and places, records of key checks, and the ids of what was heard there.
 *
 * @param before ms since 1970: nothing is deleted where the workspace has installed the bot again since then
 */
export async function forgetTenant(of: Tenant, before: number, trx: Kysely<Tables>): Promise<void> {
  const { chat, tenant } = of;
  const again = await trx
    .selectFrom('installations')
    .select('tenant')
    .where('chat', '=', chat)
    .where('tenant', '=', tenant)
    .where('installed_at', '>', before)
    .executeTakeFirst();
  if (again !== undefined) return;
  await trx.deleteFrom('installations').where('chat', '=', chat).where('tenant', '=', tenant).execute();
  const gone = await trx.selectFrom('cases').select('id').where(ofTenant(of)).execute();
  for (let from = 0; from < gone.length; from += AT_ONCE) {
    const ids = gone.slice(from, from + AT_ONCE).map(({ id }) => id);
    await trx.deleteFrom('outbox').where('case_id', 'in', ids).execute();
    await trx
      .deleteFrom('marks')
      .where((eb) => eb.or(ids.map((id) => eb('key', 'like', `check:${id}:%`))))
      .execute();
    await trx.deleteFrom('cases').where('id', 'in', ids).execute();
  }
  const [lane, id] = [`${chat}\u001f${tenant}\u001f`, `${chat}:${tenant}:`];
  await trx.deleteFrom('outbox').where('lane', '>=', lane).where('lane', '<', `${lane}\uffff`).execute();
  await trx.deleteFrom('inbound').where('id', '>=', id).where('id', '<', `${id}\uffff`).execute();
  await trx.deleteFrom('key_checks').where('row_json', 'like', `%"person":"${id}%`).execute();
  // Marks of people and places name the workspace behind their kind, such as `quiet:slack:T1:U1`; ids of digests do, too.
  await trx.deleteFrom('marks').where('key', 'like', `%:${id}%`).execute();
  await trx.deleteFrom('inbound').where('id', 'like', `%:${id}%`).execute();
}

function ofTenant({ chat, tenant }: Tenant) {
  const prefix = `${chat}\u001f${tenant}\u001f`;
  return (eb: ExpressionBuilder<Tables, 'cases'>) =>
    eb.and([
      eb('chat', '=', chat),
      eb.or([
        eb('tenant', '=', tenant),
        eb.and([eb('place_key', '>=', prefix), eb('place_key', '<', `${prefix}\uffff`)]),
      ]),
    ]);
}

import { type Kysely, sql } from 'kysely';
import { messageKey } from '#chat/message-key.ts';
import type { Flavour } from '#store/database/flavour.ts';
import type { Tables } from '#store/database/tables.ts';
import { mistakesOn } from '#store/reports/mistakes.ts';
import { casesOn } from './cases.ts';
import { deskOn } from './desk.ts';
import { findersOn, linksOn } from './finders.ts';
import { forgettingOn } from './forget.ts';
import { limitsOn } from './limits.ts';
import { placeKey } from './rows.ts';
import type { Tenant } from './tenants.ts';
import { LEASE_MS, type Leased, type MarkKey, type Outgoing, type Transaction } from './types.ts';

/** Later than any clock, and still a number that both databases hold exactly. */
const FOR_EVER = 8_640_000_000_000_000;

/**
 * The transaction that use cases see, on an open transaction of the database.
 *
 * @param scope the workspace whose cases alone are in it; null for all
 * @param sent takes the messages that this process delivers as soon as the transaction is done; null where it delivers none
 */
export function transactionOn(
  trx: Kysely<Tables>,
  flavour: Flavour,
  clock: () => number,
  sent: Leased[] | null = null,
  scope: Tenant | null = null,
): Transaction {
  return {
    ...casesOn(trx, flavour, clock, scope),
    ...linksOn(trx, scope),
    ...findersOn(trx),
    ...deskOn(trx, clock, scope),
    ...mistakesOn(trx, scope),
    ...marksOn(trx, clock),
    ...limitsOn(trx, flavour, clock),
    ...forgettingOn(trx),
    async firstSeen(turnId) {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('inbound')
        .values({ id: turnId, at: clock() })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
    async relaxDurability() {
      if (flavour.locks) await sql`set local synchronous_commit to off`.execute(trx);
    },
    async send(outgoing) {
      const row = outboxRow(outgoing, clock());
      if (sent === null || outgoing.type !== 'post' || !(await isEmpty(row.lane, trx))) {
        await trx.insertInto('outbox').values(row).execute();
        return;
      }
      const leased = { ...row, attempts: 1, leased_until: clock() + LEASE_MS };
      const { id } = await trx.insertInto('outbox').values(leased).returning('id').executeTakeFirstOrThrow();
      sent.push({ id, key: row.key, outgoing, message: null, attempts: 0, createdAt: row.created_at });
    },
    async audit(row) {
      await trx
        .insertInto('key_checks')
        .values({ at: clock(), row_json: JSON.stringify(row) })
        .execute();
    },
  };
}

async function isEmpty(lane: string, trx: Kysely<Tables>): Promise<boolean> {
  const waiting = await trx
    .selectFrom('outbox')
    .select('id')
    .where('lane', '=', lane)
    .where('state', '=', 'waiting')
    .limit(1)
    .executeTakeFirst();
  return waiting === undefined;
}

function outboxRow(outgoing: Outgoing, now: number) {
  return {
    key: messageKey(),
    lane: laneOf(outgoing),
    case_id: outgoing.caseId,
    role: outgoing.role,
    type: outgoing.type,
    body_json: JSON.stringify(outgoing),
    state: 'waiting',
    attempts: 0,
    not_before: now,
    leased_until: 0,
    created_at: now,
  };
}

/** Messages of one case keep their order; others keep it in their place. */
function laneOf(outgoing: Outgoing): string {
  if (outgoing.caseId !== null) return `case:${outgoing.caseId}`;
  const { to } = outgoing as Extract<Outgoing, { type: 'post' }>;
  return 'channel' in to ? placeKey(to) : [to.chat, to.tenant, to.id].join('\u001f');
}

function marksOn(
  trx: Kysely<Tables>,
  clock: () => number,
): Pick<Transaction, 'mark' | 'unmark' | 'marked' | 'countMarks' | 'marksWith'> {
  return {
    async mark(keys, until) {
      const rows = [keys].flat().map((key) => ({ key, until: Math.min(until, FOR_EVER) }));
      await trx
        .insertInto('marks')
        .values(rows)
        .onConflict((conflict) => conflict.column('key').doUpdateSet((eb) => ({ until: eb.ref('excluded.until') })))
        .execute();
    },
    async unmark(key) {
      await trx.deleteFrom('marks').where('key', '=', key).execute();
    },
    async marked(keys) {
      const row = await trx
        .selectFrom('marks')
        .select('until')
        .where('key', 'in', [keys].flat())
        .where('until', '>', clock())
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
    async marksWith(prefix) {
      const rows = await trx
        .selectFrom('marks')
        .select('key')
        .where('key', '>=', prefix)
        .where('key', '<', `${prefix}\uffff`)
        .where('until', '>', clock())
        .execute();
      return rows.map(({ key }) => key as MarkKey);
    },
    async countMarks(prefixes) {
      const found = await trx
        .selectFrom('marks')
        .select('key')
        .where('until', '>', clock())
        .where((eb) =>
          eb.or(prefixes.map((prefix) => eb.and([eb('key', '>=', prefix), eb('key', '<', `${prefix}\uffff`)]))),
        )
        .execute();
      return prefixes.map((prefix) => found.filter(({ key }) => key.startsWith(prefix)).length);
    },
  };
}

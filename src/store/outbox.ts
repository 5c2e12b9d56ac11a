import { type Kysely, type Selectable, sql } from 'kysely';
import type { Flavour } from '#store/database/flavour.ts';
import type { Tables } from '#store/database/tables.ts';
import { messageFrom } from './rows.ts';
import { transactionOn } from './transaction.ts';
import { type DeliveryOutcome, LEASE_MS, type Leased, type Outgoing, type Store } from './types.ts';

type Row = Selectable<Tables['outbox']>;

/** The outbox of the store: leases, so that several processes share it and a crash frees what it held. */
export function outboxOf(
  db: Kysely<Tables>,
  flavour: Flavour,
  clock: () => number,
): Pick<Store, 'lease' | 'finish' | 'pending'> {
  return {
    lease: (limit) =>
      db.transaction().execute(async (trx) => {
        const rows = await due(trx, flavour, clock(), limit);
        if (rows.length === 0) return [];
        await trx
          .updateTable('outbox')
          .set((eb) => ({ leased_until: clock() + LEASE_MS, attempts: eb('attempts', '+', 1) }))
          .where(
            'id',
            'in',
            rows.map(({ id }) => id),
          )
          .execute();
        return Promise.all(rows.map((row) => leasedFrom(row, trx)));
      }),
    finish: (leased, outcome) =>
      db.transaction().execute(async (trx) => {
        await trx
          .updateTable('outbox')
          .set(columnsAfter(outcome, leased, clock()))
          .where('id', '=', leased.id)
          .execute();
        const { caseId, role, type } = leased.outgoing;
        if (outcome.type === 'sent' && type === 'post' && caseId !== null)
          await transactionOn(trx, flavour, clock).link(caseId, role, outcome.message);
      }),
    async pending() {
      const row = await db
        .selectFrom('outbox')
        .select((eb) => [
          eb.fn.countAll<number>().as('count'),
          sql<number | null>`min(case when leased_until > not_before then leased_until else not_before end)`.as('next'),
          eb.fn.min<number | null>('created_at').as('oldest'),
        ])
        .where('state', '=', 'waiting')
        .executeTakeFirstOrThrow();
      return { count: row.count, nextAt: row.next, oldestAt: row.oldest };
    },
  };
}

/** No message is put off for longer, in milliseconds; who still asks to wait then says so again. */
const LONGEST_WAIT_MS = 3_600_000;
/** Clocks of machines that share a database differ by less, in milliseconds. */
const SKEW_MS = 60_000;

/**
 * The first waiting message of each lane that may go now. What is further ahead than can be, or comes from the future, was
 * written before the clock was set back: it may go, too, since nobody knows what it should wait for.
 */
function due(trx: Kysely<Tables>, flavour: Flavour, now: number, limit: number): Promise<Row[]> {
  const query = trx
    .selectFrom('outbox as o')
    .selectAll('o')
    .where('o.state', '=', 'waiting')
    .where((eb) =>
      eb.or([
        eb('o.not_before', '<=', now),
        eb('o.not_before', '>', now + LONGEST_WAIT_MS + SKEW_MS),
        eb('o.created_at', '>', now + SKEW_MS),
      ]),
    )
    .where((eb) => eb.or([eb('o.leased_until', '<=', now), eb('o.leased_until', '>', now + LEASE_MS + SKEW_MS)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('outbox as before')
            .select('before.id')
            .whereRef('before.lane', '=', 'o.lane')
            .where('before.state', '=', 'waiting')
            .whereRef('before.id', '<', 'o.id'),
        ),
      ),
    )
    .orderBy('o.id')
    .limit(limit);
  return (flavour.locks ? query.forUpdate().skipLocked() : query).execute();
}

async function leasedFrom(row: Row, trx: Kysely<Tables>): Promise<Leased> {
  const outgoing = JSON.parse(row.body_json) as Outgoing;
  const link =
    row.case_id === null || outgoing.type === 'post'
      ? undefined
      : await trx
          .selectFrom('links')
          .select(['message', 'place_json'])
          .where('case_id', '=', row.case_id)
          .where('role', '=', row.role)
          .executeTakeFirst();
  return {
    id: row.id,
    key: row.key,
    outgoing,
    message: link === undefined ? null : messageFrom(link),
    attempts: row.attempts,
    createdAt: row.created_at,
  };
}

function columnsAfter(outcome: DeliveryOutcome, { createdAt }: Leased, now: number) {
  if (outcome.type === 'later')
    return {
      not_before: now + Math.min(outcome.afterMs, LONGEST_WAIT_MS),
      leased_until: 0,
      created_at: Math.min(createdAt, now),
    };
  return {
    state: outcome.type,
    done_at: now,
    leased_until: 0,
    detail: outcome.type === 'failed' ? `${outcome.reason}: ${outcome.detail}` : null,
  };
}

import type { Kysely } from 'kysely';
import type { Tables } from '#store/database/tables.ts';
import { inScope } from '#store/scope.ts';
import type { Tenant } from '#store/tenants.ts';
import type { Counted, EventData, EventType, Statistics } from '#store/types.ts';

/** What counts as an answer of a human. */
const ANSWERS: readonly EventType[] = ['staff_said', 'asked_step', 'asked_check'];

/**
 * Counts what happened since then. Only counts and ids: nothing that people wrote.
 *
 * @param since milliseconds since 1970
 * @param scope the workspace whose cases alone are counted; null for all
 */
export async function statisticsSince(db: Kysely<Tables>, since: number, scope: Tenant | null): Promise<Statistics> {
  const [kinds, providers, tools] = await Promise.all(
    (['kind', 'provider', 'tool'] as const).map((column) => casesBy(db, column, since, scope)),
  );
  const [steps, notThis, checks, causes] = await Promise.all([
    eventsBy(db, 'solved', ['step'], since, scope),
    eventsBy(db, 'not_this', ['signature'], since, scope),
    eventsBy(db, 'checked', ['verdict'], since, scope),
    eventsBy(db, 'resolved', ['before', 'cause'], since, scope),
  ]);
  const unrecognised = await eventsBy(db, 'unrecognised', [], since, scope);
  return {
    ...(await totals(db, since, scope)),
    kinds: kinds ?? [],
    providers: providers ?? [],
    tools: tools ?? [],
    steps,
    notThis,
    checks,
    causes,
    unrecognised: unrecognised[0]?.count ?? 0,
    answerMs: await answerTimes(db, since, scope),
  };
}

async function totals(db: Kysely<Tables>, since: number, scope: Tenant | null) {
  const row = await db
    .selectFrom('cases')
    .select(({ fn, eb }) => [
      fn.countAll<number>().as('pastes'),
      fn.sum<number | null>(eb.case().when('handed_at', 'is', null).then(0).else(1).end()).as('handed'),
      fn.sum<number | null>(eb.case().when('state', '=', 'withdrawn').then(1).else(0).end()).as('withdrawn'),
    ])
    .where('created_at', '>=', since)
    .where(inScope(scope))
    .executeTakeFirstOrThrow();
  return { pastes: row.pastes, handed: row.handed ?? 0, withdrawn: row.withdrawn ?? 0 };
}

async function casesBy(
  db: Kysely<Tables>,
  column: 'kind' | 'provider' | 'tool',
  since: number,
  scope: Tenant | null,
): Promise<readonly Counted[]> {
  const rows = await db
    .selectFrom('cases')
    .select((eb) => [eb.ref(column).as('name'), eb.fn.countAll<number>().as('count')])
    .where('created_at', '>=', since)
    .where(inScope(scope))
    .where(column, 'is not', null)
    .groupBy(column)
    .execute();
  return mostFirst(rows.map(({ name, count }) => ({ names: [name ?? ''], count })));
}

/** Events of a type, counted by what stands in some of their fields; those without a value are left out. */
async function eventsBy<T extends EventType>(
  db: Kysely<Tables>,
  type: T,
  fields: readonly (keyof EventData[T] & string)[],
  since: number,
  scope: Tenant | null,
): Promise<readonly Counted[]> {
  const rows = await db
    .selectFrom('case_events')
    .select(({ fn }) => ['data_json', fn.countAll<number>().as('count')])
    .where('type', '=', type)
    .where('at', '>=', since)
    .$if(scope !== null, (query) =>
      query.where('case_id', 'in', (eb) => eb.selectFrom('cases').select('cases.id').where(inScope(scope))),
    )
    .groupBy('data_json')
    .execute();
  const counts = new Map<string, number>();
  for (const { data_json, count } of rows) {
    const data = JSON.parse(data_json) as Readonly<Record<string, unknown>>;
    const names = fields.map((field) => data[field]);
    if (names.every((name) => typeof name === 'string')) {
      const key = names.join('\u001f');
      counts.set(key, (counts.get(key) ?? 0) + count);
    }
  }
  return mostFirst([...counts].map(([key, count]) => ({ names: key.split('\u001f'), count })));
}

function mostFirst(counted: readonly Counted[]): readonly Counted[] {
  return counted.toSorted((a, b) => b.count - a.count || a.names.join().localeCompare(b.names.join()));
}

/** How long people waited for the first answer of a human, in milliseconds, the shortest first. */
async function answerTimes(db: Kysely<Tables>, since: number, scope: Tenant | null): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('cases as c')
    .innerJoin('case_events as e', 'e.case_id', 'c.id')
    .select(({ fn }) => ['c.handed_at', fn.min('e.at').as('at')])
    .where('c.handed_at', '>=', since)
    .where('e.type', 'in', ANSWERS)
    .$if(scope !== null, (query) =>
      query.where('c.chat', '=', scope?.chat ?? '').where('c.tenant', '=', scope?.tenant ?? ''),
    )
    .groupBy(['c.id', 'c.handed_at'])
    .execute();
  return rows.map(({ handed_at, at }) => Math.max(0, at - (handed_at ?? 0))).toSorted((a, b) => a - b);
}

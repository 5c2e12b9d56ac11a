import type { Actor, Place } from '#chat/port.ts';
import type { ProbeDefaults } from '#knowledge/types.ts';
import type { Admission } from '#probe/types.ts';
import type { Limit, Store } from '#store/types.ts';
import { markKeys } from '#support/turns/manners.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How many key checks there may be. Times are in milliseconds. */
export interface KeyLimits {
  readonly perPerson: number;
  readonly personMs: number;
  readonly perPersonDay: number;
  readonly perServerDay: number;
  readonly perDay: number;
  readonly perHostMinute: number;
  /** At the same time in this process. */
  readonly underWay: number;
  /** More rejected keys than that in {@link burstMs}, in one server, close its checks. */
  readonly rejected: number;
  /** More people than that in {@link burstMs}, in one server, close its checks. */
  readonly people: number;
  readonly burstMs: number;
  readonly closedMs: number;
  /** How old an account must be, where the chat tells. */
  readonly accountMs: number;
}

/** What holds where nothing else is set. */
export const DEFAULT_KEY_LIMITS: KeyLimits = {
  perPerson: 5,
  personMs: 10 * MINUTE_MS,
  perPersonDay: 20,
  perServerDay: 100,
  perDay: 1000,
  perHostMinute: 60,
  underWay: 20,
  rejected: 15,
  people: 25,
  burstMs: 10 * MINUTE_MS,
  closedMs: 30 * MINUTE_MS,
  accountMs: DAY_MS,
};

/** Who asks, and for which server or workspace it counts. */
export interface Asker {
  readonly person: string;
  readonly server: string;
  /** When the account was made, in ms since 1970; null where the chat does not tell. */
  readonly accountAt: number | null;
}

/** Asks whether these hosts may be asked now. */
export type AdmitKeyCheck = (asker: Asker, hosts: readonly string[], again: boolean) => Promise<Admission>;

/** Who asks, as limits count them. @param place of the case, which knows the server also for a check in direct messages */
export function askerOf(actor: Actor, place: Place, accountAt: number | null): Asker {
  const server = place.tenant === '' ? actor.tenant : place.tenant;
  return {
    person: `${actor.chat}:${actor.tenant}:${actor.id}`,
    server: `${actor.chat}:${server === '' ? 'direct' : server}`,
    accountAt,
  };
}

/**
 * The limits of key checks, kept in the store: a restart or a second process gives nobody more. Nothing waits: a limit that is
 * used up is a refusal with a sentence, and then none of the others is used.
 */
export function keyAdmission(
  limits: KeyLimits,
  parts: { readonly store: Pick<Store, 'write'>; readonly defaults: () => ProbeDefaults; readonly clock: () => number },
): AdmitKeyCheck {
  let open = 0;
  const refused = (id: string, values: Readonly<Record<string, string | number>> = {}): Admission => {
    const says = parts.defaults().refusals[id] ?? id;
    const filled = says.replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => String(values[name] ?? whole));
    return { ok: false, refusal: { id, says: filled } };
  };
  const ask = (asker: Asker, wanted: readonly Limit[]) =>
    parts.store.write(async (trx) => {
      if (await trx.marked(markKeys.checksClosed(asker.server))) return refused('closed');
      const full = await trx.take(wanted);
      if (full === null) return null;
      const id = full.key.slice(0, full.key.indexOf(':'));
      const most = wanted.find(({ key }) => key === full.key)?.most ?? 0;
      return refused(REFUSALS[id] ?? id, { expected: most, wait: inWords(full.waitMs) });
    });
  return async (asker, hosts, again) => {
    const perHost = hostLimits(hosts, limits);
    if (again) return (await ask(asker, perHost)) ?? { ok: true, leave: () => undefined };
    const { accountAt } = asker;
    if (accountAt !== null && parts.clock() - accountAt < limits.accountMs)
      return refused('new-account', { expected: inWords(limits.accountMs) });
    if (open >= limits.underWay) return refused('busy');
    open += 1;
    let over = false;
    const leave = () => {
      if (!over) open -= 1;
      over = true;
    };
    const refusal = await ask(asker, [...personLimits(asker, limits), ...perHost]).catch((error: unknown) => {
      leave();
      throw error;
    });
    if (refusal === null) return { ok: true, leave };
    leave();
    return refusal;
  };
}

const REFUSALS: Readonly<Record<string, string>> = {
  person: 'person-limit',
  day: 'person-limit',
  server: 'server-limit',
  all: 'total-limit',
  host: 'host-limit',
};

function personLimits({ person, server }: Asker, limits: KeyLimits): readonly Limit[] {
  return [
    { key: `person:${person}`, most: limits.perPerson, windowMs: limits.personMs },
    { key: `day:${person}`, most: limits.perPersonDay, windowMs: DAY_MS },
    { key: `server:${server}`, most: limits.perServerDay, windowMs: DAY_MS },
    { key: 'all:', most: limits.perDay, windowMs: DAY_MS },
  ];
}

function hostLimits(hosts: readonly string[], { perHostMinute }: KeyLimits): readonly Limit[] {
  return [...new Set(hosts)].map((host) => ({ key: `host:${host}`, most: perHostMinute, windowMs: MINUTE_MS }));
}

/** "a minute", "7 minutes", "3 hours", "2 days". */
function inWords(ms: number): string {
  const whole = Math.max(1, Math.ceil(ms / MINUTE_MS));
  if (whole === 1) return 'a minute';
  if (whole < 120) return `${whole} minutes`;
  const hours = Math.ceil(ms / HOUR_MS);
  return hours < 48 ? `${hours} hours` : `${Math.ceil(ms / DAY_MS)} days`;
}

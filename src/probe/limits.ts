import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { ProbeDefaults } from '#knowledge/types.ts';
import { fill } from '#probe/key/sentences.ts';
import type { Admission } from './types.ts';

/** How much may be asked. The defaults are looked up at every use. */
export interface LimitOptions {
  readonly defaults: ProbeDefaults;
  readonly perPerson?: number;
  readonly personSeconds?: number;
  readonly perHostAndMinute?: number;
  readonly underWay?: number;
}

/** Asks whether a check may begin now. */
export type Admit = (person: string, host: string) => Promise<Admission>;

/**
 * The limits of one process: 5 checks a person in 10 minutes, 60 a host in a minute, 20 at the same time. Nothing waits:
 * a limit that is reached is a refusal with a sentence, and costs the person nothing.
 */
export function makeLimits(options: LimitOptions): Admit {
  const { perPerson = 5, personSeconds = 600, perHostAndMinute = 60, underWay = 20 } = options;
  const persons = new RateLimiterMemory({ points: perPerson, duration: personSeconds });
  const hosts = new RateLimiterMemory({ points: perHostAndMinute, duration: 60 });
  let open = 0;
  const refused = (id: string, values: Readonly<Record<string, string | number>> = {}): Admission => ({
    ok: false,
    refusal: { id, says: fill(options.defaults.refusals[id] ?? id, values) },
  });
  return async (person, host) => {
    if (open >= underWay) return refused('busy');
    open += 1;
    let over = false;
    const leave = () => {
      if (!over) open -= 1;
      over = true;
    };
    const byPerson = await take(persons, person);
    if (byPerson !== null) {
      leave();
      return refused('person-limit', { expected: perPerson, wait: minutes(byPerson) });
    }
    const byHost = await take(hosts, host);
    if (byHost === null) return { ok: true, leave };
    leave();
    await persons.reward(person);
    return refused('host-limit', { wait: minutes(byHost) });
  };
}

/** Milliseconds to wait, or null where there was room. */
async function take(limiter: RateLimiterMemory, key: string): Promise<number | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (error) {
    if (error instanceof RateLimiterRes) return error.msBeforeNext;
    throw error;
  }
}

function minutes(ms: number): string {
  const whole = Math.max(1, Math.ceil(ms / 60_000));
  return whole === 1 ? 'a minute' : `${whole} minutes`;
}

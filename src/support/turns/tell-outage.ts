import type { Log } from '#log.ts';

/** Writes one line when something stops to work and one when it works again, however often it is tried in between. */
export function tellOutage(log: Log, what: string): (works: boolean) => void {
  let worked = true;
  return (works) => {
    if (works === worked) return;
    worked = works;
    if (works) log('info', `${what} can be read again`);
    else log('error', `${what} cannot be read; trying again`);
  };
}

/** How much is read for whom. */
export interface FairUse {
  /** Pictures that wait, at most, beside the one that is read. */
  readonly waiting: number;
  /** Pictures of one person within `windowMs`. */
  readonly perPerson: number;
  readonly windowMs: number;
}

export const FAIR_USE: FairUse = { waiting: 10, perPerson: 3, windowMs: 600_000 };

/** Lets one work at a time through, and refuses whom it would keep waiting too long. */
export interface FairQueue {
  /**
   * Does the work when its turn comes.
   *
   * @param person whose it is; any string that is the same for the same person
   * @returns null where the queue is full, or where this person has had their share
   */
  run<T>(person: string, work: () => Promise<T>): Promise<T | null>;
}

/** @param clock milliseconds since 1970 */
export function openFairQueue(clock: () => number, { waiting, perPerson, windowMs }: FairUse = FAIR_USE): FairQueue {
  const begun = new Map<string, number[]>();
  let last: Promise<unknown> = Promise.resolve();
  let inside = 0;
  const isFair = (person: string): boolean => {
    const since = clock() - windowMs;
    for (const [who, times] of begun) {
      const recent = times.filter((time) => time > since);
      if (recent.length === 0) begun.delete(who);
      else begun.set(who, recent);
    }
    return inside <= waiting && (begun.get(person)?.length ?? 0) < perPerson;
  };
  return {
    async run(person, work) {
      if (!isFair(person)) return null;
      begun.set(person, [...(begun.get(person) ?? []), clock()]);
      inside += 1;
      const mine = last.then(work).finally(() => {
        inside -= 1;
      });
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

import { setTimeout as pause } from 'node:timers/promises';

/** What the sweep works with. */
export interface SweepParts {
  readonly tenants: () => readonly string[];
  /** Asks Slack whether the token of a workspace is dead; false where it does not tell. */
  readonly isGone: (tenant: string) => Promise<boolean>;
  readonly left: (tenant: string) => Promise<void>;
  readonly rhythm: SweepRhythm;
}

/** In milliseconds. */
export interface SweepRhythm {
  readonly everyMs: number;
  /** One answer may be a mistake, and what is deleted is gone: it is asked again after so long. */
  readonly againMs: number;
}

/** Four times a day. */
export const SWEEP: SweepRhythm = { everyMs: 6 * 3_600_000, againMs: 60_000 };

/**
 * Looks at the start, and from time to time, which workspaces have left unheard: Slack tells it for some minutes, and not to
 * a bot that is down.
 *
 * @returns ends it
 */
export function startSweep({ tenants, isGone, left, rhythm }: SweepParts): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  const goneOf = async (some: readonly string[]) => {
    const gone: string[] = [];
    for (const tenant of some) if (!signal.aborted && (await isGone(tenant))) gone.push(tenant);
    return gone;
  };
  const sweep = async () => {
    for (;;) {
      const suspects = await goneOf(tenants());
      if (suspects.length > 0) await pause(rhythm.againMs, undefined, { signal, ref: false });
      for (const tenant of await goneOf(suspects)) await left(tenant);
      await pause(rhythm.everyMs, undefined, { signal, ref: false });
    }
  };
  // It ends when it is stopped.
  sweep().catch(() => undefined);
  return () => stopping.abort();
}

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
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const later = (ms: number, suspects: readonly string[]) => {
    if (stopped) return;
    timer = setTimeout(() => void look(suspects), ms);
    timer.unref();
  };
  const look = async (suspects: readonly string[]) => {
    const confirming = suspects.length > 0;
    const gone: string[] = [];
    for (const tenant of confirming ? suspects : tenants()) if (!stopped && (await isGone(tenant))) gone.push(tenant);
    if (confirming) for (const tenant of gone) await left(tenant);
    const ask = !confirming && gone.length > 0;
    later(ask ? rhythm.againMs : rhythm.everyMs, ask ? gone : []);
  };
  void look([]);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

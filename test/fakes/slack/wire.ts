import { setTimeout as wait } from 'node:timers/promises';
import type { Call, Delivery, Envelope, Loose, Outcome, Transport } from './types.ts';

/** Everything that crosses between Slack and the bot, counted and recorded. */
export interface Wire {
  readonly calls: Call[];
  readonly deliveries: Delivery[];
  /** What a real Slack punishes by silence: late acknowledgements, messages without fallback text, and the like. */
  readonly violations: string[];
  /** Lines of the bot's log. */
  readonly log: string[];
  /** What people caused last, to be delivered again. */
  lastEvents: Envelope[];
  /** Told of every request of the bot as it arrives, for benchmarks. */
  onCall: ((call: Call) => void) | null;
  /** Sends one envelope; resolves when the bot has acknowledged it, or Slack has given up. */
  send(envelope: Envelope): Promise<Outcome>;
  /** Records one request of the bot while it is under way. */
  during<T>(call: Call, work: () => Promise<T>): Promise<T>;
  /** Keeps `settled` from resolving until the work is done. */
  hold(what: string, work: () => Promise<unknown>): void;
  violated(what: string): void;
  /** Resolves when nothing has been under way for a moment, and the bot is idle. */
  settled(idle: () => boolean | Promise<boolean>): Promise<void>;
  /** How often this method was called. */
  count(method: string): number;
}

const QUIET_MS = 60;
const PATIENCE_MS = 20_000;

/** A wire over a transport, which may be set later. */
export function openWire(transport: () => Transport, now: () => number): Wire {
  const pending = new Set<{ readonly what: string }>();
  let touched = performance.now();
  const track = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const entry = { what };
    pending.add(entry);
    touched = performance.now();
    try {
      return await work();
    } finally {
      pending.delete(entry);
      touched = performance.now();
    }
  };
  const wire: Wire = {
    calls: [],
    deliveries: [],
    violations: [],
    log: [],
    lastEvents: [],
    onCall: null,
    send(envelope) {
      const delivery: Delivery = { envelope, at: now(), outcome: null };
      wire.deliveries.push(delivery);
      return track(`${envelope.label} not acknowledged`, async () => {
        const outcome = await transport().deliver(envelope);
        delivery.outcome = outcome;
        if (outcome.type === 'late') wire.violated(`${envelope.label}: not acknowledged in time`);
        return outcome;
      });
    },
    during(call, work) {
      wire.calls.push(call);
      wire.onCall?.(call);
      return track(`call of ${call.method}`, work);
    },
    hold: (what, work) => void track(what, work).catch((error: unknown) => wire.violated(`${what}: ${String(error)}`)),
    violated: (what) => void wire.violations.push(what),
    async settled(idle) {
      const until = performance.now() + PATIENCE_MS;
      for (;;) {
        if (wire.violations.length > 0)
          throw new Error(`the bot did what Slack punishes: ${wire.violations.join('; ')}`);
        const resting = pending.size === 0 && (await idle());
        if (!resting) touched = performance.now();
        if (resting && performance.now() - touched >= QUIET_MS) return;
        if (performance.now() > until)
          throw new Error(
            `the bot does not come to rest: ${[...pending].map(({ what }) => what).join(', ') || 'it says it is busy'}`,
          );
        await wait(4);
      }
    },
    count: (method) => wire.calls.filter((call) => call.method === method).length,
  };
  return wire;
}

/** All that the bot has sent and logged, as one text; every string also without JSON's escapes. */
export function everythingOf({ calls, deliveries, log }: Wire): string {
  const said = [
    ...calls.map(({ method, args }): Loose => ({ method, ...args })),
    ...deliveries.flatMap(({ outcome }) => (outcome?.type === 'acked' ? [outcome.body] : [])),
  ];
  return [...said.map((one) => `${JSON.stringify(one)}\n${stringsOf(one).join('\n')}`), ...log].join('\n');
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

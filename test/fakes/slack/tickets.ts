import { Refusal } from './types.ts';

/** What an interaction hands out, and what takes it back: trigger ids and response addresses. */
export interface Tickets {
  trigger(user: string): string;
  /** The person who may be shown a view; throws as Slack refuses. Takes the trigger. */
  redeem(trigger: string): string;
  /** Path below the fake's origin. */
  respond(target: ResponseTarget): string;
  /** Where an answer to this address goes; throws as Slack refuses. Counts the use. */
  use(path: string): ResponseTarget;
}

/** Where an interaction took place. */
export interface ResponseTarget {
  readonly user: string;
  readonly channel: string;
  /** The message that was acted on, public or whispered; null for commands. */
  readonly ts: string | null;
}

const RESPONSE_USES = 5;
const RESPONSE_MS = 30 * 60_000;

/** @param triggerMs how long a trigger is good; Slack's are for 3 s */
export function openTickets(now: () => number, triggerMs: number): Tickets {
  const triggers = new Map<string, { readonly user: string; readonly until: number; used: boolean }>();
  const responses = new Map<string, { readonly target: ResponseTarget; readonly until: number; uses: number }>();
  let count = 0;
  const next = () => `${(count += 1)}.${String(1000 + count * 7919)}.${count.toString(36).padStart(8, 'f')}`;
  return {
    trigger(user) {
      const id = next();
      triggers.set(id, { user, until: now() + triggerMs, used: false });
      return id;
    },
    redeem(id) {
      const trigger = triggers.get(id);
      if (trigger === undefined) throw new Refusal('invalid_trigger_id');
      if (trigger.used) throw new Refusal('exchanged_trigger_id');
      if (now() > trigger.until) throw new Refusal('expired_trigger_id');
      trigger.used = true;
      return trigger.user;
    },
    respond(target) {
      const path = `/respond/${next()}`;
      responses.set(path, { target, until: now() + RESPONSE_MS, uses: 0 });
      return path;
    },
    use(path) {
      const response = responses.get(path);
      if (response === undefined) throw new Refusal('no_such_url');
      if (now() > response.until) throw new Refusal('expired_url');
      if (response.uses >= RESPONSE_USES) throw new Refusal('used_url');
      response.uses += 1;
      return response.target;
    },
  };
}

import { type Fault, type Faults, type Loose, Refusal } from './types.ts';
import type { Workspace } from './workspace.ts';

/** The faults that are set, and what takes them. */
export interface FaultBox extends Faults {
  /** The fault for this call, used up by it; null where all is well. */
  take(method: string, args: Loose): Fault | null;
}

const MS_PER_MESSAGE = 1000;

/** No faults yet. */
export function openFaults(ws: Workspace): FaultBox {
  const queue: { readonly method: string; readonly fault: Fault }[] = [];
  const direct: string[] = [];
  const budgets = new Map<string, { left: number; at: number }>();
  const box: FaultBox = {
    burst: null,
    next: (method, fault) => void queue.push({ method, fault }),
    nextDirect: (error) => void direct.push(error),
    take(method, args) {
      const at = queue.findIndex((entry) => entry.method === method);
      if (at >= 0) return queue.splice(at, 1)[0]?.fault ?? null;
      const channel = String(args['channel'] ?? '');
      const personal = ws.users.has(channel) || ws.channels.get(channel)?.kind === 'im';
      if (direct.length > 0 && (method === 'conversations.open' || (method === 'chat.postMessage' && personal)))
        return { how: 'refused', error: direct.shift() ?? '' };
      return box.burst !== null && method === 'chat.postMessage' ? spend(channel, box.burst) : null;
    },
  };
  const spend = (channel: string, burst: number): Fault | null => {
    const now = ws.now();
    const budget = budgets.get(channel) ?? { left: burst, at: now };
    budget.left = Math.min(burst, budget.left + (now - budget.at) / MS_PER_MESSAGE);
    budget.at = now;
    budgets.set(channel, budget);
    if (budget.left < 1) return { how: 'rate-limited', afterSeconds: Math.max(1, Math.ceil(1 - budget.left)) };
    budget.left -= 1;
    return null;
  };
  return box;
}

/** Throws what a refused call is answered with. */
export function throwRefused(fault: Fault | null): void {
  if (fault?.how === 'refused') throw new Refusal(fault.error);
}

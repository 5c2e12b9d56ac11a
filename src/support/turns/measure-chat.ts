import type { Chat, Delivery, MessageRef } from '#chat/port.ts';
import type { Meter } from './meter.ts';

/** Messages whose time of arrival is remembered; most are never answered. */
const MOST = 1000;

/**
 * The same chat, with what passes through it measured: how long turns take, how long people wait for an answer, what the
 * chat refuses and when it asks to wait.
 */
export function measured(chat: Chat, meter: Meter): Chat {
  const arrivals = new Map<string, number>();
  const noted = (delivery: Delivery): Delivery => {
    if (delivery.type === 'failed') meter.callFailed(chat.name, delivery.reason);
    if (delivery.type !== 'later') return delivery;
    if (delivery.why === 'rate-limited') meter.waits(chat.name, delivery.afterMs);
    else meter.callFailed(chat.name, 'trouble');
    return delivery;
  };
  return {
    ...chat,
    start: (handle) =>
      chat.start(async (turn) => {
        const from = performance.now();
        if (turn.type === 'message') remember(arrivals, turn.message, from);
        await handle(turn);
        meter.turnHandled(chat.name, turn.type, performance.now() - from);
      }),
    async post(to, reply, options) {
      const delivery = noted(await chat.post(to, reply, options));
      if (delivery.type !== 'delivered' || options.replyTo === undefined || !('channel' in to)) return delivery;
      const key = keyOf({ place: to, id: options.replyTo });
      const from = arrivals.get(key);
      if (from !== undefined) meter.replied(chat.name, performance.now() - from);
      arrivals.delete(key);
      return delivery;
    },
    edit: async (message, reply) => noted(await chat.edit(message, reply)),
    remove: async (message) => noted(await chat.remove(message)),
  };
}

function remember(arrivals: Map<string, number>, message: MessageRef, at: number): void {
  const [oldest] = arrivals.keys();
  if (arrivals.size >= MOST && oldest !== undefined) arrivals.delete(oldest);
  if (!arrivals.has(keyOf(message))) arrivals.set(keyOf(message), at);
}

function keyOf({ place, id }: MessageRef): string {
  return `${place.channel}:${id}`;
}

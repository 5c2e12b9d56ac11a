import type { Interaction } from '#chat/port.ts';

/** Platforms wait three seconds, in milliseconds. */
const ACK_BY_MS = 2000;

/**
 * Acknowledges an interaction when its work is stored, so that what a person saw accepted survives a crash. Work that takes
 * longer is acknowledged just before the platform's limit.
 */
export async function thenAck<T>(turn: Interaction, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(() => void turn.ack().catch(() => undefined), ACK_BY_MS);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    await turn.ack();
  }
}

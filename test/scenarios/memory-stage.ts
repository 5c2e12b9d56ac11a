import { memoryChat, NAME, TENANT } from '#test/fakes/memory/chat.ts';
import { memoryDriver } from '#test/fakes/memory/driver.ts';
import type { OpenStage } from './harness.ts';

/** The smallest chat: no SDK and no socket, so that its stories take a moment. */
export async function openMemory(): ReturnType<OpenStage> {
  const chat = memoryChat();
  return {
    connect: async () => [chat],
    staff: { chat: NAME, tenant: TENANT, channel: 'C-staff', thread: null, direct: false },
    driver: (bot) => memoryDriver(chat, bot),
    close: async () => undefined,
  };
}

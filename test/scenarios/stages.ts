import { memoryChat, NAME, TENANT } from '#test/fakes/memory/chat.ts';
import { memoryDriver } from '#test/fakes/memory/driver.ts';
import type { OpenStage } from './harness.ts';

/** Every chat that the stories are told on. */
export const STAGES: readonly { readonly name: string; readonly open: OpenStage }[] = [
  {
    name: 'memory',
    open: async () => {
      const chat = memoryChat();
      return {
        chat,
        staff: { chat: NAME, tenant: TENANT, channel: 'C-staff', thread: null, direct: false },
        driver: (bot) => memoryDriver(chat, bot),
        close: async () => undefined,
      };
    },
  },
];

import type { ValuesOf } from '#config/setting.ts';
import type { ChatKind } from './chat-kind.ts';
import { watchedChannels } from './chat-kind.ts';
import { DISCORD } from './discord-settings.ts';

/** Discord: all servers that one bot is in. */
export const discord: ChatKind<typeof DISCORD> = {
  title: 'Discord',
  section: 'Discord (docs/discord.md)',
  settings: DISCORD,
  token: DISCORD.token,
  staffChannel: DISCORD.staffChannel,
  contradictions: () => [],
  configure(values) {
    const options = discordOptions(values);
    if (options === null) return null;
    const { staffChannel, apiUrl, messageContent, watch } = options;
    return {
      name: 'discord',
      title: 'Discord',
      listens: false,
      apiUrl: apiUrl ?? 'https://discord.com/api',
      staff: staffChannel === null ? null : { channel: staffChannel },
      warnings:
        !messageContent && (watch === 'all' || watch.size > 0)
          ? [
              'DISCORD_CHANNELS needs DISCORD_MESSAGE_CONTENT=true and "Message Content Intent" on the Bot page of the app.',
            ]
          : [],
      summary: () => summaryOf(options),
      async open({ log, onWait }) {
        const { openDiscord } = await import('#chat/discord/adapter.ts');
        return openDiscord({ ...options, log, onWait: (ms) => onWait('discord', ms) });
      },
      examine: async () => (await import('#chat/discord/doctor/examine.ts')).examineDiscord(options),
    };
  },
  ask: async (asking) => (await import('./discord-setup.ts')).askDiscord(asking),
};

/** The settings with a token; null without one. */
export function discordOptions({ token, ...values }: ValuesOf<typeof DISCORD>) {
  return token === null ? null : { ...values, token };
}

function summaryOf({ shards, messageContent, watch }: Omit<ValuesOf<typeof DISCORD>, 'token'>): string {
  const part = shards === 'auto' ? 'all servers' : `shards ${shards.ids.join(', ')} of ${shards.count}`;
  return `${part}; ${watchedChannels(messageContent ? watch : new Set())}`;
}

import { channelJson } from '#test/fakes/discord-server/json.ts';
import { messageOf } from '#test/fakes/discord-server/messages.ts';
import { startFakeDiscord } from '#test/fakes/discord-server/server.ts';
import { measureChat, type Rig } from './chat-load.ts';

await measureChat('discord', 'bench/discord-echo.ts', openRig);

async function openRig(): Promise<Rig> {
  const discord = await startFakeDiscord({ messageContent: true });
  const { guild, gateway } = discord;
  const rig: Rig = {
    env: {
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_MESSAGE_CONTENT: 'true',
      DISCORD_CHANNELS: 'all',
    },
    async say(number, text) {
      const person = `2${String(number).padStart(17, '0')}`;
      const channel = {
        id: `3${String(number).padStart(17, '0')}`,
        name: `c${number}`,
        type: 0,
        parent: null,
        person: null,
        staffOnly: false,
      } as const;
      guild.channels.set(channel.id, channel);
      gateway.dispatch('CHANNEL_CREATE', channelJson(channel, guild));
      const { id, json } = messageOf(guild, channel.id, person, text);
      gateway.dispatch('MESSAGE_CREATE', json);
      return id;
    },
    onReply: () => undefined,
    onAck: () => undefined,
    violations: discord.violations,
    close: () => discord.close(),
  };
  discord.onCall = ({ method, body }) => {
    const reference = body['message_reference'] as { message_id?: string } | undefined;
    if (method === 'POST' && reference?.message_id !== undefined) rig.onReply(reference.message_id);
  };
  return rig;
}

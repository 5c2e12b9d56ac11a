import { type Client, PermissionFlagsBits } from 'discord.js';

const {
  ViewChannel,
  SendMessages,
  CreatePublicThreads,
  SendMessagesInThreads,
  ReadMessageHistory,
  AttachFiles,
  ManageMessages,
} = PermissionFlagsBits;

const LEAST = {
  'View Channel': ViewChannel,
  'Send Messages': SendMessages,
  'Create Public Threads': CreatePublicThreads,
  'Send Messages in Threads': SendMessagesInThreads,
  'Read Message History': ReadMessageHistory,
  'Attach Files': AttachFiles,
} as const;

/** No more than what the bot does: read where it is addressed, write, send files; delete messages only where that is set. */
export function permissionsFor(leak: 'delete' | 'warn'): bigint[] {
  return leak === 'delete' ? [...Object.values(LEAST), ManageMessages] : Object.values(LEAST);
}

/** What is lacking of what the bot does, as Discord's settings call it. */
export function lackingOf(granted: bigint, leak: 'delete' | 'warn'): string[] {
  const needed = leak === 'delete' ? { ...LEAST, 'Manage Messages': ManageMessages } : LEAST;
  return Object.entries(needed)
    .filter(([, permission]) => (granted & permission) === 0n)
    .map(([name]) => name);
}

/** What the bot lacks in a channel to write there, as Discord's settings call it; empty where that is not known. */
export function missingIn(client: Client, channelId: string): string[] {
  const channel = client.channels.cache.get(channelId);
  if (channel === undefined || channel.isDMBased() || client.user === null) return [];
  const granted = channel.permissionsFor(client.user);
  if (granted === null) return [];
  return Object.entries(LEAST)
    .filter(([, permission]) => !granted.has(permission))
    .map(([name]) => name);
}

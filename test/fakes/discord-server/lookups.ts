import { BOT, type Channel, type Guild, type Message, Refused } from './state.ts';

/** @throws Refused */
export function channelOf(id: string, guild: Guild): Channel {
  const channel = guild.channels.get(id);
  if (channel === undefined) throw new Refused(404, 10_003, 'Unknown Channel');
  return channel;
}

/** @throws Refused */
export function known(id: string, guild: Guild): string {
  if (id !== BOT && !guild.users.has(id)) throw new Refused(404, 10_013, 'Unknown User');
  return id;
}

/** @throws Refused */
export function messageOf(channel: string, id: string, guild: Guild): Message {
  const found = guild.messages.findLast(
    (message) => message.channel === channel && message.id === id && message.only === null,
  );
  if (found === undefined) throw new Refused(404, 10_008, 'Unknown Message');
  return found;
}

/** @throws Refused where the bot lacks the permission */
export function needs(channel: string, permission: string, guild: Guild): void {
  if (guild.denied.has(`${channel}:view`)) throw new Refused(403, 50_001, 'Missing Access');
  if (guild.denied.has(`${channel}:${permission}`)) throw new Refused(403, 50_013, 'Missing Permissions');
}

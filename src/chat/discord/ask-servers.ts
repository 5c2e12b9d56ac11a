import { ChannelType, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { askChannels, askGuild, askGuildIds, askRoles } from './answers.ts';
import { permissionsOf, sees } from './staff-elsewhere.ts';

/** A server that the bot is in. */
export interface DiscordServer {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  readonly channels: readonly DiscordChannel[];
}

/** A channel in which people can write, also by opening a post. */
export interface DiscordChannel {
  readonly id: string;
  readonly name: string;
  /** What the bot may do there. */
  readonly granted: bigint;
  /** Does every member of the server see it? */
  readonly open: boolean;
}

/** The servers, and whether there are more than were asked for. */
export interface DiscordServers {
  readonly servers: readonly DiscordServer[];
  readonly more: boolean;
}

/** Three requests each, so not of all servers of a bot that is in many. */
const MOST_SERVERS = 20;
const MOST_ASKED = 200;
const WRITABLE: ReadonlySet<number> = new Set([
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
]);

/** Asks for the servers of a bot, their channels and roles; no gateway is opened. Rejects where Discord does not tell. */
export async function askServers(rest: REST, bot: string): Promise<DiscordServers> {
  const all = await askGuildIds(rest, MOST_ASKED);
  const servers: DiscordServer[] = [];
  for (const id of all.slice(0, MOST_SERVERS)) servers.push(await askServer(rest, id, bot));
  return { servers, more: all.length > MOST_SERVERS };
}

async function askServer(rest: REST, id: string, bot: string): Promise<DiscordServer> {
  const guild = await askGuild(rest, id);
  const channels = await askChannels(rest, id);
  const roles = await askRoles(rest, id, bot);
  return {
    id,
    name: guild.name,
    owner: guild.owner_id,
    roles: guild.roles.map((role) => ({ id: role.id, name: role.name })),
    channels: channels
      .filter(({ type }) => WRITABLE.has(type))
      .map((channel) => ({
        id: channel.id,
        name: channel.name ?? channel.id,
        granted: permissionsOf(bot, roles, { guild, overwrites: channel.permission_overwrites ?? [] }),
        open: sees('', [], { guild, overwrites: channel.permission_overwrites ?? [] }),
      })),
  };
}

/**
 * How many members have a role. https://docs.discord.com/developers/resources/guild#get-guild-role-member-counts
 *
 * @returns null where Discord does not tell
 */
export async function askRoleSize(rest: REST, server: string, role: string): Promise<number | null> {
  const counts = await rest.get(`${Routes.guildRoles(server)}/member-counts`).catch(() => null);
  return z.record(z.string(), z.number()).safeParse(counts).data?.[role] ?? null;
}

import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIOverwrite,
  OverwriteType,
  PermissionFlagsBits,
  type REST,
  Routes,
} from 'discord.js';

/** Who the staff is: those with a role (id or name), or else those who see the staff's channel. */
export interface StaffRule {
  readonly channel: string | null;
  readonly role: string | null;
}

/** What says who sees a channel of a server. */
export interface StaffServer {
  readonly guild: Pick<APIGuild, 'id' | 'owner_id'> & {
    readonly roles: readonly { readonly id: string; readonly name: string; readonly permissions: string }[];
  };
  readonly overwrites: readonly APIOverwrite[];
}

const FRESH_MS = 300_000;

/**
 * Who is of the staff, where another process serves the shard of their server: asked of Discord, which does not mind shards.
 * Rejects where Discord does not tell.
 */
export function staffElsewhere(rest: REST, { channel, role }: StaffRule): (person: string) => Promise<boolean> {
  let known: { readonly until: number; readonly server: Promise<StaffServer> } | null = null;
  return async (person) => {
    if (channel === null) return false;
    if (known === null || known.until < Date.now())
      known = { until: Date.now() + FRESH_MS, server: askServer(rest, channel) };
    const server = await known.server;
    const member = (await rest.get(Routes.guildMember(server.guild.id, person))) as APIGuildMember;
    if (role === null) return sees(person, member.roles, server);
    const named = server.guild.roles.filter(({ id, name }) => id === role || name === role);
    return named.some(({ id }) => member.roles.includes(id));
  };
}

async function askServer(rest: REST, channelId: string): Promise<StaffServer> {
  const channel = (await rest.get(Routes.channel(channelId))) as APIChannel;
  if (!('guild_id' in channel) || channel.guild_id === undefined) throw new Error('the channel is in no server');
  const guild = (await rest.get(Routes.guild(channel.guild_id))) as APIGuild;
  return { guild, overwrites: ('permission_overwrites' in channel ? channel.permission_overwrites : null) ?? [] };
}

/** Does a member with these roles see the channel? */
export function sees(person: string, roles: readonly string[], server: StaffServer): boolean {
  return (permissionsOf(person, roles, server) & PermissionFlagsBits.ViewChannel) !== 0n;
}

const EVERYTHING = Object.values(PermissionFlagsBits).reduce((all, one) => all | one, 0n);

/** What a member with these roles may do in the channel. https://docs.discord.com/developers/topics/permissions */
export function permissionsOf(person: string, roles: readonly string[], { guild, overwrites }: StaffServer): bigint {
  const own = new Set([guild.id, ...roles]);
  let granted = 0n;
  for (const { id, permissions } of guild.roles) if (own.has(id)) granted |= BigInt(permissions);
  if (guild.owner_id === person || (granted & PermissionFlagsBits.Administrator) !== 0n) return EVERYTHING;
  const ofRoles = overwrites.filter(({ id, type }) => type === OverwriteType.Role && id !== guild.id && own.has(id));
  const layers = [
    overwrites.filter(({ id }) => id === guild.id),
    ofRoles,
    overwrites.filter(({ id }) => id === person),
  ];
  for (const layer of layers) {
    for (const { deny } of layer) granted &= ~BigInt(deny);
    for (const { allow } of layer) granted |= BigInt(allow);
  }
  return granted;
}

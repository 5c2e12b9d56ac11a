import { OverwriteType, PermissionFlagsBits, type REST } from 'discord.js';
import { askChannel, askGuild, askRoles, type Guild, type Overwrite } from './answers.ts';

/** Who the staff is: those with a role (id or name), or else those who see the staff's channel. */
export interface StaffRule {
  readonly channel: string | null;
  readonly role: string | null;
}

/** What says who sees a channel of a server. */
export interface StaffServer {
  readonly guild: Pick<Guild, 'id' | 'owner_id' | 'roles'>;
  readonly overwrites: readonly Overwrite[];
}

const FRESH_MS = 300_000;

/**
 * Tells who is on the staff when another process serves the shard of their server, by asking Discord's REST API.
 * Rejects if Discord does not answer.
 */
export function staffElsewhere(rest: REST, { channel, role }: StaffRule): (person: string) => Promise<boolean> {
  let known: { readonly until: number; readonly server: Promise<StaffServer> } | null = null;
  return async (person) => {
    if (channel === null) return false;
    if (known === null || known.until < Date.now())
      known = { until: Date.now() + FRESH_MS, server: askServer(rest, channel) };
    const server = await known.server;
    const roles = await askRoles(rest, server.guild.id, person);
    if (role === null) return sees(person, roles, server);
    const named = server.guild.roles.filter(({ id, name }) => id === role || name === role);
    return named.some(({ id }) => roles.includes(id));
  };
}

async function askServer(rest: REST, channelId: string): Promise<StaffServer> {
  const channel = await askChannel(rest, channelId);
  if (channel.guild_id === undefined) throw new Error('the channel is in no server');
  return { guild: await askGuild(rest, channel.guild_id), overwrites: channel.permission_overwrites ?? [] };
}

/** Does a member with these roles see the channel? */
export function sees(person: string, roles: readonly string[], server: StaffServer): boolean {
  return (permissionsOf(person, roles, server) & PermissionFlagsBits.ViewChannel) !== 0n;
}

/** As a number: Discord may send types that we do not know. */
const ROLE: number = OverwriteType.Role;
const EVERYTHING = Object.values(PermissionFlagsBits).reduce((all, one) => all | one, 0n);

/** What a member with these roles may do in the channel. https://docs.discord.com/developers/topics/permissions */
export function permissionsOf(person: string, roles: readonly string[], { guild, overwrites }: StaffServer): bigint {
  const own = new Set([guild.id, ...roles]);
  let granted = 0n;
  for (const { id, permissions } of guild.roles) if (own.has(id)) granted |= BigInt(permissions);
  if (guild.owner_id === person || (granted & PermissionFlagsBits.Administrator) !== 0n) return EVERYTHING;
  const ofRoles = overwrites.filter(({ id, type }) => type === ROLE && id !== guild.id && own.has(id));
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

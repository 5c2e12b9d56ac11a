import { type Client, type Guild, type GuildMember, PermissionFlagsBits } from 'discord.js';

/** Who the staff is: those with a role (id or name), or else those who see the staff's channel. */
export interface StaffRule {
  readonly channel: string | null;
  readonly role: string | null;
}

/** Is this person of the staff? Asked in the server of the staff's channel, or in the one where they are. */
export async function isStaff(
  client: Client,
  { channel, role }: StaffRule,
  person: { readonly tenant: string; readonly id: string },
): Promise<boolean> {
  if (channel === null && role === null) return false;
  const found = channel === null ? null : await client.channels.fetch(channel).catch(() => null);
  const staffChannel = found !== null && !found.isDMBased() ? found : null;
  const guild = staffChannel?.guild ?? client.guilds.cache.get(person.tenant);
  if (guild === undefined) return false;
  const member = await memberOf(guild, person.id);
  if (member === null) return false;
  if (role !== null) return member.roles.cache.some(({ id, name }) => id === role || name === role);
  return staffChannel?.permissionsFor(member).has(PermissionFlagsBits.ViewChannel) ?? false;
}

/** Whoever writes or presses is known from that very event; asking costs a request of the few that Discord allows. */
async function memberOf(guild: Guild, id: string): Promise<GuildMember | null> {
  return guild.members.cache.get(id) ?? guild.members.fetch(id).catch(() => null);
}

import { type Client, type Guild, type GuildMember, PermissionFlagsBits } from 'discord.js';

/** Who the staff is: those with a role (id or name), or else those who see the staff's channel. */
export interface StaffRule {
  readonly channel: string | null;
  readonly role: string | null;
}

/** Is this person of the staff? Asked in the server of the staff's channel, or where there is none in all that are known. */
export async function isStaff(
  client: Client,
  { channel, role }: StaffRule,
  person: { readonly id: string },
): Promise<boolean> {
  if (channel === null && role === null) return false;
  const found = channel === null ? null : await client.channels.fetch(channel).catch(() => null);
  const staffChannel = found !== null && !found.isDMBased() ? found : null;
  if (staffChannel === null) return role !== null && hasRole(membersNamed(client, person.id), role);
  const member = await memberOf(staffChannel.guild, person.id);
  if (member === null) return false;
  return role === null
    ? staffChannel.permissionsFor(member).has(PermissionFlagsBits.ViewChannel)
    : hasRole([member], role);
}

function hasRole(members: readonly GuildMember[], role: string): boolean {
  return members.some((member) => member.roles.cache.some(({ id, name }) => id === role || name === role));
}

function membersNamed(client: Client, id: string): GuildMember[] {
  return client.guilds.cache.map((guild) => guild.members.cache.get(id)).filter((member) => member !== undefined);
}

/** Whoever writes or presses is known from that very event; asking costs a request of the few that Discord allows. */
async function memberOf(guild: Guild, id: string): Promise<GuildMember | null> {
  return guild.members.cache.get(id) ?? guild.members.fetch(id).catch(() => null);
}

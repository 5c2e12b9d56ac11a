import { type Client, type Guild, type GuildBasedChannel, type GuildMember, PermissionFlagsBits } from 'discord.js';
import type { Log } from '#log.ts';
import { readFailure } from './failures.ts';
import { type StaffRule, staffElsewhere } from './staff-elsewhere.ts';

/** Whether a person is of the staff. */
export type IsStaff = (person: { readonly id: string }) => Promise<boolean>;

/** How long an answer of Discord holds, in milliseconds: asking costs a request of the few that a bot has. */
const FRESH_MS = 300_000;
/** And where Discord did not answer. */
const FAILED_MS = 30_000;
const MOST = 10_000;
/** No member of the server, or nobody at all. */
const STRANGERS: ReadonlySet<number | string> = new Set([10_007, 10_013]);

/**
 * Who is of the staff, by one server: that of the staff's channel, else that of the role.
 *
 * Whoever writes or presses there is known from that very event. Discord does not tell of roles that are taken away, so who
 * seems to be staff is asked for anew from time to time.
 */
export function staffOf(client: Client, rule: StaffRule, log: Log): IsStaff {
  if (rule.channel === null && rule.role === null) return async () => false;
  const answers = new Map<string, { readonly until: number; readonly staff: boolean }>();
  const remember = (id: string, staff: boolean, ms: number) => {
    if (answers.size >= MOST) answers.clear();
    answers.set(id, { until: Date.now() + ms, staff });
    return staff;
  };
  const elsewhere = staffElsewhere(client.rest, rule);
  let told = false;
  const ask = async (id: string, home: Home | null) => {
    if (home === null && rule.channel === null && !told) {
      told = true;
      log('error', 'discord: nobody is staff; in more than one server DISCORD_STAFF_ROLE is an id', {});
    }
    if (home === null) return elsewhere(id);
    return counts(await home.guild.members.fetch({ user: id, force: true }), home, rule);
  };
  return async ({ id }) => {
    const home = homeOf(client, rule);
    const member = home?.guild.members.cache.get(id);
    const seems = home === null || member === undefined ? null : counts(member, home, rule);
    if (seems === false) return false;
    const before = answers.get(id);
    if (before !== undefined && before.until > Date.now() && (seems === null || before.staff)) return before.staff;
    try {
      return remember(id, await ask(id, home), FRESH_MS);
    } catch (error) {
      const { code } = readFailure(error);
      if (STRANGERS.has(code)) return remember(id, false, FRESH_MS);
      log('error', 'discord does not tell who the staff is', { code });
      return remember(id, seems ?? before?.staff ?? false, FAILED_MS);
    }
  };
}

/** The server of the staff, where this process serves it. */
interface Home {
  readonly guild: Guild;
  readonly channel: GuildBasedChannel | null;
}

function homeOf(client: Client, { channel, role }: StaffRule): Home | null {
  if (channel !== null) {
    const found = client.channels.cache.get(channel);
    return found === undefined || found.isDMBased() ? null : { guild: found.guild, channel: found };
  }
  const { cache } = client.guilds;
  // Anybody can take the bot into a server of their own and call a role there as they like.
  const only = cache.size === 1 && (client.options.shardCount ?? 1) === 1 ? cache.first() : undefined;
  const guild = cache.find(({ roles }) => roles.cache.has(role ?? '')) ?? only;
  return guild === undefined ? null : { guild, channel: null };
}

function counts(member: GuildMember, { channel }: Home, { role }: StaffRule): boolean {
  if (role !== null) return member.roles.cache.some(({ id, name }) => id === role || name === role);
  return channel?.permissionsFor(member)?.has(PermissionFlagsBits.ViewChannel) ?? false;
}

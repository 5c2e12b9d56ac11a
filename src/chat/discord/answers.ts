import { type REST, Routes } from 'discord.js';
import { z } from 'zod';

/** What is read of Discord's answers; the rest of them is left out. https://docs.discord.com/developers/resources */
const overwriteSchema = z.object({ id: z.string(), type: z.number(), allow: z.string(), deny: z.string() });
const roleSchema = z.object({ id: z.string(), name: z.string(), permissions: z.string() });
const guildSchema = z.object({ id: z.string(), name: z.string(), owner_id: z.string(), roles: z.array(roleSchema) });
const channelSchema = z.object({
  id: z.string(),
  type: z.number(),
  name: z.string().nullish(),
  guild_id: z.string().optional(),
  permission_overwrites: z.array(overwriteSchema).nullish(),
});
const memberSchema = z.object({ roles: z.array(z.string()) });
const appSchema = z.object({
  id: z.string(),
  name: z.string(),
  flags: z.number().default(0),
  bot: z.object({ id: z.string() }).optional(),
});

/** Something of which the id is all that matters. */
export const withId = z.object({ id: z.string() });

/** A message, as the one who looks for it reads it. `components` are compared as text. */
export const messageSchema = withId.extend({
  author: withId,
  timestamp: z.string(),
  content: z.string().default(''),
  components: z.unknown(),
});

/** A permission of a role or a person in one channel. */
export type Overwrite = z.output<typeof overwriteSchema>;
/** A server, with its roles. */
export type Guild = z.output<typeof guildSchema>;
/** A channel. */
export type Channel = z.output<typeof channelSchema>;

/** The server with this id. Rejects, as the others below do, where Discord does not tell or tells something else. */
export async function askGuild(rest: REST, id: string): Promise<Guild> {
  return guildSchema.parse(await rest.get(Routes.guild(id)));
}

/** The servers that the bot is in, up to the limit. */
export async function askGuildIds(rest: REST, limit: number): Promise<readonly string[]> {
  const query = new URLSearchParams({ limit: String(limit) });
  return z
    .array(withId)
    .parse(await rest.get(Routes.userGuilds(), { query }))
    .map(({ id }) => id);
}

/** The channel with this id. */
export async function askChannel(rest: REST, id: string): Promise<Channel> {
  return channelSchema.parse(await rest.get(Routes.channel(id)));
}

/** The channels of a server. */
export async function askChannels(rest: REST, guild: string): Promise<readonly Channel[]> {
  return z.array(channelSchema).parse(await rest.get(Routes.guildChannels(guild)));
}

/** The roles of a member, as ids. */
export async function askRoles(rest: REST, guild: string, person: string): Promise<readonly string[]> {
  return memberSchema.parse(await rest.get(Routes.guildMember(guild, person))).roles;
}

/** The app that the token is of. */
export async function askApp(rest: REST): Promise<z.output<typeof appSchema>> {
  return appSchema.parse(await rest.get(Routes.currentApplication()));
}

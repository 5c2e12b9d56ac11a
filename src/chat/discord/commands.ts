import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type REST,
  Routes,
} from 'discord.js';
import { z } from 'zod';
import { COMMANDS, type Command, MESSAGE_MENU } from '#chat/commands.ts';

/** The option that holds what is typed behind a command. */
export const TEXT = 'text';

const EVERYWHERE = {
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

function slashCommand({ name, description, hint }: Command) {
  const options =
    hint === undefined
      ? []
      : [{ type: ApplicationCommandOptionType.String, name: TEXT, description: hint, required: false }];
  return { type: ApplicationCommandType.ChatInput, name, description, options, ...EVERYWHERE };
}

/** All commands as Discord registers them, for servers and direct messages. */
const REGISTERED = [
  ...COMMANDS.map(slashCommand),
  { type: ApplicationCommandType.Message, name: MESSAGE_MENU.name, ...EVERYWHERE },
];

/**
 * Registers the commands where they are not what Discord has: at most 200 may be created a day.
 *
 * @returns whether anything was changed
 */
export async function registerCommands(rest: REST, applicationId: string): Promise<'changed' | 'unchanged'> {
  if (await areRegistered(rest, applicationId)) return 'unchanged';
  await rest.put(Routes.applicationCommands(applicationId), { body: REGISTERED });
  return 'changed';
}

/** Are the commands what Discord has? */
export async function areRegistered(rest: REST, applicationId: string): Promise<boolean> {
  const known = z.array(registeredSchema).parse(await rest.get(Routes.applicationCommands(applicationId)));
  return (
    JSON.stringify(known.map(shape).toSorted()) ===
    JSON.stringify(REGISTERED.map((one) => shape(registeredSchema.parse(one))).toSorted())
  );
}

/** What of a command is ours; Discord adds ids, versions and empty fields. */
const registeredSchema = z.object({
  type: z.number().default(ApplicationCommandType.ChatInput),
  name: z.string(),
  description: z.string().default(''),
  options: z
    .array(
      z.object({
        type: z.number(),
        name: z.string(),
        description: z.string(),
        required: z.boolean().default(false),
      }),
    )
    .nullish(),
  contexts: z.array(z.number()).nullish(),
  integration_types: z.array(z.number()).nullish(),
});

/** A command as one text, to be compared. */
function shape(one: z.output<typeof registeredSchema>): string {
  const numbers = (list: readonly number[] | null | undefined) => (list ?? []).toSorted((a, b) => a - b);
  const { type, name, description, options, contexts, integration_types: types } = one;
  return JSON.stringify([type, name, description, options ?? [], numbers(contexts), numbers(types)]);
}

import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type REST,
  Routes,
} from 'discord.js';
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
  const known = (await rest.get(Routes.applicationCommands(applicationId))) as readonly Record<string, unknown>[];
  return JSON.stringify(known.map(shape).toSorted()) === JSON.stringify(REGISTERED.map(shape).toSorted());
}

/** What of a command is ours, as one text; Discord adds ids, versions and empty fields. */
function shape(one: Readonly<Record<string, unknown>>): string {
  const options = (one['options'] ?? []) as readonly Readonly<Record<string, unknown>>[];
  return JSON.stringify([
    one['type'] ?? ApplicationCommandType.ChatInput,
    one['name'],
    one['description'] ?? '',
    options.map(({ type, name, description, required = false }) => [type, name, description, required]),
    numbers(one['contexts']),
    numbers(one['integration_types']),
  ]);
}

function numbers(list: unknown): number[] {
  return Array.isArray(list) ? list.map(Number).toSorted((a, b) => a - b) : [];
}

import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type REST,
  Routes,
} from 'discord.js';

/** The option that holds what is typed behind a command. */
export const TEXT = 'text';
/** The message menu. */
export const MENU = 'Diagnose this';

const EVERYWHERE = {
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

function command(name: string, description: string, hint?: string) {
  const options =
    hint === undefined
      ? []
      : [{ type: ApplicationCommandOptionType.String, name: TEXT, description: hint, required: false }];
  return { type: ApplicationCommandType.ChatInput, name, description, options, ...EVERYWHERE };
}

/** All commands, for servers and direct messages. */
export const COMMANDS = [
  command('diagnose', 'Say what failed, to you alone', 'The error; leave it out for a form'),
  command('keycheck', 'Try a key at its provider, in private', 'Whose key it is; never the key itself'),
  command(
    'cases',
    'Open cases, mine, a search (support staff only)',
    'open, mine, unclaimed, a number, search WORDS; help',
  ),
  command('mycases', 'Your open cases'),
  command('mydata', 'What is kept of you; delete it'),
  { type: ApplicationCommandType.Message, name: MENU, ...EVERYWHERE },
] as const;

/**
 * Registers the commands where they are not what Discord has: at most 200 may be created a day.
 *
 * @returns whether anything was changed
 */
export async function registerCommands(rest: REST, applicationId: string): Promise<'changed' | 'unchanged'> {
  if (await areRegistered(rest, applicationId)) return 'unchanged';
  await rest.put(Routes.applicationCommands(applicationId), { body: COMMANDS });
  return 'changed';
}

/** Are the commands what Discord has? */
export async function areRegistered(rest: REST, applicationId: string): Promise<boolean> {
  const known = (await rest.get(Routes.applicationCommands(applicationId))) as readonly Record<string, unknown>[];
  return JSON.stringify(known.map(shape).toSorted()) === JSON.stringify(COMMANDS.map(shape).toSorted());
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

import type { ValuesOf } from '#config/setting.ts';
import type { ChatKind, ConfiguredChat, Contradiction, SettingsTable, Surroundings } from './chat-kind.ts';
import { discord } from './discord.ts';
import { slack } from './slack.ts';

/** Every kind of chat that has settings, by the name of its section in the file. */
export const CHATS = { slack, discord };

/** A chat's name. */
export type ChatName = keyof typeof CHATS;

/** The values of the settings of all chats. */
export type ChatValues = { readonly [Name in ChatName]: ValuesOf<(typeof CHATS)[Name]['settings']> };

/** The names of all chats, in the order in which they are shown. */
export const CHAT_NAMES = Object.keys(CHATS) as ChatName[];

/** The settings of all chats. */
export const CHAT_SETTINGS = Object.fromEntries(CHAT_NAMES.map((name) => [name, CHATS[name].settings])) as {
  readonly [Name in ChatName]: (typeof CHATS)[Name]['settings'];
};

/** The chats that are switched on. */
export function configuredChats(values: ChatValues): readonly ConfiguredChat[] {
  return CHAT_NAMES.flatMap((name) => kindOf(name).configure(values[name]) ?? []);
}

/** What does not go together in the settings of the chats. */
export function contradictionsOfChats(
  values: ChatValues,
  others: Omit<Surroundings, 'otherTokens'>,
): readonly Contradiction[] {
  return CHAT_NAMES.flatMap((name) => {
    const otherTokens = CHAT_NAMES.filter((other) => other !== name && isOn(other, values)).map(
      (other) => CHATS[other].token.env,
    );
    return kindOf(name).contradictions(values[name], { ...others, otherTokens });
  });
}

function isOn(name: ChatName, values: ChatValues): boolean {
  return kindOf(name).configure(values[name]) !== null;
}

/** Name and values belong together, which the compiler cannot follow through a list of names. */
function kindOf(name: ChatName): ChatKind<SettingsTable> {
  return CHATS[name];
}

import type { Chat } from '#chat/port.ts';
import type { Setting, ValuesOf } from '#config/setting.ts';
import type { Watch } from '#config/values.ts';
import type { Finding } from '#finding.ts';
import type { Log } from '#log.ts';
import type { Store } from '#store/types.ts';
import type { Asking } from './setup-asking.ts';

/** Rows of the settings table, by the names that the code uses. */
export type SettingsTable = Readonly<Record<string, Setting<unknown>>>;

/** All that the program knows of a kind of chat: its settings, and how it is configured, opened, examined and set up. */
export interface ChatKind<Table extends SettingsTable> {
  /** As people read it, such as `Slack`. */
  readonly title: string;
  /** Heading of its settings in the file and in its example. */
  readonly section: string;
  readonly settings: Table;
  /** The setting that switches it on. */
  readonly token: Setting<unknown>;
  /** The setting that names the channel of the staff. */
  readonly staffChannel: Setting<unknown>;
  /** What does not go together in its settings. */
  contradictions(values: ValuesOf<Table>, others: Surroundings): readonly Contradiction[];
  /** Null where it is not switched on. */
  configure(values: ValuesOf<Table>): ConfiguredChat | null;
  /** Asks for its settings in the wizard, trying each answer. */
  ask(asking: Asking): Promise<void>;
}

/** A setting that does not go with others: its variable, and what is expected of it. */
export interface Contradiction {
  readonly variable: string;
  readonly expected: string;
}

/** Settings besides those of the chat itself that its own may contradict. */
export interface Surroundings {
  readonly databaseUrl: string | null;
  readonly secretKey: string | null;
  readonly staffChat: string | null;
  /** Variables of the tokens of other chats that are switched on. */
  readonly otherTokens: readonly string[];
}

/** A chat whose settings are complete. */
export interface ConfiguredChat {
  /** The chat's name in the port, such as `slack`. */
  readonly name: string;
  /** As people read it, such as `Slack`. */
  readonly title: string;
  /** Does the platform send its events to `PORT`? */
  readonly listens: boolean;
  /** The platform's API: the clock of this machine is compared with its. */
  readonly apiUrl: string;
  /** Where the staff is: in one channel, nowhere (null), or in a channel of each workspace. */
  readonly staff: { readonly channel: string } | 'own' | null;
  readonly warnings: readonly string[];
  /** One line for the start screen. */
  summary(port: number): string;
  /** The packages of a chat are large: they are loaded when it is opened or examined. */
  open(parts: OpenParts): Promise<Chat>;
  /** Tries everything that its settings say, without writing anything there. */
  examine(): Promise<readonly Finding[]>;
}

/** What a chat may need when it is opened. */
export interface OpenParts {
  readonly store: Store;
  /** Encrypts what is kept of workspaces. */
  readonly secret: string;
  readonly log: Log;
  /** Where HTTP requests of the platform are listened to. */
  readonly port: number;
  /** Counts how long the platform made the bot wait, in milliseconds. */
  readonly onWait: (chat: string, ms: number) => void;
}

/** In which channels it answers unasked, for the start screen. */
export function watchedChannels(watch: Watch): string {
  if (watch === 'all') return 'answers pasted errors in all channels';
  return watch.size === 0
    ? 'answers only mentions, commands and direct messages'
    : `answers pasted errors in ${[...watch].join(', ')}`;
}

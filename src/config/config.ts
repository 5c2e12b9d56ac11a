import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { CHAT_NAMES, CHATS, type ChatName, configuredChats } from '#chats/all.ts';
import type { ConfiguredChat } from '#chats/chat-kind.ts';
import type { DeskRules } from '#support/desk/desk.ts';
import { sentenceOf } from './fault.ts';
import { type Env, type ReadSettings, readSettings } from './read.ts';
import type * as ReadFiles from './read-file.ts';
import type { Values } from './settings.ts';

type ReadFile = ReadFiles.ReadFile;

/** What the operator has set, checked. Secrets stay texts here; nothing prints a configuration. */
export interface Config extends Omit<Values, ChatName | 'desk'> {
  readonly desk: DeskRules;
  /** Those that are switched on. */
  readonly chats: readonly ConfiguredChat[];
}

/** The configuration, or sentences that name the setting and what is expected of it; never a secret's value. */
export type ReadConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Names the file of the settings; it is no setting itself. */
export const FILE_VARIABLE = 'KEYMEDIC_CONFIG';
/** Where the settings are, if nothing else is said. */
export const FILE = 'keymedic.yaml';
const LONGEST_FILE = 1024 * 1024;

/**
 * Reads the configuration.
 *
 * @param env variables; empty ones count as not set
 * @param file what the file says; variables win over it
 */
export function readConfig(env: Env, file: ReadFile | null = null): ReadConfig {
  return configOf(readSettings(env, file));
}

/** Reads the file of the settings; null where there is none and none was named. */
export function openFile(env: Env, folder: string): ReadFile | null {
  const named = env[FILE_VARIABLE]?.trim() ?? '';
  const name = named === '' ? FILE : named;
  const path = resolve(folder, name);
  const trouble = (expected: string): ReadFile => ({
    texts: new Map(),
    faults: [{ position: null, key: named === '' ? name : FILE_VARIABLE, found: null, expected, meant: null }],
  });
  if (!existsSync(path)) return named === '' ? null : trouble(`an existing file; ${name} does not exist`);
  const { size } = statSync(path);
  if (size > LONGEST_FILE) return trouble('a file smaller than 1 MB');
  try {
    return parser().readFileSettings(name, readFileSync(path, 'utf8'));
  } catch {
    return trouble(`a readable file; ${name} is not`);
  }
}

const require = createRequire(import.meta.url);

/** The parser that knows lines is large, and needed only where there is a file. */
function parser(): typeof ReadFiles {
  return require('./read-file.ts') as typeof ReadFiles;
}

/** The environment, completed by what the file says, for what reads single variables. */
export function completed(env: Env, file: ReadFile | null): Env {
  const written = [...(file?.texts ?? [])].map(([name, { text }]) => [name, text] as const);
  const set = Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== '');
  return { ...env, ...Object.fromEntries(written), ...Object.fromEntries(set) };
}

/** Leaves out the chats without a token. */
export function configOf({ values, faults }: ReadSettings): ReadConfig {
  if (values === null) return { ok: false, faults: faults.map(sentenceOf) };
  const { shift, timeZone, ...rules } = values.desk;
  const desk = { ...rules, hours: { ...shift, timeZone } };
  const chats = configuredChats(values);
  const rest = Object.fromEntries(Object.entries(values).filter(([name]) => !(name in CHATS))) as Omit<
    Values,
    ChatName
  >;
  return {
    ok: true,
    config: Object.freeze({ ...rest, desk, chats, staffChat: values.staffChat ?? firstWithStaff(chats) }),
  };
}

function firstWithStaff(chats: readonly ConfiguredChat[]): Config['staffChat'] {
  const name = chats.find(({ staff }) => staff !== null && staff !== 'own')?.name;
  return CHAT_NAMES.find((each) => each === name) ?? null;
}

import { CHAT_NAMES } from '#chats/all.ts';
import { version } from '#commands/version.ts';
import type { Config } from '#config/config.ts';
import type { Knowledge } from '#knowledge/types.ts';

/** What runs where, in words. */
export interface StartSummary {
  readonly version: string;
  /** Name and value, in the order in which they are shown. */
  readonly parts: Readonly<Record<string, string>>;
  /** What works, but perhaps not as it was meant. */
  readonly warnings: readonly string[];
}

/**
 * @param listener address of the listener for health and metrics; null where there is none
 * @param picturesOff why no pictures are read, as a sentence; null where they are
 */
export function summaryOf(
  config: Config,
  knowledge: Knowledge,
  listener: string | null,
  picturesOff: string | null = null,
): StartSummary {
  const { chats, staffChat } = config;
  const { failures, providers, tools } = knowledge;
  const own = config.knowledgeDir === null ? '' : `, including the files in ${config.knowledgeDir}`;
  return {
    version: version(),
    parts: {
      ...Object.fromEntries(
        CHAT_NAMES.map((name) => [name, chats.find((chat) => chat.name === name)?.summary(config.port) ?? 'off']),
      ),
      staff: chats.some(({ staff }) => staff === 'own') ? 'set by each workspace' : staffWords(staffChat),
      store: `${config.databaseUrl === null ? `SQLite in ${config.dataDir}` : 'PostgreSQL'}; texts kept for ${config.retentionDays} days`,
      knowledge: `${failures.size} failure kinds, ${providers.size} providers, ${tools.size} tools${own}`,
      pictures: picturesOff ?? 'screenshots are read on this machine',
      operation: listener === null ? 'off' : `${listener}/healthz /readyz /metrics`,
    },
    warnings: warningsOf(config),
  };
}

/** The summary as a screen for people. */
export function startScreen({ version: running, parts, warnings }: StartSummary): string {
  const width = Math.max(...Object.keys(parts).map((name) => name.length));
  const lines = Object.entries(parts).map(
    ([name, value]) => `  ${(name.charAt(0).toUpperCase() + name.slice(1)).padEnd(width)}  ${value}`,
  );
  const warned = warnings.map((warning) => `  ! ${warning}`);
  return ['', `Keymedic ${running}`, '', ...lines, ...(warned.length > 0 ? ['', ...warned] : []), '', ''].join('\n');
}

function staffWords(staffChat: Config['staffChat']): string {
  return staffChat === null ? 'none, so people are referred to their provider' : `in ${staffChat}`;
}

function warningsOf({ chats, databaseUrl, secretKey, keycheck }: Config): string[] {
  return [
    ...chats.flatMap(({ warnings }) => warnings),
    ...(databaseUrl !== null && secretKey === null
      ? ['SECRET_KEY is not set. Processes that share a database need the same one.']
      : []),
    ...(keycheck.allow === null ? [] : [`KEYCHECK_ALLOW allows key checks to contact ${keycheck.allow}.`]),
  ];
}

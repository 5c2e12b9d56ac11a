import { version } from '#commands/version.ts';
import type { Config, Watch } from '#config/config.ts';
import type { Knowledge } from '#knowledge/types.ts';

/** What runs where, in words. */
export interface StartSummary {
  readonly version: string;
  /** Name and value, in the order in which they are shown. */
  readonly parts: Readonly<Record<string, string>>;
  /** What works, but perhaps not as it was meant. */
  readonly warnings: readonly string[];
}

/** @param listener address of the listener for health and metrics; null where there is none */
export function summaryOf(config: Config, knowledge: Knowledge, listener: string | null): StartSummary {
  const { slack, slackMany, discord, staffChat } = config;
  const { failures, providers, tools } = knowledge;
  const own = config.knowledgeDir === null ? '' : `, including the files in ${config.knowledgeDir}`;
  return {
    version: version(),
    parts: {
      slack:
        slackMany !== null
          ? manyWords(slackMany, config.port)
          : slack === null
            ? 'off'
            : slackWords(slack, config.port),
      discord: discord === null ? 'off' : discordWords(discord),
      staff: slackMany !== null ? 'set by each workspace' : staffWords(staffChat),
      store: `${config.databaseUrl === null ? `SQLite in ${config.dataDir}` : 'PostgreSQL'}; texts kept for ${config.retentionDays} days`,
      knowledge: `${failures.size} failure kinds, ${providers.size} providers, ${tools.size} tools${own}`,
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

function slackWords({ appToken, watch }: NonNullable<Config['slack']>, port: number): string {
  const transport = appToken === null ? `HTTP on port ${port}` : 'Socket Mode';
  return `${transport}; ${watched(watch)}`;
}

function manyWords({ watch }: NonNullable<Config['slackMany']>, port: number): string {
  return `many workspaces, /slack/install on port ${port}; ${watched(watch)}, and wherever a workspace chooses`;
}

function staffWords(staffChat: Config['staffChat']): string {
  return staffChat === null ? 'none, so people are referred to their provider' : `in ${staffChat}`;
}

function discordWords({ shards, messageContent, watch }: NonNullable<Config['discord']>): string {
  const part = shards === 'auto' ? 'all servers' : `shards ${shards.ids.join(', ')} of ${shards.count}`;
  return `${part}; ${watched(messageContent ? watch : new Set())}`;
}

function watched(watch: Watch): string {
  if (watch === 'all') return 'answers pasted errors in all channels';
  return watch.size === 0
    ? 'answers only mentions, commands and direct messages'
    : `answers pasted errors in ${[...watch].join(', ')}`;
}

function warningsOf({ discord, databaseUrl, secretKey, keycheckAllow }: Config): string[] {
  const unread = discord !== null && !discord.messageContent && (discord.watch === 'all' || discord.watch.size > 0);
  return [
    ...(unread
      ? ['DISCORD_CHANNELS needs DISCORD_MESSAGE_CONTENT=true and "Message Content Intent" on the Bot page of the app.']
      : []),
    ...(databaseUrl !== null && secretKey === null
      ? ['SECRET_KEY is not set. Processes that share a database need the same one.']
      : []),
    ...(keycheckAllow === null ? [] : [`KEYCHECK_ALLOW allows key checks to contact ${keycheckAllow}.`]),
  ];
}

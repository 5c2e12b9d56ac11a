import { Events, type REST, SnowflakeUtil } from 'discord.js';
import type { Capabilities, Chat } from '#chat/port.ts';
import type { Log } from '#log.ts';
import { askApplication, clientFor, connect, type DiscordAddress, inviteTo, stateOf } from './client.ts';
import { registerCommands } from './commands.ts';
import { orSentence, readFailure } from './failures.ts';
import { loadOver } from './files.ts';
import { type ListenerDeps, type Listening, listen } from './listen.ts';
import { type Outbound, outboundOf } from './outbound.ts';
import { staffOf } from './people.ts';

/** What the Discord chat is made of. */
export interface DiscordOptions extends DiscordAddress {
  /** Channels that are answered in unasked, by id or by name; or all. Needs `messageContent`. */
  readonly watch: 'all' | ReadonlySet<string>;
  /** Channel id. */
  readonly staffChannel: string | null;
  /** Role, by id or by name; without it those who see the staff's channel are the staff. */
  readonly staffRole: string | null;
  /** Messages that show a key: delete them, where the bot may, or warn only. */
  readonly leak: 'delete' | 'warn';
  /** In milliseconds; a day, unless said. After it the data of a server that the bot has left is deleted. */
  readonly leftGraceMs?: number;
}

/** The chat in all servers that one Discord bot is in. */
export interface DiscordChat extends Chat {
  /** The address that adds the bot to a server, with the least permissions. Known after `start` or `register`. */
  inviteLink(): string;
  /**
   * Registers the commands where they are not what Discord has, without a connection to the gateway; `start` does that too.
   * Rejects with a sentence for the operator.
   */
  register(): Promise<'changed' | 'unchanged'>;
}

/** Opens the chat, not yet connected. */
export function openDiscord(options: DiscordOptions): DiscordChat {
  const { log, leak, staffChannel: channel, staffRole: role } = options;
  const client = clientFor(options);
  const outbound = outboundOf(client, leak, log);
  let application = '';
  let listening: Listening | null = null;
  let runs = false;
  return {
    name: 'discord',
    capabilities: capabilitiesOf(leak),
    state: () => (runs ? stateOf(client) : 'stopped'),
    ...outbound,
    load: loadOver(apiHostOf(options)),
    // Only an interaction can show something to one person alone.
    whisper: async () => false,
    isStaff: staffOf(client, { channel, role }, log),
    async nameOf({ id }) {
      const user = await client.users.fetch(id).catch(() => null);
      return user?.displayName ?? id;
    },
    inviteLink: () => inviteTo(application, leak),
    async register() {
      application = await askApplication(client, options);
      return orSentence(
        registerCommands(client.rest, application),
        (error) => `Discord did not take the commands (${readFailure(error).code}).`,
      );
    },
    async start(handle) {
      runs = true;
      listening = listen({ client, handle, direct: directOver(outbound), ...listeningOptions(options) });
      await connect(client, options);
      application = client.application?.id ?? '';
      await registerAtStart(client.rest, application, log);
      log('info', 'discord is connected', {
        servers: client.guilds.cache.size,
        invite: inviteTo(application, leak),
      });
    },
    // Every id of Discord holds the time at which it was made.
    accountMadeAt: (id) => (/^\d{17,20}$/.test(id) ? SnowflakeUtil.timestampFrom(id) : null),
    async stop() {
      runs = false;
      await listening?.stop();
      // Leaving on purpose is no trouble to report.
      client.removeAllListeners(Events.ShardReconnecting);
      await client.destroy();
    },
  };
}

/** Another host than Discord's; null where it is Discord's own. */
function apiHostOf({ apiUrl }: DiscordOptions): string | null {
  return apiUrl === null ? null : new URL(apiUrl).host;
}

function directOver(outbound: Outbound): ListenerDeps['direct'] {
  return (id, reply, key) =>
    outbound.post({ chat: 'discord', tenant: '', id }, reply, { key, again: false, since: Date.now() });
}

function listeningOptions(options: DiscordOptions) {
  const { log, leftGraceMs } = options;
  return { log, leftGraceMs, apiHost: apiHostOf(options), watches: watchesOf(options) };
}

function capabilitiesOf(leak: 'delete' | 'warn'): Capabilities {
  return {
    redactOthers: leak === 'delete',
    threadPerMessage: false,
    opensThreads: true,
  };
}

function watchesOf({ messageContent, watch, staffChannel }: DiscordOptions): ListenerDeps['watches'] {
  return (id, name) =>
    messageContent && (watch === 'all' || id === staffChannel || watch.has(id) || (name !== null && watch.has(name)));
}

/** The commands that were are good enough to start with. */
async function registerAtStart(rest: REST, application: string, log: Log): Promise<void> {
  try {
    const registered = await registerCommands(rest, application);
    if (registered === 'changed') log('info', 'discord commands were registered');
  } catch (error) {
    log('error', 'discord did not take the commands; they stay as they were', { code: readFailure(error).code });
  }
}

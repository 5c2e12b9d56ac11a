import {
  Client,
  Events,
  GatewayIntentBits,
  OAuth2Scopes,
  Options,
  Partials,
  RESTEvents,
  type RESTOptions,
  Status,
} from 'discord.js';
import type { ConnectionState } from '#chat/port.ts';
import { beforeDeadline } from '#deadline.ts';
import type { Log } from '#log.ts';
import { askApp } from './answers.ts';
import { orSentence, readFailure } from './failures.ts';
import { permissionsFor } from './permissions.ts';

/** How the bot reaches Discord. */
export interface DiscordAddress {
  readonly token: string;
  /** Another API than Discord's; for tests. */
  readonly apiUrl: string | null;
  /** Is the privileged Message Content intent granted? Without it the bot reads only what is addressed to it. */
  readonly messageContent: boolean;
  /** The shards that this process serves; `auto`: all, as many as Discord advises. */
  readonly shards?: 'auto' | { readonly ids: readonly number[]; readonly count: number };
  readonly log: Log;
  /** Told how long the queue of discord.js waits before a call, in milliseconds, where Discord's limits ask for it. */
  readonly onWait?: (ms: number) => void;
}

const CALL_TIMEOUT_MS = 10_000;
const SHORT_WAIT_MS = 1500;
/** Of 10,000 refused calls in ten minutes, after which Discord bans the address for a while. */
const WARN_AT_REFUSED = 1000;
const MESSAGES = { interval: 300, lifetime: 1800 };

/** A client that is not connected. */
export function clientFor({ apiUrl, messageContent, shards = 'auto', log, onWait }: DiscordAddress): Client {
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
  const isMe = ({ id, client: { user } }: { readonly id: string; readonly client: Client }) => id === user?.id;
  const client = new Client({
    intents: [Guilds, GuildMessages, DirectMessages, ...(messageContent ? [MessageContent] : [])],
    partials: [Partials.Channel, Partials.Message],
    ...(shards === 'auto' ? { shards: 'auto' as const } : { shards: shards.ids, shardCount: shards.count }),
    allowedMentions: { parse: [] },
    // What people wrote, and who they are, is kept no longer than it takes to tell an edit from a preview. The limits are per
    // channel and per server, and a process has thousands of them.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 5,
      ReactionManager: 0,
      GuildMemberManager: { maxSize: 200, keepOverLimit: isMe },
      UserManager: { maxSize: 10_000, keepOverLimit: isMe },
    }),
    sweepers: { ...Options.DefaultSweeperSettings, messages: MESSAGES },
    // The outbox waits and tries again, which also survives a restart; short waits stay in the queue of discord.js.
    rest: {
      ...(apiUrl === null ? {} : { api: apiUrl }),
      retries: 0,
      // Its own way shares the connections of the process with another version of undici, which does not take its files.
      makeRequest: fetch as unknown as RESTOptions['makeRequest'],
      timeout: CALL_TIMEOUT_MS,
      invalidRequestWarningInterval: WARN_AT_REFUSED,
      rejectOnRateLimit({ global, timeToReset, retryAfter, sublimitTimeout }) {
        const ms = Math.max(timeToReset, retryAfter, sublimitTimeout);
        const isLong = !global && ms > SHORT_WAIT_MS;
        if (!isLong) onWait?.(ms);
        return isLong;
      },
    },
  });
  report(client, log);
  return client;
}

/** One line for each trouble. Errors carry requests and tokens, so none of them is logged. */
function report(client: Client, log: Log): void {
  client.on(Events.Error, ({ name }) => log('error', 'discord: the client reports an error', { error: name }));
  client.on(Events.ShardError, ({ name }, shard) =>
    log('warn', 'discord: the connection broke', { shard, error: name }),
  );
  // It is tried twice a second, for as long as it takes: that is one trouble.
  const cut = shardsCutOff(client);
  const cutOff = (shard: number) => {
    if (!cut.has(shard)) log('warn', 'discord is cut off; connecting again', { shard });
    cut.add(shard);
  };
  client.on(Events.ShardReconnecting, cutOff);
  client.on(Events.Debug, (text) => {
    const [, shard] = HALF_OPEN.exec(text) ?? [];
    if (shard !== undefined) cutOff(Number(shard));
  });
  const connected = (shard: number) => {
    if (cut.delete(shard)) log('info', 'discord is connected again', { shard });
  };
  client.on(Events.ShardResume, connected);
  client.on(Events.ShardReady, connected);
  client.on(Events.ShardDisconnect, ({ code }, shard) =>
    log('error', 'discord has ended the connection for good; start again', {
      shard,
      code,
      hint: GATEWAY_HINTS[code] ?? '',
    }),
  );
  client.rest.on(RESTEvents.InvalidRequestWarning, ({ count }) =>
    log('error', 'discord refuses many calls, and bans the address at 10000 in ten minutes', { count }),
  );
}

/**
 * A heartbeat was not answered until the next one: the connection is half-open. Until the package has given it up, which
 * takes another half a minute, it tells so in its debug lines alone, and counts the shard as ready.
 */
const HALF_OPEN = /^\[WS => Shard (\d+)\] [^]*Zombie connection/;

const cutOffOf = new WeakMap<Client, Set<number>>();

/** The shards of a client that are cut off, for those who change and those who read it. */
function shardsCutOff(client: Client): Set<number> {
  const known = cutOffOf.get(client) ?? new Set();
  cutOffOf.set(client, known);
  return known;
}

/** How the gateway stands: connected when every shard is; stopped when Discord has ended one for good. */
export function stateOf(client: Client): ConnectionState {
  const { shards } = client.ws;
  if (shards.some(({ status }) => status === Status.Disconnected)) return 'stopped';
  if (shardsCutOff(client).size > 0) return 'connecting';
  return client.isReady() && shards.every(({ status }) => status === Status.Ready) ? 'connected' : 'connecting';
}

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes */
const GATEWAY_HINTS: Readonly<Record<number, string>> = {
  4004: 'DISCORD_TOKEN is no longer valid',
  4010: 'DISCORD_SHARDS names a shard that there is not',
  4011: 'the bot is in so many servers that DISCORD_SHARDS must have more shards',
  4014: 'the Message Content Intent was turned off; turn it on on the Bot page of the app',
};

const READY_MS = 30_000;

/** @throws with a sentence for the operator where the token or an intent is refused */
export async function connect(client: Client, { token, messageContent }: DiscordAddress): Promise<void> {
  const ready = new Promise<'ready'>((resolve) => client.once(Events.ClientReady, () => resolve('ready')));
  await orSentence(client.login(token), async (error) => {
    await client.destroy();
    return sentenceFor(error, messageContent);
  });
  if ((await beforeDeadline(ready, READY_MS, 'late')) === 'ready') return;
  await client.destroy();
  throw new Error('Discord accepted DISCORD_TOKEN, but did not send the servers within 30 s. Try again.');
}

/**
 * The id of the app that the token is of, without a connection to the gateway.
 *
 * @throws with a sentence for the operator where the token is refused
 */
export async function askApplication(client: Client, { token, messageContent }: DiscordAddress): Promise<string> {
  client.rest.setToken(token);
  const app = await orSentence(askApp(client.rest), (error) => sentenceFor(error, messageContent));
  return app.id;
}

function sentenceFor(error: unknown, messageContent: boolean): string {
  const text = error instanceof Error ? error.message : '';
  if (/disallowed intents/i.test(text) && messageContent)
    return 'Discord does not grant the Message Content intent. Open https://discord.com/developers/applications, your app, Bot, and switch "Message Content Intent" on; or set DISCORD_MESSAGE_CONTENT=false.';
  const { code } = readFailure(error);
  if (/invalid token|authentication failed/i.test(text) || code === 401)
    return 'Discord does not accept DISCORD_TOKEN. Open https://discord.com/developers/applications, your app, Bot, "Reset Token", and copy it.';
  if (/shard/i.test(text))
    return 'Discord does not take these shards: the bot is in more servers than DISCORD_SHARDS is for, or a shard is out of range.';
  return 'Discord cannot be reached. Check the internet connection.';
}

/** The address that adds the bot to a server. */
export function inviteTo(applicationId: string, leak: 'delete' | 'warn'): string {
  const permissions = permissionsFor(leak).reduce((all, one) => all | one, 0n);
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(' '),
    permissions: String(permissions),
  });
  return `https://discord.com/oauth2/authorize?${query.toString()}`;
}

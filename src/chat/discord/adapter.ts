import { Client, Events, GatewayIntentBits, OAuth2Scopes, Partials } from 'discord.js';
import type { Chat, Log } from '#chat/port.ts';
import { registerCommands } from './commands.ts';
import { readFailure } from './failures.ts';
import { type Ear, type Listening, listen } from './listen.ts';
import { outboundOf } from './outbound.ts';
import { isStaff } from './people.ts';
import { permissionsFor } from './permissions.ts';

/** What the Discord chat is made of. */
export interface DiscordOptions {
  readonly token: string;
  /** Another API than Discord's; for tests. */
  readonly apiUrl: string | null;
  /** Is the privileged Message Content intent granted? Without it the bot reads only what is addressed to it. */
  readonly messageContent: boolean;
  /** Channels that are answered in unasked, by id or by name; or all. Needs `messageContent`. */
  readonly watch: 'all' | ReadonlySet<string>;
  /** Channel id. */
  readonly staffChannel: string | null;
  /** Role, by id or by name; without it those who see the staff's channel are the staff. */
  readonly staffRole: string | null;
  /** Messages that show a key: delete them, where the bot may, or warn only. */
  readonly leak: 'delete' | 'warn';
  /** The shards that this process serves; `auto`: all, as many as Discord advises. */
  readonly shards?: 'auto' | { readonly ids: readonly number[]; readonly count: number };
  readonly log: Log;
}

/** The chat in all servers that one Discord bot is in. */
export interface DiscordChat extends Chat {
  /** The address that adds the bot to a server, with the least permissions. Known after the start. */
  inviteLink(): string;
}

/** Opens the chat, not yet connected. */
export function openDiscord(options: DiscordOptions): DiscordChat {
  const { log, leak } = options;
  const client = clientFor(options);
  const outbound = outboundOf(client, leak, log);
  let listening: Listening | null = null;
  return {
    name: 'discord',
    capabilities: {
      redactOthers: leak === 'delete',
      threadPerMessage: false,
      slashInThreads: true,
      whisperPersists: false,
      home: false,
      maxButtons: 25,
    },
    ...outbound,
    // Only an interaction can show something to one person alone.
    whisper: async () => false,
    isStaff: (person) => isStaff(client, { channel: options.staffChannel, role: options.staffRole }, person),
    async nameOf({ id }) {
      const user = await client.users.fetch(id).catch(() => null);
      return user?.displayName ?? id;
    },
    inviteLink: () => inviteTo(client, leak),
    async start(handle) {
      const apiHost = options.apiUrl === null ? null : new URL(options.apiUrl).host;
      const watches = (id: string, name: string | null) =>
        options.messageContent &&
        (options.watch === 'all' ||
          id === options.staffChannel ||
          options.watch.has(id) ||
          (name !== null && options.watch.has(name)));
      const direct: Ear['direct'] = (id, reply, key) =>
        outbound.post({ chat: 'discord', tenant: '', id }, reply, { key, again: false, since: Date.now() });
      listening = listen({ client, log, apiHost, watches, direct, handle });
      await connect(client, options);
      const registered = await registerCommands(client.rest, client.application?.id ?? '');
      if (registered === 'changed') log('info', 'discord commands were registered');
      log('info', 'discord is connected', { servers: client.guilds.cache.size, invite: inviteTo(client, leak) });
    },
    async stop() {
      await listening?.stop();
      // Leaving on purpose is no trouble to report.
      client.removeAllListeners(Events.ShardReconnecting);
      await client.destroy();
    },
  };
}

function inviteTo(client: Client, leak: 'delete' | 'warn'): string {
  const scopes = [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands] as const;
  return client.generateInvite({ scopes, permissions: permissionsFor(leak) });
}

const CALL_TIMEOUT_MS = 10_000;
const SHORT_WAIT_MS = 1500;

function clientFor({ apiUrl, messageContent, shards = 'auto', log }: DiscordOptions): Client {
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
  const client = new Client({
    intents: [Guilds, GuildMessages, DirectMessages, ...(messageContent ? [MessageContent] : [])],
    partials: [Partials.Channel, Partials.Message],
    ...(shards === 'auto' ? { shards: 'auto' as const } : { shards: shards.ids, shardCount: shards.count }),
    allowedMentions: { parse: [] },
    // The outbox waits and tries again, which also survives a restart; short waits stay in the queue of discord.js.
    rest: {
      ...(apiUrl === null ? {} : { api: apiUrl }),
      retries: 0,
      timeout: CALL_TIMEOUT_MS,
      rejectOnRateLimit: ({ global, timeToReset, retryAfter, sublimitTimeout }) =>
        !global && Math.max(timeToReset, retryAfter, sublimitTimeout) > SHORT_WAIT_MS,
    },
  });
  // Errors carry requests and tokens, so none of them is logged.
  client.on(Events.Error, () => log('error', 'discord: the client reports an error'));
  client.on(Events.ShardError, (_error, shard) => log('warn', 'discord: the connection broke', { shard }));
  client.on(Events.ShardReconnecting, (shard) => log('warn', 'discord is cut off; connecting again', { shard }));
  client.on(Events.ShardResume, (shard, replayed) => log('info', 'discord is connected again', { shard, replayed }));
  return client;
}

const READY_MS = 30_000;

/** @throws with a sentence for the operator where the token or an intent is refused */
async function connect(client: Client, { token, messageContent }: DiscordOptions): Promise<void> {
  const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
  const failure = await client.login(token).then(
    () => null,
    (error: unknown) => error,
  );
  if (failure !== null) {
    await client.destroy();
    throw new Error(sentenceFor(failure, messageContent));
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), READY_MS);
  });
  const first = await Promise.race([ready, late]);
  clearTimeout(timer);
  if (first === 'late')
    throw new Error('Discord accepted DISCORD_TOKEN, but did not send the servers within 30 s. Try again.');
}

function sentenceFor(error: unknown, messageContent: boolean): string {
  const text = error instanceof Error ? error.message : '';
  if (/disallowed intents/i.test(text) && messageContent)
    return 'Discord does not grant the Message Content intent. Open https://discord.com/developers/applications, your app, Bot, and switch "Message Content Intent" on; or set DISCORD_MESSAGE_CONTENT=false.';
  const { code } = readFailure(error);
  if (/invalid token/i.test(text) || code === 401 || code === 0)
    return 'Discord does not accept DISCORD_TOKEN. Open https://discord.com/developers/applications, your app, Bot, "Reset Token", and copy it.';
  return 'Discord cannot be reached. Is there a way to the internet?';
}

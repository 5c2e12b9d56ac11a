import { type Running, startBot } from '#assemble.ts';
import { openDiscord } from '#chat/discord/adapter.ts';
import type { Chat, Destination } from '#chat/port.ts';
import { openSlack } from '#chat/slack/adapter.ts';
import type { Config, Watch } from '#config.ts';
import { compile } from '#diagnosis/compile.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import { loadProbeDefaults } from '#knowledge/load-probe-defaults.ts';
import type { Knowledge, ProbeDefaults } from '#knowledge/types.ts';
import { openLog } from '#ops/log.ts';
import { parseAllowed } from '#probe/address.ts';
import { openProber } from '#probe/prober.ts';
import { openStore } from '#store/open.ts';
import type { Io } from './io.ts';
import { secretKeyOf } from './secret-key-file.ts';
import { version } from './version.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Runs the bot in the chats of the configuration until the process is told to stop.
 *
 * @returns the exit status: 0 after a stop, 1 where it could not start
 */
export async function serveCommand(config: Config, io: Io): Promise<number> {
  const read = readKnowledge(config, io);
  if (read === null) return 1;
  const log = openLog(config.logLevel);
  const chats = chatsOf(config, log);
  try {
    const store = await openStore(
      config.databaseUrl === null
        ? { type: 'file', folder: config.dataDir }
        : { type: 'postgres', url: config.databaseUrl },
    );
    const catalogue = compile(read.knowledge);
    const allowed = parseAllowed(config.keycheckAllow ?? undefined);
    const prober = openProber({ ...read, allowed, version: version() });
    const running = await startBot({
      store,
      chats,
      catalogue: () => catalogue,
      defaults: () => read.defaults,
      prober,
      manners: config.manners,
      desk: config.desk,
      staff: staffOf(config),
      secret: config.secretKey ?? secretKeyOf(config.dataDir),
      retentionDays: config.retentionDays,
      clock: Date.now,
      log,
    });
    const purge = () =>
      void store
        .purge(Date.now() - config.retentionDays * DAY_MS)
        .catch(() => log('error', 'old data was not deleted'));
    purge();
    const purging = setInterval(purge, HOUR_MS);
    log('info', 'keymedic runs', summary(config, read.knowledge));
    await toldToStop();
    log('info', 'keymedic stops');
    clearInterval(purging);
    await stopWithin(running);
    await prober.close();
    await store.close();
    return 0;
  } catch (error) {
    io.error(`${error instanceof Error ? error.message : 'Keymedic could not start.'}\n`);
    return 1;
  }
}

function readKnowledge(config: Config, io: Io): { knowledge: Knowledge; defaults: ProbeDefaults } | null {
  const loaded = loadKnowledge(config.knowledgeDir ?? undefined);
  const defaults = loadProbeDefaults(config.knowledgeDir ?? undefined);
  if (loaded.ok && defaults.ok) return { knowledge: loaded.knowledge, defaults: defaults.defaults };
  for (const fault of [...(loaded.ok ? [] : loaded.faults), ...(defaults.ok ? [] : defaults.faults)])
    io.error(`${fault.file}:${fault.line} ${fault.field}: expected ${fault.expected}\n`);
  io.error('Keymedic does not start with mistakes in its knowledge files.\n');
  return null;
}

function chatsOf({ slack, discord, port }: Config, log: ReturnType<typeof openLog>): Chat[] {
  return [
    ...(slack === null ? [] : [openSlack({ ...slack, port, log })]),
    ...(discord === null ? [] : [openDiscord({ ...discord, log })]),
  ];
}

/** Where the cases go: the staff channel of the chat that has the staff. */
function staffOf({ staffChat, slack, discord }: Config): Destination | null {
  if (staffChat === null) return null;
  const channel = staffChat === 'slack' ? slack?.staffChannel : discord?.staffChannel;
  return channel ? { chat: staffChat, tenant: '', channel, thread: null, direct: false } : null;
}

function summary(config: Config, knowledge: Knowledge): Record<string, string | number | boolean> {
  const { slack, discord, staffChat } = config;
  return {
    version: version(),
    slack: slack === null ? 'off' : slack.appToken === null ? `HTTP on port ${config.port}` : 'Socket Mode',
    ...(slack === null ? {} : { slack_channels: watched(slack.watch) }),
    discord: discord === null ? 'off' : 'on',
    ...(discord === null
      ? {}
      : { discord_channels: discord.messageContent ? watched(discord.watch) : watched(new Set()) }),
    staff: staffChat === null ? 'none: people are sent to the support of their provider' : `in ${staffChat}`,
    store: config.databaseUrl === null ? `SQLite in ${config.dataDir}` : 'PostgreSQL',
    retention_days: config.retentionDays,
    kinds: knowledge.failures.size,
    providers: knowledge.providers.size,
    tools: knowledge.tools.size,
  };
}

function watched(watch: Watch): string {
  if (watch === 'all') return 'all';
  return [...watch].join(', ') || 'none: answers what is addressed to it alone';
}

function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

const STOP_MS = 10_000;

/** What is not done by then stays in the store, and goes on at the next start. */
async function stopWithin(running: Running): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, STOP_MS);
  });
  await Promise.race([running.stop(), late]);
  clearTimeout(timer);
}

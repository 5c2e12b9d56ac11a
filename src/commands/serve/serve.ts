import { type Running, startBot } from '#assemble.ts';
import type { Chat, Destination } from '#chat/port.ts';
import type { Io } from '#commands/io.ts';
import { followKnowledge, type InForce, readKnowledge, tellFaults } from '#commands/knowledge-in-force.ts';
import { version } from '#commands/version.ts';
import type { Config } from '#config/config.ts';
import { beforeDeadline } from '#deadline.ts';
import { hideInReading } from '#diagnosis/text/hide-in-reading.ts';
import { maskedText } from '#diagnosis/text/mask.ts';
import type { Log } from '#log.ts';
import { type Listener, startListener } from '#ops/listener.ts';
import { openLog } from '#ops/log.ts';
import { type Metrics, openMetrics } from '#ops/metrics.ts';
import { type ReadinessParts, readinessOf } from '#ops/readiness.ts';
import { openPictureReader } from '#pictures/reader.ts';
import { parseAllowed } from '#probe/address.ts';
import { openProber } from '#probe/prober.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/types.ts';
import { DEFAULT_KEY_LIMITS, type KeyLimits } from '#support/key-check/limits.ts';
import { secretKeyOf } from './secret-key-file.ts';
import { startScreen, summaryOf } from './start-screen.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Those who stop a process wait for ten seconds before they kill it. */
const STOP_MS = 7000;
/** What still holds the process so long after its end is left behind: packages go on with connections that they try to make. */
const LEAVE_MS = 500;

/**
 * Runs the bot in the chats of the configuration until the process is told to stop.
 *
 * @returns the exit status: 0 after a stop, 1 where it could not start
 */
export async function serveCommand(config: Config, io: Io): Promise<number> {
  const read = readKnowledge(config.knowledgeDir);
  if (!read.ok) {
    tellFaults(read.faults, io);
    return 1;
  }
  try {
    await serve(config, read.inForce, io);
    return leaving(0);
  } catch (error) {
    io.error(`${error instanceof Error ? error.message : 'Keymedic could not start.'}\n`);
    return leaving(1);
  }
}

function leaving(status: number): number {
  setTimeout(() => process.exit(status), LEAVE_MS).unref();
  return status;
}

async function serve(config: Config, first: InForce, io: Io): Promise<void> {
  const log = openLog(config.logLevel, undefined, (text) => maskedText(text, first.catalogue.secrets));
  const stop = stopSignal();
  await using closing = new AsyncDisposableStack();
  const store = closing.adopt(await openStore(addressOf(config)), (one) => one.close());
  const chats: Chat[] = [];
  const metrics = openMetrics({ version: version(), chats, store, clock: Date.now });
  const secret = config.secretKey ?? secretKeyOf(config.dataDir);
  const onWait = (chat: string, ms: number) => metrics.meter.waits(chat, ms);
  for (const chat of config.chats) chats.push(await chat.open({ store, secret, log, port: config.port, onWait }));
  let stopping = false;
  const listener = await listen(config.ops, { chats, store, isStopping: () => stopping }, metrics, log);
  closing.defer(() => listener?.stop());
  const onRead = (ok: boolean) => metrics.knowledgeReloaded(ok);
  const knowledge = await followKnowledge(first, { folder: config.knowledgeDir, log, onRead });
  closing.defer(() => knowledge.stop());
  const prober = closing.adopt(proberFor(config, knowledge.now), (one) => one.close());
  const pictures = openPictureReader({
    hide: (text) => hideInReading(text, knowledge.now().catalogue.secrets),
    clock: Date.now,
    onReading: (reading, ms) => metrics.pictureRead(reading.type, ms),
  });
  const running = await startBot({
    pictures,
    store,
    chats,
    catalogue: () => knowledge.now().catalogue,
    defaults: () => knowledge.now().defaults,
    prober,
    manners: config.manners,
    limits: limitsOf(config),
    desk: config.desk,
    learnOrder: config.learnOrder,
    staff: staffOf(config),
    secret,
    retentionDays: config.retentionDays,
    clock: Date.now,
    log,
    meter: metrics.meter,
  });
  closing.defer(startPurging(store, config.retentionDays, log));
  const summary = summaryOf(config, first.knowledge, listener?.address ?? null, pictures.off);
  if (process.stdout.isTTY) io.out(startScreen(summary));
  log('info', 'keymedic runs', { version: summary.version, ...summary.parts });
  for (const warning of summary.warnings) log('warn', warning);
  await stop.told();
  stopping = true;
  log('info', 'keymedic stops');
  if (!(await stopsWithin(running))) log('warn', 'some work was not finished; it continues at the next start');
}

function addressOf({ databaseUrl, dataDir }: Config): Parameters<typeof openStore>[0] {
  return databaseUrl === null ? { type: 'file', folder: dataDir } : { type: 'postgres', url: databaseUrl };
}

/** A port that is taken keeps nobody from their answers: the bot runs, and says that nobody can look after it. */
async function listen(
  address: Config['ops'],
  parts: ReadinessParts,
  metrics: Metrics,
  log: Log,
): Promise<Listener | null> {
  if (address === null) return null;
  try {
    return await startListener({ ...address, readiness: readinessOf(parts), metrics: () => metrics.text() });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    log('error', 'health and metrics are not available; set OPS_PORT to a free port or to off', { ...address, code });
    return null;
  }
}

/** The prober looks up what is known at every use, so that it follows the files. */
function proberFor({ keycheck }: Config, now: () => InForce): ReturnType<typeof openProber> {
  return openProber({
    get knowledge() {
      return now().knowledge;
    },
    get defaults() {
      return now().defaults;
    },
    allowed: parseAllowed(keycheck.allow ?? undefined),
    passThrough: keycheck.passThrough ?? new Set(),
    version: version(),
  });
}

function limitsOf({ keycheck: { perPersonDay, perServerDay, perDay, accountHours } }: Config): KeyLimits {
  return { ...DEFAULT_KEY_LIMITS, perPersonDay, perServerDay, perDay, accountMs: accountHours * HOUR_MS };
}

/** Where the cases go: the staff channel of the chat that has the staff. */
function staffOf({ staffChat, chats }: Config): Destination | null {
  const staff = chats.find(({ name }) => name === staffChat)?.staff ?? null;
  if (staffChat === null || staff === null || staff === 'own') return null;
  return { chat: staffChat, tenant: '', channel: staff.channel, thread: null, direct: false };
}

/** Deletes what is old, now and every hour. Returns the end of it. */
function startPurging(store: Store, retentionDays: number, log: Log): () => void {
  const purge = () =>
    void store.purge(Date.now() - retentionDays * DAY_MS).catch(() => log('error', 'old data was not deleted'));
  purge();
  const timer = setInterval(purge, HOUR_MS);
  return () => clearInterval(timer);
}

/** Waits for the word to stop. Before anybody waits there is nothing to end, and the process leaves at once. */
function stopSignal(): { told(): Promise<void> } {
  let tell: () => void = () => process.exit(0);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => tell());
  return {
    told: () =>
      new Promise((resolve) => {
        tell = resolve;
      }),
  };
}

/** What is not done by then stays in the store. */
async function stopsWithin(running: Running): Promise<boolean> {
  const first = await beforeDeadline(running.stop(), STOP_MS, 'late');
  if (first === 'late') leaving(0);
  return first !== 'late';
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Running, startBot } from '#assemble.ts';
import type { Chat, Destination } from '#chat/port.ts';
import { type Catalogue, compile } from '#diagnosis/catalogue/compile.ts';
import { hideInReading } from '#diagnosis/text/hide-in-reading.ts';
import type { Knowledge } from '#knowledge/types.ts';
import { openLog } from '#ops/log.ts';
import { type Metrics, openMetrics } from '#ops/metrics.ts';
import { openPictureReader } from '#pictures/reader.ts';
import type { PictureReader } from '#pictures/types.ts';
import { type OpenProber, openProber } from '#probe/prober.ts';
import { openStore, type StoreAddress } from '#store/open.ts';
import type { Store } from '#store/types.ts';
import { DEFAULT_DESK } from '#support/desk/desk.ts';
import { DEFAULT_KEY_LIMITS, type KeyLimits } from '#support/key-check/limits.ts';
import { DEFAULT_MANNERS } from '#support/turns/manners.ts';
import { A_WEDNESDAY, setCalendar } from '#test/fakes/calendar.ts';
import { FAKES } from '#test/fakes/providers/all.ts';
import { testKnowledge } from '#test/fakes/providers/check.ts';
import { pointAt } from '#test/fakes/providers/point-at.ts';
import { type RunningFake, startFake } from '#test/fakes/providers/server.ts';
import type { Driver } from './driver.ts';

/** A chat with its driver, before the bot is connected to it. */
export interface Stage {
  /** The bot's side of the chat, or chats, anew for each start. */
  connect(store: Store): Promise<readonly Chat[]>;
  /** Null where workspaces have desks of their own. */
  readonly staff: Destination | null;
  driver(bot: { readonly idle: () => boolean; readonly log: readonly string[] }): Driver;
  close(): Promise<void>;
}

/** Opens a chat; `log` takes the lines of the bot's log. */
export type OpenStage = (log: (line: string) => void) => Promise<Stage>;

/** Everything that a story plays on. */
export interface Theatre {
  readonly driver: Driver;
  readonly store: Store;
  /** The provider that keys are checked at: OpenAI's, by the fake. */
  readonly provider: RunningFake;
  /** A key that the provider takes. */
  readonly goodKey: string;
  /** Moves the clock on, in milliseconds. */
  readonly later: (ms: number) => void;
  /** Does what is due by then. */
  readonly due: () => Promise<void>;
  /** Stops the bot and starts another one on the same store and chat. */
  readonly restart: () => Promise<void>;
  readonly log: readonly string[];
  readonly metrics: Metrics;
  /** How many pictures the bot has begun to read. */
  readonly picturesBegun: () => number;
  close(): Promise<void>;
}

/** Where the bot of a theatre keeps its cases. */
export type TheatreStore =
  /** A folder that is given stays; without one the file goes with the theatre. */
  { readonly type: 'file'; readonly folder?: string } | Exclude<StoreAddress, { type: 'file' }>;

let compiled: Catalogue | undefined;

/** Stories have many keys checked, by people whose accounts are made when they begin. */
const GENEROUS: KeyLimits = {
  ...DEFAULT_KEY_LIMITS,
  perPerson: 1000,
  perPersonDay: 1000,
  perServerDay: 1000,
  perHostMinute: 1000,
  rejected: 6,
  accountMs: 0,
};

/**
 * Opens a theatre: a fake chat, a fake provider, a store and the whole bot between them.
 *
 * @param at when the story begins, in milliseconds since 1970
 */
export async function openTheatre(
  open: OpenStage,
  store: TheatreStore = { type: 'memory' },
  at = A_WEDNESDAY,
): Promise<Theatre> {
  const resetCalendar = setCalendar(at);
  const { knowledge, defaults } = testKnowledge();
  const fake = FAKES.find(({ id }) => id === 'openai');
  if (fake === undefined) throw new Error('no fake of OpenAI');
  const provider = await startFake(fake);
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-story-'));
  const address: StoreAddress = store.type === 'file' ? { type: 'file', folder: store.folder ?? folder } : store;
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  const opened = await openStore(address, clock);
  const log: string[] = [];
  const stage = await open((line) => log.push(line));
  const prober = proberFor(pointAt(knowledge, 'openai', provider.origin), provider);
  compiled ??= compile(knowledge);
  const catalogue = compiled;
  const chats: Chat[] = [];
  const metrics = openMetrics({ version: '0.0.0-test', chats, store: opened, clock });
  let begun = 0;
  const countingReader = (): PictureReader => {
    const reader = openPictureReader({
      hide: (text) => hideInReading(text, catalogue.secrets),
      clock,
      onReading: ({ type }, ms) => metrics.pictureRead(type, ms),
    });
    const read: PictureReader['read'] = (...picture) => {
      begun += 1;
      return reader.read(...picture);
    };
    return { ...reader, read };
  };
  const start = async () => {
    chats.splice(0, chats.length, ...(await stage.connect(opened)));
    return startBot({
      pictures: countingReader(),
      store: opened,
      chats,
      catalogue: () => catalogue,
      defaults: () => defaults,
      prober,
      manners: DEFAULT_MANNERS,
      limits: GENEROUS,
      desk: DEFAULT_DESK,
      learnOrder: true,
      staff: stage.staff,
      secret: 'the secret of the stories',
      retentionDays: 30,
      clock,
      log: openLog('debug', (line) => log.push(line)),
      meter: metrics.meter,
    });
  };
  let running: Running = await start();
  // What a bot does when it is first started is done before the story begins.
  await running.runDue();
  const driver = stage.driver({ idle: () => running.idle(), log });
  return {
    driver,
    store: opened,
    provider,
    goodKey: fake.key,
    later: (ms) => {
      ahead += ms;
    },
    async due() {
      await running.runDue();
      await running.learn();
      await driver.settled();
    },
    async restart() {
      await running.stop();
      running = await start();
    },
    log,
    metrics,
    picturesBegun: () => begun,
    async close() {
      await running.stop();
      await stage.close();
      await opened.close();
      await prober.close();
      await provider.close();
      rmSync(folder, { recursive: true, force: true });
      resetCalendar();
    },
  };
}

function proberFor(knowledge: Knowledge, provider: RunningFake): OpenProber {
  const { defaults } = testKnowledge();
  return openProber({
    knowledge,
    defaults,
    version: '0.0.0-test',
    allowed: new Set([provider.target]),
    timeoutMs: 2000,
  });
}

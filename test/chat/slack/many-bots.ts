import { type Running, startBot } from '#assemble.ts';
import { openManySlack } from '#chat/slack/many/adapter.ts';
import { SWEEP, type SweepRhythm } from '#chat/slack/many/sweep.ts';
import { slackInstallationsIn } from '#chats/slack-installations.ts';
import { compile } from '#diagnosis/catalogue/compile.ts';
import { openLog } from '#ops/log.ts';
import { openMetrics } from '#ops/metrics.ts';
import { openProber } from '#probe/prober.ts';
import { openStore, type StoreAddress } from '#store/open.ts';
import type { Store } from '#store/types.ts';
import { DEFAULT_DESK } from '#support/desk/desk.ts';
import { DEFAULT_MANNERS } from '#support/turns/manners.ts';
import { freePort } from '#test/fakes/free-port.ts';
import { testKnowledge } from '#test/fakes/providers/check.ts';
import { type CityOptions, type FakeCity, startFakeCity, type Town } from '#test/fakes/slack/city.ts';
import type { SlackDriver } from '#test/fakes/slack/driver.ts';
import { readManifest } from '#test/scenarios/stages.ts';

/** One process of the bot, without the process. */
export interface Bot {
  readonly url: string;
  readonly store: Store;
  readonly running: Running;
  readonly metrics: { text(): Promise<string> };
}

/** Bots behind a balancer, and a Slack with several workspaces in front of it. */
export interface Many {
  readonly city: FakeCity;
  readonly bots: readonly Bot[];
  readonly log: readonly string[];
  driverOf(town: Town): SlackDriver;
  /** Somebody's browser: from the page of one process to Slack and back to the other one. */
  install(town: Town, how?: Visit): Promise<{ readonly status: number; readonly text: string }>;
  close(): Promise<void>;
}

/** How somebody goes through the installation. */
export interface Visit {
  readonly decision?: 'allow' | 'cancel';
  /** What becomes of the address that Slack sends them back to. */
  readonly back?: (url: URL) => void;
  /** Another browser than the one that began. */
  readonly otherBrowser?: boolean;
  /** How often the address is opened. */
  readonly times?: number;
}

export const SECRET = 'a secret key of the tests, the same in all processes';
const REDIRECT = 'https://bot.example/slack/oauth_redirect';

/** @param address every bot opens its own store there */
export async function openMany(
  address: StoreAddress,
  {
    processes = 1,
    clientSecret,
    redirectUrl = null,
    sweep = SWEEP,
    ...options
  }: Partial<CityOptions> & {
    readonly processes?: number;
    readonly clientSecret?: string;
    readonly redirectUrl?: string | null;
    readonly sweep?: SweepRhythm;
  } = {},
): Promise<Many> {
  const manifest = readManifest();
  const city = await startFakeCity({
    redirectUrls: [REDIRECT],
    botEvents: manifest.settings.event_subscriptions.bot_events,
    ...options,
  });
  const log: string[] = [];
  const bots: Bot[] = [];
  for (let count = 0; count < processes; count += 1)
    bots.push(
      await startOne(address, { city, log, clientSecret: clientSecret ?? city.clientSecret, redirectUrl, sweep }),
    );
  city.connect(bots.map(({ url }) => url));
  const idle = () => bots.every(({ running }) => running.idle());
  return {
    city,
    bots,
    log,
    driverOf: (town) => town.driver({ idle, log }),
    async install(town, { decision = 'allow', back, otherBrowser = false, times = 1 } = {}) {
      const begun = await fetch(`${bots[0]?.url}/slack/install`, { redirect: 'manual' });
      const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
      const url = new URL(city.decide(begun.headers.get('location') ?? '', town, decision));
      back?.(url);
      let answer = { status: 0, text: '' };
      for (let count = 0; count < times; count += 1) {
        const headers = otherBrowser ? {} : { cookie };
        const response = await fetch(`${bots.at(-1)?.url}${url.pathname}${url.search}`, { headers });
        answer = { status: response.status, text: await response.text() };
      }
      return answer;
    },
    async close() {
      for (const { running, store } of bots) {
        await running.stop();
        await store.close();
      }
      await city.close();
    },
  };
}

async function startOne(
  address: StoreAddress,
  {
    city,
    log,
    clientSecret,
    redirectUrl,
    sweep,
  }: {
    readonly city: FakeCity;
    readonly log: string[];
    readonly clientSecret: string;
    readonly redirectUrl: string | null;
    readonly sweep: SweepRhythm;
  },
): Promise<Bot> {
  const { knowledge, defaults } = testKnowledge();
  const catalogue = compile(knowledge);
  const store = await openStore(address);
  const port = await freePort();
  const write = openLog('debug', (line) => log.push(line));
  const { clientId, signingSecret, apiUrl } = city;
  const chat = openManySlack({
    clientId,
    clientSecret,
    signingSecret,
    apiUrl,
    redirectUrl,
    port,
    ...slackInstallationsIn(store),
    secret: SECRET,
    watch: new Set(),
    sweep,
    log: write,
  });
  const metrics = openMetrics({ version: '0.0.0-test', chats: [chat], store, clock: Date.now });
  const running = await startBot({
    store,
    chats: [chat],
    catalogue: () => catalogue,
    defaults: () => defaults,
    prober: openProber({ knowledge, defaults, version: '0.0.0-test' }),
    manners: DEFAULT_MANNERS,
    desk: DEFAULT_DESK,
    learnOrder: true,
    staff: null,
    secret: SECRET,
    retentionDays: 30,
    clock: Date.now,
    log: write,
    meter: metrics.meter,
  });
  return { url: `http://127.0.0.1:${port}`, store, running, metrics };
}

/** An administrator chooses the channels on the home page. */
export async function setUp(driver: SlackDriver): Promise<void> {
  const { sue } = driver.people;
  const home = await driver.home(sue);
  await driver.press(sue, home?.id ?? '', 'Set up Keymedic');
  await driver.settled();
  const { help, staff } = driver.channels;
  await driver.submit(sue, { 'Answer without being asked in': help, "Support team's channel": staff });
  await driver.settled();
}

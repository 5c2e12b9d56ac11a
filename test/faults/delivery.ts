import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { until } from '#test/crash/town.ts';
import type { Driver, Person } from '#test/scenarios/driver.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';
import { type RunningBot, startBot } from './bot.ts';

/** A chat whose API can be broken. */
export interface BrokenChat {
  readonly name: 'slack' | 'discord';
  readonly env: Readonly<Record<string, string>>;
  readonly driver: Driver;
  /** Somebody who has not asked yet. */
  newcomer(number: number): Person;
  /** The next posts go wrong like this, one after the other. */
  breaks(fault: Broken, times: number): void;
  /** Milliseconds that the chat's long wait is. */
  readonly longWaitMs: number;
  /** When posts of the bot came in, in milliseconds. */
  posts(): readonly number[];
  close(): Promise<void>;
}

/** What goes wrong with a post. */
export type Broken = 'rate-limited' | 'rate-limited-long' | 'server-error' | 'cut-before' | 'cut-after';

const FAULTS: readonly {
  readonly name: string;
  readonly fault: Broken;
  readonly times: number;
  readonly why: string;
}[] = [
  { name: 'says 429 for a moment', fault: 'rate-limited', times: 1, why: 'rate-limited' },
  { name: 'says 429 for long', fault: 'rate-limited-long', times: 1, why: 'rate-limited' },
  { name: 'fails with 5xx three times', fault: 'server-error', times: 3, why: 'trouble' },
  { name: 'cuts the connection before the message is there', fault: 'cut-before', times: 1, why: 'trouble' },
  { name: 'cuts the connection after the message is there', fault: 'cut-after', times: 1, why: 'trouble' },
];
/** What was sent twice would come within this time. */
const DOUBLED_MS = 1500;
/** discord.js closes a connection that nobody answers on after half a minute. */
const BACK_MS = 45_000;

/** The bot in a broken chat. */
interface Broke {
  readonly bot: () => RunningBot;
  /** Somebody new writes after the connection broke; how many answers they have in the end. */
  readonly missed: (breaks: () => void, meanwhile?: () => Promise<void>) => Promise<number>;
}

/** What every chat owes while its API is broken: one answer for each paste, a line in the log, and no more. */
export function describeDelivery(open: () => Promise<BrokenChat>): Broke {
  let chat: BrokenChat;
  let bot: RunningBot;
  let folder: string;
  let people = 0;
  beforeAll(async () => {
    chat = await open();
    folder = mkdtempSync(join(tmpdir(), 'keymedic-faults-'));
    bot = await startBot({ SECRET_KEY: 'the secret of the faults', ...chat.env }, folder);
  });
  afterAll(async () => {
    await bot.kill();
    await chat.close();
    rmSync(folder, { recursive: true, force: true });
  });
  test.for(FAULTS)('$name: the answer comes, once', async ({ fault, times, why }) => {
    people += 1;
    const person = chat.newcomer(people);
    const series =
      why === 'rate-limited'
        ? `keymedic_rate_limit_wait_seconds_count{chat="${chat.name}"}`
        : `keymedic_api_errors_total{chat="${chat.name}",reason="${why}"}`;
    const failures = await bot.metric(series);
    const before = chat.posts().length;
    chat.breaks(fault, times);
    await chat.driver.tell(person, PASTE);
    const answers = () => chat.driver.direct(person).filter(({ author }) => author === 'bot');
    await until(() => answers().length > 0, 60_000);
    await vi.waitFor(async () => expect(await bot.metric('keymedic_outbox_messages')).toBe(0), 10_000);
    await wait(DOUBLED_MS);
    expect(answers()).toHaveLength(1);
    expect(answers()[0]?.text).toContain("doesn't recognize the key");
    const [first = 0, second = first] = chat.posts().slice(before);
    expect(second - first).toBeGreaterThanOrEqual(fault === 'rate-limited-long' ? chat.longWaitMs : 0);
    expect(await bot.metric(series)).toBe(failures + times);
    expect(bot.lines().filter(({ level }) => level >= 50)).toEqual([]);
  });
  test('the operator reads who asks to wait, and nothing of what was sent', () => {
    expect(bot.output()).toContain(`${chat.name} asks to wait`);
    expect(bot.output()).not.toContain("doesn't recognize the key");
  });

  return {
    bot: () => bot,
    async missed(breaks, meanwhile = async () => undefined) {
      people += 1;
      const person = chat.newcomer(people);
      await bot.becomes([]);
      breaks();
      // What is written into a connection that nobody listens on is sent again on the next one.
      await chat.driver.tell(person, PASTE);
      await meanwhile();
      const answers = () => chat.driver.direct(person).filter(({ author }) => author === 'bot');
      await until(() => answers().length > 0, BACK_MS);
      await bot.becomes([], BACK_MS);
      await wait(DOUBLED_MS);
      expect(bot.output()).toContain(`${chat.name} is connected again`);
      return answers().length;
    },
  };
}

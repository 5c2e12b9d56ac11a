import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTown, type Town, until } from '#test/crash/town.ts';
import { CHANNELS } from '#test/fakes/slack/workspace.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';
import { type RunningBot, startBot } from './bot.ts';
import { brokenSlack } from './slack.ts';

const HOUR_MS = 3_600_000;
const JUMPS = [
  ['three hours forwards', 3 * HOUR_MS],
  ['three hours backwards', -3 * HOUR_MS],
] as const;
/** What is due is looked for every ten seconds. */
const DUE_MS = 20_000;

let town: Town;
let folder: string;
let bot: RunningBot | undefined;

beforeEach(async () => {
  town = await openTown();
  folder = mkdtempSync(join(tmpdir(), 'keymedic-faults-'));
});

afterEach(async () => {
  await bot?.kill();
  bot = undefined;
  await town.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<RunningBot> {
  bot = await startBot({ ...town.env, ...town.discordEnv, WORKING_HOURS: 'always' }, folder, { movableClock: true });
  return bot;
}

/** The next message to Slack is not answered before that is called; tells whether it waits. */
function holdNextPost(): { readonly waits: () => boolean; readonly letGo: () => void } {
  const { wire } = town.slack;
  const during = wire.during.bind(wire);
  let waits = false;
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  wire.during = async (call, work) => {
    if (call.method !== 'chat.postMessage') return during(call, work);
    wire.during = during;
    waits = true;
    await held;
    return during(call, work);
  };
  return { waits: () => waits, letGo };
}

/** No more than that is used in a second, in seconds of CPU: who looks for work without end uses all of it. */
async function expectRest(running: RunningBot): Promise<void> {
  const from = await running.metric('process_cpu_seconds_total');
  await wait(2000);
  expect((await running.metric('process_cpu_seconds_total')) - from).toBeLessThan(0.8);
}

test.for(JUMPS)('the clock jumps %s while an answer is on its way: it comes once', async ([, ahead]) => {
  const running = await start();
  const { waits, letGo } = holdNextPost();
  await town.paste();
  await until(waits);
  await running.setClock(ahead);
  // The outbox is looked at every second: to it the lease has run out, or lasts for hours.
  await wait(3000);
  letGo();
  await until(() => town.answersTo(1) > 0);
  await wait(2000);
  expect(town.answersTo(1)).toBe(1);
  await expectRest(running);
  expect(await running.metric('keymedic_outbox_messages')).toBe(0);
});

test.for(JUMPS)('the clock jumps %s while an answer is put off: it comes soon, and once', async ([, ahead]) => {
  const running = await start();
  town.slack.faults.next('chat.postMessage', { how: 'rate-limited', afterSeconds: 4 });
  await town.paste();
  await running.says('slack asks to wait');
  await running.setClock(ahead);
  await until(() => town.answersTo(1) > 0, 15_000);
  await wait(2000);
  expect(town.answersTo(1)).toBe(1);
});

test.for(JUMPS)(
  'the clock jumps %s: a message whose answer got lost is found, and not sent again',
  async ([, ahead]) => {
    const running = await start();
    await running.setClock(ahead);
    town.slack.faults.next('chat.postMessage', { how: 'cut-connection', done: true });
    await town.paste();
    await running.says('slack asks to wait');
    await until(
      () => town.slack.wire.count('conversations.replies') + town.slack.wire.count('conversations.history') > 0,
    );
    await wait(2000);
    expect(town.answersTo(1)).toBe(1);
  },
);

test.for(JUMPS)(
  'the clock jumps %s and back: both chats stay or come back, and all that is said is heard in its order',
  async ([, ahead]) => {
    const running = await start();
    await town.beginTalks();
    for (const jump of [ahead, 0]) {
      await running.setClock(jump);
      for (const talk of town.talks) {
        await town.say(talk);
        await town.line(talk);
      }
      await town.paste();
      await wait(1000);
    }
    await running.becomes([]);
    await until(() => [1, 2].every((number) => town.answersTo(number) > 0));
    for (const talk of town.talks) {
      await until(() => town.saidSeen(talk).length >= 2 && town.linesSeen(talk).length >= 2);
      expect([town.saidSeen(talk), town.linesSeen(talk)]).toEqual([talk.said, talk.lines]);
    }
    expect([town.answersTo(1), town.answersTo(2)]).toEqual([1, 1]);
    await expectRest(running);
    expect(running.lines().filter(({ level }) => level >= 50)).toEqual([]);
  },
);

test('the clock jumps over a time at which something is due: it is done once, also when the clock goes back', async () => {
  const running = await start();
  await town.beginTalks();
  const driver = town.slack.driver();
  const cards = () =>
    driver.visible({ channel: CHANNELS.staff }).filter(({ text }) => /has been waiting/.test(text)).length;
  const before = cards();
  await running.setClock(35 * 60_000);
  await until(() => cards() >= before + town.talks.length, DUE_MS);
  await running.setClock(0);
  await wait(12_000);
  expect(cards()).toBe(before + town.talks.length);
});

test('signatures of Slack that are more than five minutes off are refused, and the operator is told to set the clock', async () => {
  const chat = await brokenSlack('http');
  try {
    bot = await startBot(chat.env, folder, { movableClock: true });
    const { driver } = chat;
    const answers = () => driver.direct(driver.people.ann).filter(({ author }) => author === 'bot').length;
    await bot.setClock(6 * 60_000);
    await driver.tell(driver.people.ann, PASTE);
    await driver.tell(driver.people.ann, PASTE);
    await bot.says('set the clock of this machine');
    expect(bot.lines().filter(({ hint }) => String(hint).includes('set the clock'))).toHaveLength(1);
    expect(answers()).toBe(0);
    await bot.setClock(4 * 60_000);
    // Slack sends again what was refused.
    await driver.redeliver();
    await until(() => answers() > 0);
    await wait(1000);
    expect(answers()).toBe(1);
  } finally {
    await chat.close();
  }
});

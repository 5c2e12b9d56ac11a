import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type StoreAddress } from '#store/open.ts';
import { postgresPrograms, startPostgres } from '#test/fakes/postgres.ts';
import { openWay } from '#test/fakes/way.ts';
import { dice, kill, SEED, startProcess } from './process.ts';
import { openTown, type Talk, type Town, until } from './town.ts';

const PROGRAMS = postgresPrograms();
const ACTIONS_A_LIFE = 6;
/** A lease of a process that died runs out after a minute. */
const PATIENCE_MS = 200_000;

let town: Town;
let folder: string;
let running: ChildProcess[] = [];

beforeEach(async () => {
  town = await openTown();
  folder = mkdtempSync(join(tmpdir(), 'keymedic-crash-'));
});

afterEach(async () => {
  for (const child of running) await kill(child);
  running = [];
  await town.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Somebody does something; on Slack nothing of it may be lost, whatever happens then. */
async function act(random: () => number): Promise<void> {
  const talk = town.talks[Math.floor(random() * town.talks.length)];
  const what = random();
  if (what < 0.4 || talk === undefined) await town.paste();
  else if (what < 0.7) await town.line(talk);
  else await town.say(talk);
}

/** What was written in talks and channels until now, with what is seen of it. */
function isQuiet(pastes: number): boolean {
  const numbers = Array.from({ length: pastes }, (_, index) => index + 1);
  return (
    numbers.every((number) => town.answersTo(number) > 0) &&
    town.talks.every((talk) => town.linesSeen(talk).length >= talk.lines.length) &&
    town.talks.filter(({ repeats }) => repeats).every((talk) => town.saidSeen(talk).length >= talk.said.length)
  );
}

async function expectNothingLost(pastes: number, address: StoreAddress): Promise<void> {
  await until(() => isQuiet(pastes), PATIENCE_MS).catch(() => undefined);
  // What was sent twice would come now.
  await wait(2000);
  const answers = Array.from({ length: pastes }, (_, index) => town.answersTo(index + 1));
  expect(answers.filter((count) => count !== 1)).toEqual([]);
  for (const talk of town.talks) {
    expect(town.linesSeen(talk)).toEqual(talk.lines);
    const kept = talk.repeats ? talk.said : await keptOf(talk, address);
    expect(town.saidSeen(talk)).toEqual(kept);
  }
}

/** A chat that does not repeat itself may lose what nobody heard, but nothing that was kept. */
async function keptOf(talk: Talk, address: StoreAddress): Promise<string[]> {
  const store = await openStore(address, Date.now, true);
  const events = await store.write((trx) => trx.events(town.talks.indexOf(talk) + 1));
  await store.close();
  const seen = town.saidSeen(talk);
  expect(seen).toHaveLength(events.filter(({ type }) => type === 'person_said').length);
  expect(new Set(seen).size).toBe(seen.length);
  return talk.said.filter((words) => seen.includes(words));
}

const KILLS = Number(process.env['CRASH_KILLS'] ?? 50);

test(`after ${KILLS} kills on both chats nothing is lost, doubled or out of order`, async () => {
  const random = dice(SEED);
  const start = async () => {
    running = [await startProcess({ ...town.env, ...town.discordEnv }, folder)];
  };
  const stop = async () => {
    for (const child of running) await kill(child);
    running = [];
  };
  await start();
  await town.beginTalks();
  let pastes = 0;
  for (let life = 0; life < KILLS; life += 1) {
    for (let action = 0; action < ACTIONS_A_LIFE; action += 1) {
      await act(random);
      await wait(random() * 12);
    }
    await wait(random() * 40);
    await stop();
    await start();
  }
  pastes = [...town.slack.state.channels.keys()].filter((id) => id.startsWith('CC')).length;
  await expectNothingLost(pastes, { type: 'file', folder });
});

test.runIf(PROGRAMS !== null)(
  `two processes on one PostgreSQL: of ${KILLS} kills of either nothing is lost, doubled or out of order`,
  async () => {
    const postgres = await startPostgres(PROGRAMS ?? '');
    const address = { type: 'postgres', url: postgres.url } as const;
    const random = dice(SEED);
    const start = (both: boolean) =>
      startProcess({ ...town.env, ...(both ? town.discordEnv : {}), DATABASE_URL: postgres.url }, folder);
    try {
      running = [await start(true), await start(false)];
      await town.beginTalks();
      for (let life = 0; life < KILLS; life += 1) {
        for (let action = 0; action < ACTIONS_A_LIFE; action += 1) {
          await act(random);
          // Two processes hear at the same time what comes at the same time; people write one after the other.
          await wait(60 + random() * 60);
        }
        const which = random() < 0.5 ? 0 : 1;
        const [victim] = running.slice(which, which + 1);
        if (victim !== undefined) await kill(victim);
        running[which] = await start(which === 0);
      }
      const pastes = [...town.slack.state.channels.keys()].filter((id) => id.startsWith('CC')).length;
      await expectNothingLost(pastes, address);
    } finally {
      for (const child of running) await kill(child);
      running = [];
      await postgres.stop();
    }
  },
);

test.runIf(PROGRAMS !== null)('a database that is away for a while costs nothing but time', async () => {
  const postgres = await startPostgres(PROGRAMS ?? '');
  const way = await openWay(postgres.url);
  const random = dice(SEED);
  try {
    running = [await startProcess({ ...town.env, ...town.discordEnv, DATABASE_URL: way.url }, folder)];
    await town.beginTalks();
    for (let outage = 0; outage < 3; outage += 1) {
      for (let action = 0; action < ACTIONS_A_LIFE; action += 1) await act(random);
      way.cut(true);
      for (let action = 0; action < ACTIONS_A_LIFE; action += 1) {
        await act(random);
        await wait(random() * 300);
      }
      // Longer than Slack waits for an acknowledgement.
      await wait(4000);
      way.cut(false);
      await wait(1000);
    }
    const pastes = [...town.slack.state.channels.keys()].filter((id) => id.startsWith('CC')).length;
    await expectNothingLost(pastes, { type: 'postgres', url: postgres.url });
    expect(running[0]?.exitCode).toBeNull();
  } finally {
    for (const child of running) await kill(child);
    running = [];
    way.close();
    await postgres.stop();
  }
});

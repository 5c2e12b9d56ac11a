import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openTown, type Town, until } from '#test/crash/town.ts';
import { postgresPrograms, startPostgres } from '#test/fakes/postgres.ts';
import { openWay } from '#test/fakes/way.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';
import { isAwake, type RunningBot, startBot } from './bot.ts';

const PROGRAMS = postgresPrograms();
/** Longer than the bot waits for a lock (5 s), and than Slack waits for an acknowledgement. */
const LOCKED_MS = 8000;

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

/** What the bot says to somebody who writes to it directly. */
function saidTo(person: { readonly id: string; readonly name: string }): string[] {
  return town.slack
    .driver()
    .direct(person)
    .filter(({ author }) => author === 'bot')
    .map(({ text }) => text);
}

/** Every paste has one answer, at the end and a while later. */
async function expectOneAnswerEach(pastes: number): Promise<void> {
  const numbers = Array.from({ length: pastes }, (_, index) => index + 1);
  await until(() => numbers.every((number) => town.answersTo(number) > 0), 60_000);
  await wait(1500);
  expect(numbers.map((number) => town.answersTo(number))).toEqual(numbers.map(() => 1));
}

test('a SQLite file that another program keeps locked: the process stays awake, says so, and answers later, once', async () => {
  const running = await startBot({ ...town.env, ...town.discordEnv }, folder);
  bot = running;
  await town.paste();
  await expectOneAnswerEach(1);
  const other = new DatabaseSync(join(folder, 'keymedic.db'));
  other.exec('begin immediate');
  const from = Date.now();
  for (let paste = 0; paste < 5; paste += 1) await town.paste();
  const driver = town.slack.driver();
  const { ann } = driver.people;
  await driver.tell(ann, PASTE);
  let asleep = 0;
  while (Date.now() - from < LOCKED_MS) {
    if (!(await isAwake(running))) asleep += 1;
    await wait(250);
  }
  expect(asleep).toBe(0);
  expect(saidTo(ann).join()).toContain('Your answer is delayed');
  expect(await running.notReady()).toEqual(['database']);
  expect(await running.metric('keymedic_database_up')).toBe(0);
  other.exec('rollback');
  other.close();
  await expectOneAnswerEach(6);
  await until(() => saidTo(ann).join().includes("doesn't recognize the key"), 30_000);
  expect(saidTo(ann)).toHaveLength(2);
  await running.becomes([]);
  expect(running.output()).toContain('a turn was handled after all');
  expect(running.output()).toMatch(/the outbox can(?:not)? be read/);
  expect(town.slack.wire.violations).toEqual([]);
  expect(await running.stop()).toBe(0);
}, 120_000);

test('a SQLite file that can be read and refuses to be written: people are told, nothing is lost, and it goes on afterwards', async () => {
  const running = await startBot(town.env, folder);
  bot = running;
  await town.paste();
  await expectOneAnswerEach(1);
  const other = new DatabaseSync(join(folder, 'keymedic.db'));
  // Root may write to what is read-only, and a file that is open stays writable: this refuses everybody.
  other.exec(
    "create trigger no_case before insert on inbound begin select raise(abort, 'attempt to write a readonly database'); end",
  );
  const driver = town.slack.driver();
  const { ben } = driver.people;
  await town.paste();
  await driver.tell(ben, PASTE);
  await until(() => saidTo(ben).join().includes('Your answer is delayed'));
  await wait(2000);
  expect(town.answersTo(2)).toBe(0);
  expect(await running.metric('keymedic_turns_failed_total{chat="slack",type="message"}')).toBeGreaterThanOrEqual(2);
  other.exec('drop trigger no_case');
  other.close();
  await expectOneAnswerEach(2);
  await until(() => saidTo(ben).join().includes("doesn't recognize the key"), 30_000);
  expect(saidTo(ben)).toHaveLength(2);
  expect(await running.stop()).toBe(0);
});

/** Root may write everything: then it is nobody who starts it, where nobody may read the program. */
const NOBODY = 65_534;

test('a database file that may only be read ends the start with a sentence', async ({ skip }) => {
  const first = await startBot(town.env, folder);
  expect(await first.stop()).toBe(0);
  const path = join(folder, 'keymedic.db');
  for (const name of [path, folder]) chmodSync(name, name === folder ? 0o555 : 0o444);
  const uid = process.getuid?.() === 0 ? NOBODY : undefined;
  const main = new URL('../../src/main.ts', import.meta.url).pathname;
  const may = spawnSync(
    process.execPath,
    ['-e', `fs.accessSync(${JSON.stringify(main)}, 4)`],
    uid === undefined ? {} : { uid },
  );
  if (may.status !== 0) skip('nobody may read the program here');
  await expect(startBot(town.env, folder, uid === undefined ? {} : { uid })).rejects.toThrow(
    /The database .*keymedic\.db cannot be opened: .*read-?only/,
  );
});

test.runIf(PROGRAMS !== null)(
  'a PostgreSQL that cannot be reached for a while: not ready, told, and answered later, once',
  async () => {
    const postgres = await startPostgres(PROGRAMS ?? '');
    const way = await openWay(postgres.url);
    try {
      const running = await startBot({ ...town.env, DATABASE_URL: way.url }, folder);
      bot = running;
      const driver = town.slack.driver();
      way.cut(true);
      await town.paste();
      await driver.tell(driver.people.ann, PASTE);
      await running.becomes(['database']);
      await until(() => saidTo(driver.people.ann).join().includes('Your answer is delayed'));
      way.cut(false);
      await expectOneAnswerEach(1);
      await running.becomes([]);
      expect(running.output()).toContain('the outbox can be read again');
      expect(await running.stop()).toBe(0);
    } finally {
      await bot?.kill();
      way.close();
      await postgres.stop();
    }
  },
);

test.runIf(PROGRAMS !== null)('a PostgreSQL without a free connection: told, and answered later, once', async () => {
  const postgres = await startPostgres(PROGRAMS ?? '');
  const others: pg.Client[] = [];
  try {
    const running = await startBot({ ...town.env, DATABASE_URL: postgres.url }, folder);
    bot = running;
    const admin = new pg.Client(postgres.url);
    others.push(admin);
    await admin.connect();
    // Others take the table and all connections of the bot wait for it.
    await admin.query('begin; lock table inbound in access exclusive mode; lock table outbox in access exclusive mode');
    for (let paste = 0; paste < 30; paste += 1) await town.paste();
    await running.becomes(['database']);
    expect(await isAwake(running)).toBe(true);
    await wait(6000);
    await admin.query('rollback');
    await expectOneAnswerEach(30);
    await running.becomes([]);
    await vi.waitFor(async () => expect(await running.metric('keymedic_outbox_messages')).toBe(0));
    expect(town.slack.wire.violations).toEqual([]);
    expect(await running.stop()).toBe(0);
  } finally {
    await bot?.kill();
    for (const one of others) await one.end();
    await postgres.stop();
  }
});

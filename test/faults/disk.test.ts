import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTown, type Town, until } from '#test/crash/town.ts';
import { PROGRAM_ENV } from '#test/fakes/program.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';
import { type RunningBot, startBot } from './bot.ts';

let town: Town;
let folder: string;
let bot: RunningBot | undefined;
let unmount: () => void = () => undefined;

beforeEach(async () => {
  town = await openTown();
  folder = mkdtempSync(join(tmpdir(), 'keymedic-faults-'));
});

afterEach(async () => {
  await bot?.kill();
  bot = undefined;
  unmount();
  unmount = () => undefined;
  await town.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A small file system of its own, where this machine lets us have one. */
function mounted(at: string): boolean {
  try {
    mkdirSync(at, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', at], { stdio: 'ignore' });
    unmount = () => void execFileSync('umount', ['-l', at]);
    return true;
  } catch {
    return false;
  }
}

/** The bot writes to the same file system meanwhile, so its free space cannot be asked for and then filled. */
function writeUntilFull(path: string): void {
  const file = openSync(path, 'w');
  const block = Buffer.alloc(512);
  try {
    for (;;) writeSync(file, block);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(file);
  }
}

interface Disk {
  readonly data: string;
  readonly fill: (bot: RunningBot) => void;
  readonly makeRoom: (bot: RunningBot) => void;
  /** SQLite's words. */
  readonly says: string;
}

/** No file of the process may grow beyond that: what a quota does, and needs no rights. */
const fileSize = ({ child }: RunningBot, bytes: number | 'unlimited') =>
  void execFileSync('prlimit', ['--pid', String(child.pid), `--fsize=${bytes}:`]);

const DISKS: readonly (readonly [string, () => Disk | null])[] = [
  [
    'a limit to the size of files',
    () => ({
      data: folder,
      fill: (one) => fileSize(one, 4096),
      makeRoom: (one) => fileSize(one, 'unlimited'),
      says: 'disk I/O error',
    }),
  ],
  [
    'a small file system',
    () => {
      const data = join(folder, 'small');
      const ballast = join(data, 'ballast');
      if (!mounted(data)) return null;
      return {
        data,
        fill: () => writeUntilFull(ballast),
        makeRoom: () => rmSync(ballast),
        says: 'database or disk is full',
      };
    },
  ],
];

test.for(DISKS)(
  'a full disk (%s): people are told, what they wrote is answered once there is room',
  { timeout: 150_000 },
  async ([, open], { skip }) => {
    const disk = open() ?? skip('nothing may be mounted here');
    const running = await startBot({ ...town.env, ...town.discordEnv }, disk.data);
    bot = running;
    await town.beginTalks();
    const [onSlack, , onDiscord] = town.talks;
    if (onSlack === undefined || onDiscord === undefined) throw new Error('nobody talks');
    disk.fill(running);
    const driver = town.slack.driver();
    const { tom } = driver.people;
    const pastes = [await town.paste(), await town.paste(), await town.paste()];
    await driver.tell(tom, PASTE);
    // What is said in a case to the staff must not be lost either, and not change its order.
    for (let word = 0; word < 3; word += 1) {
      await town.say(onSlack);
      await town.line(onSlack);
      await town.say(onDiscord);
    }
    const saidTo = () =>
      driver
        .direct(tom)
        .filter(({ author }) => author === 'bot')
        .map(({ text }) => text);
    await until(() => saidTo().join().includes('Your answer is delayed'));
    await running.becomes(['database']);
    expect(running.output()).toContain(disk.says);
    expect(pastes.map((paste) => town.answersTo(paste))).toEqual([0, 0, 0]);
    disk.makeRoom(running);
    await until(() => pastes.every((paste) => town.answersTo(paste) > 0), 60_000);
    await until(() => saidTo().join().includes("doesn't recognize the key"), 60_000);
    for (const talk of [onSlack, onDiscord]) await until(() => town.saidSeen(talk).length >= 3, 60_000);
    await until(() => town.linesSeen(onSlack).length >= 3, 60_000);
    await wait(1500);
    expect(pastes.map((paste) => town.answersTo(paste))).toEqual([1, 1, 1]);
    for (const talk of [onSlack, onDiscord]) {
      expect(town.saidSeen(talk)).toEqual(talk.said);
      expect(town.linesSeen(talk)).toEqual(talk.lines);
    }
    await running.becomes([]);
    expect(await running.stop()).toBe(0);
  },
);

test('a log that cannot be written (its disk is full) keeps nobody from their answer', async () => {
  const port = 20_000 + (process.pid % 20_000);
  const full = openSync('/dev/full', 'w');
  const origin = `http://127.0.0.1:${port}`;
  const running = await startBot({ ...town.env, OPS_PORT: String(port), LOG_LEVEL: 'debug' }, folder, {
    logTo: full,
    origin,
  });
  bot = running;
  await town.paste();
  await until(() => town.answersTo(1) > 0);
  expect(running.output()).toBe('The log cannot be written (ENOSPC); the bot goes on without.\n');
  expect(await running.notReady()).toEqual([]);
  expect(await running.stop()).toBe(0);
});

test('a secret that cannot be kept ends the start with a sentence, and leaves no half of it behind', async () => {
  const { SECRET_KEY: _unset, ...env } = town.env;
  const path = join(folder, 'secret-key');
  mkdirSync(path);
  await expect(startBot(env, folder)).rejects.toThrow(/cannot be stored in .*secret-key \(EISDIR\).*set SECRET_KEY/);
  rmSync(path, { recursive: true });
  // What a full disk has left by an older version: a key of no bytes would be everybody's.
  writeFileSync(path, '');
  bot = await startBot(env, folder);
  expect(readFileSync(path, 'utf8')).toMatch(/^[\w-]{43}\n$/);
  const kept = readFileSync(path, 'utf8');
  expect(await bot.stop()).toBe(0);
  bot = await startBot(env, folder);
  expect(readFileSync(path, 'utf8')).toBe(kept);
  expect(await bot.stop()).toBe(0);
});

test('a database that cannot be made ends the start with a sentence', async () => {
  const data = join(folder, 'data');
  mkdirSync(join(data, 'keymedic.db'), { recursive: true });
  await expect(startBot(town.env, data)).rejects.toThrow(/database.*keymedic\.db/s);
});

test('a record of a key check that cannot be written: the check is done all the same, and says so', async () => {
  symlinkSync('/dev/full', join(folder, 'keychecks.jsonl'));
  const cli = new URL('../../src/cli.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [cli, 'keycheck', '--base-url', 'http://127.0.0.1:9/v1'], {
    cwd: folder,
    env: { ...PROGRAM_ENV, DATA_DIR: folder, KEYCHECK_ALLOW: '127.0.0.1:9' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => void (output += chunk.toString()));
  child.stdin.end('acme_Zq7Kx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0GuEa\n');
  const [status] = (await once(child, 'exit')) as [number];
  expect(output).toContain("can't tell whether the key is valid");
  expect(output).toMatch(/This check could not be recorded in .*keychecks\.jsonl \(ENOSPC\)/);
  expect(status).toBe(3);
  expect(existsSync(join(folder, 'keychecks.jsonl'))).toBe(true);
});

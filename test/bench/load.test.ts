import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { postgresPrograms } from '#test/fakes/postgres.ts';

const run = promisify(execFile);
const SHORT = ['bench/load.ts', '--json', '--rate', '40', '--seconds', '4', '--servers', '10'];

/** What a short load run says; how long anything took is not looked at. */
async function loaded(...more: readonly string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [...SHORT, ...more]);
  return JSON.parse(stdout);
}

const EXPECTED = {
  faults: [],
  counts: { sent: 160, pastes: 32, again: 1, walks: 2, cards: 2 },
  replies: { count: 32 },
};

test('a short load run on one process loses and doubles nothing', async () => {
  expect(await loaded()).toMatchObject(EXPECTED);
}, 60_000);

test.runIf(postgresPrograms() !== null)(
  'a short load run on two processes and one PostgreSQL loses and doubles nothing',
  async () => {
    expect(await loaded('--processes', '2', '--database', 'postgres')).toMatchObject(EXPECTED);
  },
  60_000,
);

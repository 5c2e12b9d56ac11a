import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { postgresPrograms, type RunningPostgres, startPostgres } from '#test/fakes/postgres.ts';
import { PROGRAM_ENV } from '#test/fakes/program.ts';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack/server.ts';
import { openWay, type Way } from '#test/fakes/way.ts';

const programs = postgresPrograms();

let postgres: RunningPostgres | undefined;
let slack: FakeSlack | undefined;
let way: Way | undefined;
let child: ChildProcess | undefined;
const folder = mkdtempSync(join(tmpdir(), 'keymedic-serve-postgres-'));

beforeAll(async () => {
  if (programs === null) return;
  postgres = await startPostgres(programs);
  slack = await startFakeSlack({ transport: 'socket' });
  way = await openWay(postgres.url);
}, 60_000);

afterAll(async () => {
  child?.kill('SIGKILL');
  way?.close();
  await slack?.close();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.runIf(programs !== null)(
  'it is not ready while the database is away, and lives through that',
  async () => {
    if (slack === undefined || way === undefined) throw new Error('not prepared');
    const main = new URL('../../../src/main.ts', import.meta.url).pathname;
    const running = spawn(process.execPath, [main], {
      cwd: folder,
      env: {
        ...PROGRAM_ENV,
        DATA_DIR: folder,
        DATABASE_URL: way.url,
        SLACK_API_URL: slack.apiUrl,
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        OPS_PORT: '0',
      },
    });
    child = running;
    let output = '';
    for (const stream of [running.stdout, running.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    await vi.waitFor(() => expect(output).toContain('keymedic runs'), 15_000);
    const origin = /http:\/\/[\d.:]+(?=\/healthz)/.exec(output)?.[0] ?? '';
    const ask = async () => {
      const response = await fetch(`${origin}/readyz`);
      return { status: response.status, wrong: ((await response.json()) as { not_ready: string[] }).not_ready };
    };
    expect(await ask()).toEqual({ status: 200, wrong: [] });
    way.cut(true);
    await vi.waitFor(async () => expect(await ask()).toEqual({ status: 503, wrong: ['database'] }), 10_000);
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${origin}/metrics`)).text()).toContain('\nkeymedic_database_up 0\n');
    way.cut(false);
    await vi.waitFor(async () => expect(await ask()).toEqual({ status: 200, wrong: [] }), 10_000);
    expect(output).toContain('SECRET_KEY is not set');
    expect(output).not.toContain('password');
    const exit = new Promise((resolve) => running.on('exit', resolve));
    running.kill('SIGTERM');
    expect(await exit).toBe(0);
  },
  60_000,
);

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord-server/server.ts';
import { PROGRAM_ENV } from '#test/fakes/program.ts';

let discord: FakeDiscord;
let folder: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  discord = await startFakeDiscord({ messageContent: true });
  folder = mkdtempSync(join(tmpdir(), 'keymedic-serve-discord-'));
});

afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test('it stops while Discord cannot be reached', async () => {
  const main = new URL('../../../src/main.ts', import.meta.url).pathname;
  const env = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl, DATA_DIR: folder, OPS_PORT: '0' };
  const running = spawn(process.execPath, [main], { cwd: folder, env: { ...PROGRAM_ENV, ...env } });
  child = running;
  const exit = new Promise((resolve) => running.on('exit', resolve));
  let output = '';
  for (const stream of [running.stdout, running.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  await vi.waitFor(() => expect(output).toContain('keymedic runs'), 15_000);
  await discord.close();
  await vi.waitFor(() => expect(output).toContain('discord is cut off'), 10_000);
  const from = Date.now();
  running.kill('SIGTERM');
  expect(await exit).toBe(0);
  expect(Date.now() - from).toBeLessThan(10_000);
}, 30_000);

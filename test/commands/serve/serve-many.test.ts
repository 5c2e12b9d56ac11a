import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { freePort } from '#test/fakes/free-port.ts';
import { PROGRAM_ENV } from '#test/fakes/program.ts';
import { startFakeCity } from '#test/fakes/slack/city.ts';

const folder = mkdtempSync(join(tmpdir(), 'keymedic-serve-many-'));
let child: ChildProcess | undefined;
const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  child?.kill('SIGKILL');
  for (const one of closing) await one.close();
  rmSync(folder, { recursive: true, force: true });
});

test('npm start with a client id serves the installation, and what Slack signs for the workspace', async () => {
  const city = await startFakeCity({ redirectUrls: ['https://bot.example/slack/oauth_redirect'] });
  closing.push(city);
  const acme = city.open({ id: 'T1', name: 'Acme', domain: 'acme' });
  const port = await freePort();
  const running = spawn(process.execPath, [new URL('../../../src/main.ts', import.meta.url).pathname], {
    cwd: folder,
    env: {
      ...PROGRAM_ENV,
      DATA_DIR: folder,
      SLACK_API_URL: city.apiUrl,
      SLACK_CLIENT_ID: city.clientId,
      SLACK_CLIENT_SECRET: city.clientSecret,
      SLACK_SIGNING_SECRET: city.signingSecret,
      PORT: String(port),
      OPS_PORT: 'off',
    },
  });
  child = running;
  let output = '';
  for (const stream of [running.stdout, running.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await vi.waitFor(() => expect(output).toContain('keymedic runs'), 15_000);
  expect(output).toContain('many workspaces, /slack/install on port');
  const url = `http://127.0.0.1:${port}`;
  city.connect([url]);
  const begun = await fetch(`${url}/slack/install`, { redirect: 'manual' });
  const back = new URL(city.decide(begun.headers.get('location') ?? '', acme, 'allow'));
  const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const done = await fetch(`${url}${back.pathname}${back.search}`, { headers: { cookie } });
  expect(await done.text()).toContain('Keymedic is installed');
  const driver = acme.driver();
  await driver.tell(driver.people.ann, 'Error code: 401 - Incorrect API key provided: sk-proj-abcd****wxyz.');
  await vi.waitFor(() => expect(driver.direct(driver.people.ann).at(-1)?.author).toBe('bot'), 10_000);
  const exit = new Promise((resolve) => running.on('exit', resolve));
  running.kill('SIGTERM');
  expect(await exit).toBe(0);
  const file = readFileSync(join(folder, 'keymedic.db'), 'latin1');
  expect(acme.tokens).toHaveLength(1);
  expect(output + file).not.toContain(acme.tokens[0]);
  expect(output).not.toContain(city.clientSecret);
}, 60_000);

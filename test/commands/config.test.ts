import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configCommand } from '#commands/config.ts';
import { PROGRAM_ENV } from '#test/fakes/program.ts';
import { fakeIo } from './io.ts';

const TOKEN = 'xoxb-1111-2222-abcdefghijkl';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keymedic-config-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, ...lines: string[]): void {
  writeFileSync(join(folder, name), lines.join('\n'));
}

test('check tells every mistake in file and environment, with line and column, and ends with 1', async () => {
  write('keymedic.yaml', 'slack:', '  chanels: [help]', 'operation:', '  port: eighty');
  const { io, error } = fakeIo({ DISCORD_LEAK: 'shout' });
  expect(await configCommand(['check'], io, folder)).toBe(1);
  expect(error()).toContain('keymedic.yaml:2:3 slack.chanels: found an unknown key');
  expect(error()).toContain('did you mean slack.channels?');
  expect(error()).toContain('keymedic.yaml:4:9 operation.port: found the text “eighty”');
  expect(error()).toContain('DISCORD_LEAK: expected delete or warn');
  expect(error()).toContain('3 mistakes');
});

test('check --json says the same to a program', async () => {
  write('keymedic.yaml', 'slack:', '  chanels: [help]');
  const { io, out, error } = fakeIo();
  expect(await configCommand(['check', '--json'], io, folder)).toBe(1);
  expect(JSON.parse(out())).toEqual({
    ok: false,
    faults: [
      expect.objectContaining({
        file: 'keymedic.yaml',
        line: 2,
        column: 3,
        key: 'slack.chanels',
        did_you_mean: 'slack.channels',
      }),
    ],
  });
  expect(error()).toBe('');
});

test('check of settings without mistakes ends with 0, with a file and without', async () => {
  const none = fakeIo();
  expect(await configCommand(['check'], none.io, folder)).toBe(0);
  expect(none.out()).toContain('There is no keymedic.yaml');
  write('keymedic.yaml', 'operation:', '  port: 80');
  expect(await configCommand(['check'], fakeIo().io, folder)).toBe(0);
});

test('check gives the place of a mistake in .env, and names variables there that look like ours', async () => {
  write('.env', '# ours', 'PORT=eighty', 'SLACK_CHANELS=help', 'HTTPS_PROXY=http://p', 'PATH_TO_KNOWLEDGE=x');
  const { io, error } = fakeIo({ PORT: 'eighty' });
  expect(await configCommand(['check'], io, folder)).toBe(1);
  expect(error()).toContain('.env:2:1 PORT: expected a whole number from 1 to 65535');
  expect(error()).toContain('.env:3 SLACK_CHANELS: is not a setting; did you mean SLACK_CHANNELS?');
  expect(error()).not.toMatch(/eighty|PROXY|KNOWLEDGE/);
});

test('KEYMEDIC_CONFIG names another file, and one that is missing is a mistake', async () => {
  write('ours.yaml', 'operation: {port: no}');
  const other = fakeIo({ KEYMEDIC_CONFIG: 'ours.yaml' });
  expect(await configCommand(['check'], other.io, folder)).toBe(1);
  expect(other.error()).toContain('ours.yaml:1:19 operation.port');
  const missing = fakeIo({ KEYMEDIC_CONFIG: 'theirs.yaml' });
  expect(await configCommand(['check'], missing.io, folder)).toBe(1);
  expect(missing.error()).toContain('KEYMEDIC_CONFIG: expected an existing file; theirs.yaml does not exist');
  const directory = fakeIo({ KEYMEDIC_CONFIG: '.' });
  expect(await configCommand(['check'], directory.io, folder)).toBe(1);
  expect(directory.error()).toContain('KEYMEDIC_CONFIG: expected a readable file');
});

test('show says what holds and where it comes from, and of secrets only that they are set', async () => {
  write('keymedic.yaml', 'operation:', '  port: 4000');
  write('.env', `SLACK_BOT_TOKEN=${TOKEN}`, 'LOG_LEVEL=warn');
  const env = {
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_APP_TOKEN: 'xapp-1',
    LOG_LEVEL: 'warn',
    RETENTION_DAYS: '7',
    DATABASE_URL: 'postgres://me:hunter2@db/keymedic',
  };
  const { io, out } = fakeIo(env);
  expect(await configCommand(['show'], io, folder)).toBe(0);
  const line = (key: string) =>
    out()
      .split('\n')
      .find((each) => each.startsWith(`${key} `))
      ?.replaceAll(/ +/g, ' ');
  expect(line('slack.bot_token')).toBe('slack.bot_token set (.env)');
  expect(line('discord.token')).toBe('discord.token not set');
  expect(line('operation.port')).toBe('operation.port 4000 (keymedic.yaml:2)');
  expect(line('operation.log_level')).toBe('operation.log_level warn (.env)');
  expect(line('storage.retention_days')).toBe('storage.retention_days 7 (environment)');
  expect(line('storage.data_dir')).toBe('storage.data_dir data');
  expect(line('storage.database_url')).toBe('storage.database_url set, with a password (environment)');
  expect(out()).not.toMatch(/xoxb|xapp|hunter2/);
});

test('show --json has the faults beside the settings', async () => {
  write('keymedic.yaml', 'operation: {port: no}');
  const { io, out } = fakeIo();
  expect(await configCommand(['show', '--json'], io, folder)).toBe(1);
  const shown = JSON.parse(out()) as { settings: { key: string; from: string }[]; faults: unknown[] };
  expect(shown.settings.find(({ key }) => key === 'operation.port')?.from).toBe('default');
  expect(shown.faults).toHaveLength(1);
});

test('--help explains, anything else is not understood', async () => {
  const help = fakeIo();
  expect(await configCommand(['--help'], help.io, folder)).toBe(0);
  expect(help.out()).toContain('npm run -s config -- check');
  expect(await configCommand(['chek'], fakeIo().io, folder)).toBe(2);
});

test('the other commands read the file, and say what is wrong with it', () => {
  const cli = new URL('../../src/cli.ts', import.meta.url).pathname;
  const run = () =>
    spawnSync(process.execPath, [cli, 'knowledge', 'list'], {
      cwd: folder,
      env: PROGRAM_ENV,
      encoding: 'utf8',
    });
  write('keymedic.yaml', 'knowledge:', '  folder: nowhere-at-all');
  expect(`${run().stdout}${run().stderr}`).toContain('nowhere-at-all');
  write('keymedic.yaml', 'knowledge:', '  foldr: mine');
  expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining('did you mean knowledge.folder?') });
});

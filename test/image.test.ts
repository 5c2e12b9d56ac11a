import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROWS } from '#config/settings.ts';
import { startListener } from '#ops/listener.ts';

interface Service {
  readonly environment?: Readonly<Record<string, string>>;
}

// No image is built here; what stands in the Dockerfile is run as it stands there.
const ROOT = new URL('..', import.meta.url).pathname;
const DOCKERFILE = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').replaceAll('\\\n', ' ');
const run = promisify(execFile);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keymedic-image-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The lines of an instruction, without its word. */
function lines(instruction: string): string[] {
  return [...DOCKERFILE.matchAll(new RegExp(`^${instruction} +(.+)$`, 'gm'))].map(([, rest = '']) => rest);
}

/** The command behind CMD or ENTRYPOINT, which is a list. */
function listIn(text: string): string[] {
  return JSON.parse(text.slice(text.indexOf('['))) as string[];
}

test('everything that is copied is there, and let through to the build', () => {
  const allowed = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
  const copied = lines('COPY')
    .filter((line) => !line.startsWith('--from'))
    .flatMap((line) => line.split(' ').slice(0, -1));
  expect(copied.length).toBeGreaterThan(3);
  for (const name of copied) {
    expect(existsSync(join(ROOT, name))).toBe(true);
    expect(allowed).toContain(`!${name}`);
  }
});

test('the example of two processes is YAML that is merged, and sets what can be set', () => {
  const page = readFileSync(join(ROOT, 'docs', 'operation.md'), 'utf8');
  const example = /```yaml\n(services:[\s\S]*?)```/.exec(page)?.[1] ?? '';
  const { services } = parse(example, { merge: true, strict: true }) as { services: Record<string, Service> };
  expect([services['a'], services['b']].map((one) => one?.environment?.['DISCORD_SHARDS'])).toEqual(['0/2', '1/2']);
  for (const one of [services['a'], services['b']]) {
    expect(one).toMatchObject({ build: '.', read_only: true, cap_drop: ['ALL'] });
    for (const name of Object.keys(one?.environment ?? {})) expect(ROWS.map(({ env }) => env)).toContain(name);
  }
});

test('it does not run as root, and is asked and stopped without a shell', () => {
  // A number, so that runAsNonRoot of Kubernetes can be checked.
  expect(lines('USER')).toEqual(['1000:1000']);
  expect(listIn(lines('ENTRYPOINT')[0] ?? '')[0]).toBe('node');
  expect(listIn(lines('HEALTHCHECK')[0] ?? '')[0]).toBe('node');
});

test('the check of its health tells a process that lives from one that does not', async () => {
  const nothing = async () => '';
  const readiness = async () => ({ ready: true, not_ready: [], checks: {} });
  const listener = await startListener({ host: '0.0.0.0', port: 0, readiness, metrics: nothing });
  const [, ...args] = listIn(lines('HEALTHCHECK')[0] ?? '');
  const env = { OPS_PORT: `0.0.0.0:${new URL(listener.address).port}` };
  await run(process.execPath, args, { env });
  await listener.stop();
  await expect(run(process.execPath, args, { env })).rejects.toMatchObject({ code: 1 });
  // Who asks for no such port has a process that nobody can ask, and no sick one.
  await run(process.execPath, args, { env: { OPS_PORT: 'off' } });
});

test('what it does in advance works, and its start recalls it', async () => {
  const commands = lines('RUN').find((line) => line.startsWith('node')) ?? '';
  const env = { PATH: `${join(process.execPath, '..')}:/usr/bin:/bin`, NODE_COMPILE_CACHE: folder, DATA_DIR: folder };
  await run('sh', ['-c', commands], { cwd: ROOT, env });
  const [kept = ''] = readdirSync(folder);
  expect(readdirSync(join(folder, kept))).toEqual(expect.arrayContaining(['knowledge.json', 'probe-defaults.json']));
  const [, ...args] = listIn(lines('ENTRYPOINT')[0] ?? '');
  const { stdout } = await run(process.execPath, [...args, '--help'], { cwd: ROOT, env });
  expect(stdout).toContain('Usage');
});

test('the script that builds it says what is missing where there is no engine', async () => {
  const script = join(ROOT, '.ci', 'image');
  symlinkSync('/usr/bin/dirname', join(folder, 'dirname'));
  const running = run('/bin/bash', [script], { env: { PATH: folder } });
  await expect(running).rejects.toMatchObject({
    code: 2,
    stderr: 'npm run -s image needs a running Docker, or Buildah and Podman. Nothing was built.\n',
  });
});

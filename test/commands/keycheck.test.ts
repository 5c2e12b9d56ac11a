import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Io } from '#commands/io.ts';
import { type KeycheckOptions, keycheckCommand } from '#commands/keycheck/keycheck.ts';
import { FAKES } from '#test/fakes/providers/all.ts';
import { type RunningFake, startFake } from '#test/fakes/providers/server.ts';
import type { FakeProvider } from '#test/fakes/providers/types.ts';

const relay = FAKES.find(({ id }) => id === 'relay') as FakeProvider;
let server: RunningFake;
let folder = '';
let out = '';
let errors = '';

beforeEach(async () => {
  server = await startFake(relay);
  folder = mkdtempSync(join(tmpdir(), 'keymedic-keycheck-'));
  out = '';
  errors = '';
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function run(
  argv: readonly string[],
  entered: string,
  change: Partial<Io> & KeycheckOptions & { tty?: boolean } = {},
): Promise<number> {
  const { prompts, before, tty = false, env, ...io } = change;
  const stdin = Object.assign(Readable.from([Buffer.from(entered)]), { isTTY: tty });
  return keycheckCommand(
    argv,
    {
      stdin,
      out: (text) => void (out += text),
      error: (text) => void (errors += text),
      env: { DATA_DIR: folder, KEYCHECK_ALLOW: server.target, ...env },
      columns: 80,
      colour: false,
      ...io,
    },
    { ...(prompts === undefined ? {} : { prompts }), ...(before === undefined ? {} : { before }) },
  );
}

const atTheRelay = () => ['--base-url', `${server.origin}/v1`];

describe('keycheck', () => {
  test('reads the key from stdin, asks, and answers for people', async () => {
    expect(await run(atTheRelay(), `${relay.key}\n`)).toBe(0);
    expect(out).toContain(`The key works: ${server.target} accepts it.`);
    expect(out).toContain('not tested');
    expect(out).not.toContain(relay.key);
    expect(errors).toBe('');
  });

  test('answers with one object in --json, with exactly the keys that are documented', async () => {
    expect(await run([...atTheRelay(), '--json', '--model=model-fake'], relay.key)).toBe(0);
    const verdict = JSON.parse(out) as Record<string, unknown>;
    expect(Object.keys(verdict).sort()).toEqual([
      'credits',
      'findings',
      'host',
      'http_status',
      'kind',
      'latency_ms',
      'model_available',
      'next',
      'provider',
      'request_id',
      'verdict',
    ]);
    expect(verdict).toMatchObject({
      verdict: 'works',
      kind: null,
      provider: 'relay',
      http_status: 200,
      credits: 'not_tested',
      model_available: true,
    });
  });

  test('tells by its exit status: works 0, limited or rejected 1, nothing asked 2, undecided 3', async () => {
    server.state = 'wrong';
    expect(await run(atTheRelay(), relay.key)).toBe(1);
    server.state = 'no_credit';
    expect(await run(atTheRelay(), relay.key)).toBe(1);
    server.trouble = 'firewall';
    expect(await run(atTheRelay(), relay.key)).toBe(3);
    expect(await run([], relay.key)).toBe(2);
  });

  test('asks on a terminal, hidden, and leaves where the person leaves', async () => {
    const prompts = { key: async () => relay.key, agree: async () => false };
    expect(await run(atTheRelay(), '', { tty: true, prompts })).toBe(0);
    expect(await run(atTheRelay(), '', { tty: true, prompts: { ...prompts, key: async () => null } })).toBe(2);
    expect(errors).toBe('You did not enter a key.\n');
  });

  test('leaves the very text to the look: only one line end belongs to the pipe', async () => {
    expect(await run([...atTheRelay(), '--json'], `${relay.key}\n\n`)).toBe(0);
    expect((JSON.parse(out) as { findings: { id: string }[] }).findings.map(({ id }) => id)).toEqual(['blank-around']);
  });

  test.for([
    [['--key', 'x'], 'arguments'],
    [['sk-Kq7Zx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0Gu'], 'arguments'],
    [['--from-env', 'OPENAI_API_KEY'], 'environment'],
    [['--provider'], 'needs a value'],
    [['--frobnicate'], 'Argument 1 is not valid'],
  ] as const)('refuses %j with the reason', async ([argv, reason]) => {
    expect(await run(argv, relay.key)).toBe(2);
    expect(errors).toContain(reason);
    expect(server.seen).toEqual([]);
  });

  test('refuses a key that was put into the environment for it', async () => {
    expect(await run(atTheRelay(), '', { env: { KEYCHECK_KEY: relay.key } })).toBe(2);
    expect(errors).toContain('not read from the environment');
  });

  test('names a wrong KEYCHECK_ALLOW', async () => {
    expect(await run(atTheRelay(), relay.key, { env: { KEYCHECK_ALLOW: 'nonsense' } })).toBe(2);
    expect(errors).toBe('KEYCHECK_ALLOW: "nonsense" is not host:port\n');
  });

  test('does not ask a loopback address that the operator has not opened', async () => {
    expect(await run(atTheRelay(), relay.key, { env: { KEYCHECK_ALLOW: '' } })).toBe(2);
    expect(out).toContain('The key was not sent');
    expect(server.seen).toEqual([]);
  });

  test('writes a record that its owner alone can read', async () => {
    await run(atTheRelay(), relay.key, { env: { SECRET_KEY: 'operator' } });
    const path = join(folder, 'keychecks.jsonl');
    const row = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    expect(row).toMatchObject({ person: 'terminal', provider: 'relay', host: server.target, verdict: 'works' });
    expect(row['fingerprint']).toMatch(/^[0-9a-f]{32}$/);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  test('goes on with the diagnosis that the key is checked for', async () => {
    const nextAfter = async (before: KeycheckOptions['before']) => {
      out = '';
      await run([...atTheRelay(), '--json'], relay.key, before === undefined ? {} : { before });
      return (JSON.parse(out) as { next: { goal: string }[] }).next.map(({ goal }) => goal);
    };
    const alone = await nextAfter(undefined);
    const [limited, endpoint] = [
      await nextAfter({ kind: 'rate_limited', provider: 'relay', tool: null }),
      await nextAfter({ kind: 'wrong_endpoint', provider: 'relay', tool: null }),
    ];
    expect(limited.length).toBeGreaterThan(0);
    expect(endpoint.length).toBeGreaterThan(0);
    expect(limited).not.toEqual(endpoint);
    expect(alone).not.toEqual(limited);
  });

  test('explains itself', async () => {
    expect(await run(['--help'], '')).toBe(0);
    expect(out).toContain('never read');
  });
});

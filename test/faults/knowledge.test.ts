import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { until } from '#test/crash/town.ts';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack/server.ts';
import { acmeYaml } from '#test/samples.ts';
import { type RunningBot, startBot } from './bot.ts';

const SEEN_MS = 15_000;

let slack: FakeSlack;
let bot: RunningBot;
let folder: string;
let knowledge: string;
let providers: string;
let file: string;
let people = 0;
let version = 1;

beforeAll(async () => {
  slack = await startFakeSlack({ transport: 'socket' });
  folder = mkdtempSync(join(tmpdir(), 'keymedic-faults-'));
  knowledge = join(folder, 'knowledge');
  providers = join(knowledge, 'providers');
  file = join(providers, 'acme.yaml');
  mkdirSync(providers, { recursive: true });
  writeFileSync(file, acmeYaml(`Acme Gateway ${version}`));
  const { botToken, appToken, apiUrl } = slack;
  const env = { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl };
  bot = await startBot({ ...env, KNOWLEDGE_DIR: knowledge }, folder);
});

afterAll(async () => {
  await bot.kill();
  await slack.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What somebody new is answered who pastes the error of Acme. */
async function asked(): Promise<string> {
  people += 1;
  const person = { id: `UF${people}`, name: `Person ${people}` };
  slack.state.users.set(person.id, { ...person, handle: `person${people}`, bot: false, deactivated: false });
  const driver = slack.driver();
  await driver.tell(person, '403 Acme seat required');
  const answers = () => driver.direct(person).filter(({ author }) => author === 'bot');
  await until(() => answers().length > 0);
  return answers()[0]?.text ?? '';
}

const FAULTS: readonly (readonly [string, () => void, Readonly<Record<string, unknown>>])[] = [
  [
    'is broken YAML',
    () => writeFileSync(file, acmeYaml('Acme Gateway 9').replace('hosts: [', 'hosts: [[')),
    { line: expect.any(Number) },
  ],
  [
    'is binary junk',
    () => writeFileSync(file, Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7) % 256))),
    {},
  ],
  [
    'is half written',
    () => writeFileSync(file, acmeYaml('Acme Gateway 9').slice(0, 420)),
    { line: expect.any(Number) },
  ],
  ['is empty', () => writeFileSync(file, ''), {}],
  [
    'cannot be read (a folder stands in its place)',
    () => {
      rmSync(file);
      mkdirSync(file);
    },
    {},
  ],
  ['has 20 MB', () => writeFileSync(file, 'x: y\n'.repeat(4_000_000)), {}],
];

test.for(FAULTS)(
  'a knowledge file that %s: named, the old one stays in force, the next good one is taken',
  async ([, breaks, fields]) => {
    const [broken, ok] = ['broken', 'ok'].map((result) => `keymedic_knowledge_reloads_total{result="${result}"}`);
    const before = [await bot.metric(broken ?? ''), await bot.metric(ok ?? '')] as const;
    const lines = bot.lines().length;
    breaks();
    await vi.waitFor(async () => expect(await bot.metric(broken ?? '')).toBe(before[0] + 1), SEEN_MS);
    const told = bot
      .lines()
      .slice(lines)
      .filter(({ level }) => level === 50);
    expect(told[0]).toMatchObject({
      msg: expect.stringContaining('stays in use'),
      file: expect.stringContaining(file),
      ...fields,
    });
    expect(JSON.stringify(told).length).toBeLessThan(10_000);
    expect(await asked()).toContain(`Acme Gateway ${version}`);
    version += 1;
    rmSync(file, { recursive: true, force: true });
    writeFileSync(file, acmeYaml(`Acme Gateway ${version}`));
    await vi.waitFor(async () => expect(await bot.metric(ok ?? '')).toBe(before[1] + 1), SEEN_MS);
    expect(await asked()).toContain(`Acme Gateway ${version}`);
    expect(await bot.notReady()).toEqual([]);
  },
);

test('a folder that is gone: named, the old knowledge stays in force, and it is read again when it is back', async () => {
  const broken = await bot.metric('keymedic_knowledge_reloads_total{result="broken"}');
  const ok = await bot.metric('keymedic_knowledge_reloads_total{result="ok"}');
  renameSync(knowledge, `${knowledge}-away`);
  await vi.waitFor(
    async () => expect(await bot.metric('keymedic_knowledge_reloads_total{result="broken"}')).toBe(broken + 1),
    SEEN_MS,
  );
  expect(bot.lines().findLast(({ level }) => level === 50)).toMatchObject({ file: knowledge });
  expect(await asked()).toContain(`Acme Gateway ${version}`);
  version += 1;
  writeFileSync(join(`${knowledge}-away`, 'providers', 'acme.yaml'), acmeYaml(`Acme Gateway ${version}`));
  renameSync(`${knowledge}-away`, knowledge);
  await vi.waitFor(
    async () => expect(await bot.metric('keymedic_knowledge_reloads_total{result="ok"}')).toBe(ok + 1),
    SEEN_MS,
  );
  expect(await asked()).toContain(`Acme Gateway ${version}`);
  expect(await bot.stop()).toBe(0);
});

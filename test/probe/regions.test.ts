import { afterEach, describe, expect, test } from 'vitest';
import type { AskableProbe, Knowledge } from '#knowledge/types.ts';
import { FAKES } from '#test/fakes/providers/all.ts';
import { openBench, testKnowledge } from '#test/fakes/providers/check.ts';
import { pointAt } from '#test/fakes/providers/point-at.ts';
import { type RunningFake, startFake } from '#test/fakes/providers/server.ts';
import type { FakeProvider } from '#test/fakes/providers/types.ts';

const { knowledge, defaults } = testKnowledge();
const running: RunningFake[] = [];
afterEach(async () => {
  for (const fake of running.splice(0)) await fake.close();
});

function probeOf(id: string): AskableProbe {
  const probe = knowledge.providers.get(id)?.probe;
  if (probe === undefined || !('request' in probe)) throw new Error(id);
  return probe;
}

const WITH_HOUSES = FAKES.filter(({ id }) => knowledge.providers.has(id) && probeOf(id).twins.length > 0);
const PAIRS = WITH_HOUSES.flatMap((fake) =>
  probeOf(fake.id).twins.flatMap((alive, at) =>
    probeOf(fake.id).twins.flatMap((asked, from) =>
      asked.base_url === undefined ? [] : [{ fake, id: fake.id, at, from, alive: alive.name, asked: asked.name }],
    ),
  ),
);

/** Every house as a fake of its own; the key is alive in one of them alone. */
async function houses(
  fake: FakeProvider,
  aliveAt: number | null,
  from: number,
  confirm: (() => Promise<boolean>) | null,
) {
  const { twins } = probeOf(fake.id);
  const prefix = aliveAt === null ? undefined : twins[aliveAt]?.prefix;
  const key = prefix === undefined ? fake.key : `${prefix}${fake.key.slice(prefix.length)}`;
  const servers: RunningFake[] = [];
  for (const [index] of twins.entries()) {
    const server = await startFake({ ...fake, key });
    server.state = index === aliveAt ? 'works' : 'wrong';
    servers.push(server);
  }
  running.push(...servers);
  const moved = twins.map((twin, index) => ({
    ...twin,
    ...(twin.base_url === undefined
      ? {}
      : { base_url: `${servers[index]?.origin}${new URL(knowledge.providers.get(fake.id)?.base_url ?? '').pathname}` }),
  }));
  const pointed = pointAt(knowledge, fake.id, servers[from]?.origin ?? '');
  const provider = pointed.providers.get(fake.id);
  if (provider?.probe === undefined || !('request' in provider.probe)) throw new Error(fake.id);
  const withHouses = { ...provider, probe: { ...provider.probe, twins: moved } };
  const changed: Knowledge = { ...pointed, providers: new Map([...pointed.providers, [fake.id, withHouses]]) };
  const bench = openBench(changed, defaults, { allowed: new Set(servers.map(({ target }) => target)), confirm });
  const check = await bench.check(key, { provider: fake.id });
  await bench.prober.close();
  return { check, servers };
}

describe('no live key is called dead, wherever it is alive and wherever it is asked', () => {
  test.for(PAIRS)('$id: alive at $alive, asked at $asked', async ({ fake, at, from }) => {
    for (const confirm of [null, async () => false, async () => true]) {
      const { check } = await houses(fake, at, from, confirm);
      const named = check.note.includes(knowledgeName(fake.id, at));
      expect(check.verdict.verdict === 'works' || (check.verdict.verdict === 'undecided' && named)).toBe(true);
    }
  });
});

function knowledgeName(id: string, at: number): string {
  return probeOf(id).twins[at]?.name ?? '';
}

describe('a key that is alive nowhere', () => {
  test.for(WITH_HOUSES)('of $id is rejected once every house that could know it has refused it', async (fake) => {
    const from = 0;
    const { check, servers } = await houses(fake, null, from, async () => true);
    expect(check.verdict.verdict).toBe('rejected');
    const asked = servers.filter(({ seen }) => seen.length > 0).length;
    expect(asked).toBe(probeOf(fake.id).twins.filter(({ prefix }) => prefix === undefined).length);
  });
});

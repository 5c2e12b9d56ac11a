import { afterEach, describe, expect, test, vi } from 'vitest';
import { FAKES } from '#test/fakes/providers/all.ts';
import { benchFor, openBench, testKnowledge, wishFor } from '#test/fakes/providers/check.ts';
import { GATEWAYS } from '#test/fakes/providers/gateways.ts';
import { type RunningFake, startFake } from '#test/fakes/providers/server.ts';
import type { FakeProvider } from '#test/fakes/providers/types.ts';

const running: RunningFake[] = [];
afterEach(async () => {
  for (const fake of running.splice(0)) await fake.close();
});

async function start(fake: FakeProvider): Promise<RunningFake> {
  const started = await startFake(fake);
  running.push(started);
  return started;
}

function fakeOf(id: string): FakeProvider {
  const fake = FAKES.find((one) => one.id === id);
  if (fake === undefined) throw new Error(id);
  return fake;
}

const keysSent = (fake: RunningFake, key: string) =>
  fake.seen.filter((one) => JSON.stringify(one).includes(key)).length;

describe('a base URL of the person', () => {
  test.for([
    ['openai', ''],
    ['openai', '/v1/v1'],
    ['anthropic', '/v1'],
    ['litellm', ''],
    ['relay', ''],
  ])('%s at "%s": the key works, and the address is what is wrong', async ([id, path]) => {
    const fake = fakeOf(id ?? '');
    const server = await start({ ...fake, notFound: [404, { error: { message: 'Not found' } }] });
    const bench = benchFor(fake, server);
    const check = await bench.check(fake.key, { provider: fake.id, baseUrl: `${server.origin}${path}` });
    await bench.prober.close();
    expect([check.verdict.verdict, check.verdict.kind]).toEqual(['works', 'wrong_endpoint']);
    expect(check.note).toContain(`It works with ${server.origin}`);
    expect(keysSent(server, fake.key)).toBeLessThanOrEqual(3);
  });

  test('a wrong key stays wrong at the mended address', async () => {
    const fake = fakeOf('openai');
    const server = await start(fake);
    server.state = 'wrong';
    const bench = benchFor(fake, server);
    const { verdict } = await bench.check(fake.key, { provider: 'openai', baseUrl: server.origin });
    await bench.prober.close();
    expect([verdict.verdict, verdict.kind]).toEqual(['rejected', 'key_invalid']);
  });
});

describe('the other header', () => {
  test('a host that only looks at x-api-key says so', async () => {
    const fake = fakeOf('litellm');
    const server = await start({ ...fake, header: 'x-api-key', scheme: null });
    const bench = benchFor(fake, server);
    const check = await bench.check(fake.key, wishFor(fake, server));
    await bench.prober.close();
    // The made-up key was not seen either, so the list counts as keyed.
    expect([check.verdict.verdict, check.verdict.kind]).toEqual(['works', 'auth_scheme']);
    expect(check.note).toContain('x-api-key: YOUR_KEY');
  });
});

describe('a public list', () => {
  const unbound = GATEWAYS.find(({ id }) => id === 'unbound') as FakeProvider;
  const open: FakeProvider = {
    ...unbound,
    missing: unbound.answers.works,
    answers: { ...unbound.answers, wrong: unbound.answers.works },
  };

  test('proves nothing, and the key is not sent there', async () => {
    const server = await start(open);
    const bench = benchFor(unbound, server);
    const { verdict } = await bench.check(unbound.key, wishFor(unbound, server));
    await bench.prober.close();
    expect(verdict.verdict).toBe('undecided');
    expect(server.seen).toHaveLength(1);
    expect(keysSent(server, unbound.key)).toBe(0);
  });

  test('is asked with a made-up key once an hour', async () => {
    const server = await start(unbound);
    const clock = vi.fn<() => number>(() => 0);
    const bench = benchFor(unbound, server, { clock });
    const count = async () => {
      await bench.check(unbound.key, wishFor(unbound, server));
      return server.seen.length;
    };
    expect(await count()).toBe(2);
    expect(await count()).toBe(3);
    clock.mockReturnValue(59 * 60_000);
    expect(await count()).toBe(4);
    clock.mockReturnValue(60 * 60_000);
    expect(await count()).toBe(6);
    await bench.prober.close();
    expect(keysSent(server, unbound.key)).toBe(4);
  });

  test('the made-up key is as long as the real one and shares no piece with it', async () => {
    const server = await start(unbound);
    const bench = benchFor(unbound, server);
    await bench.check(unbound.key, wishFor(unbound, server));
    await bench.prober.close();
    const [made] = server.seen.map(({ headers }) => String(headers.authorization).replace('Bearer ', ''));
    expect(made).toHaveLength(unbound.key.length);
    for (let at = 3; at + 6 <= unbound.key.length; at += 1) expect(made).not.toContain(unbound.key.slice(at, at + 6));
  });
});

describe('a named model', () => {
  test.for([
    ['openai', 'gpt-fake-1', true],
    ['openai', 'GPT-FAKE-1', true],
    ['openai', 'gpt-retired', false],
    ['gemini', 'gemini-fake-1', true],
    ['together', 'llama-fake', true],
    ['deepseek', 'deepseek-fake', true],
    ['openrouter', 'vendor/model-fake', true],
    ['openrouter', 'vendor/other', false],
  ] as const)('%s, %s: %s', async ([id, model, available]) => {
    const fake = fakeOf(id);
    const server = await start(fake);
    const bench = benchFor(fake, server);
    const { verdict } = await bench.check(fake.key, { ...wishFor(fake, server), model });
    await bench.prober.close();
    expect(verdict.model_available).toBe(available);
    // A retired model never looks like a bad key.
    expect([verdict.verdict, verdict.kind]).toEqual(available ? ['works', null] : ['limited', 'model_unavailable']);
  });

  test('is not looked for where the key is refused', async () => {
    const { knowledge } = testKnowledge();
    const own = FAKES.filter(({ id }) => {
      const probe = knowledge.providers.get(id)?.probe;
      return probe !== undefined && 'request' in probe && probe.models?.request !== undefined;
    });
    const requests = async (fake: FakeProvider, state: 'works' | 'wrong', model: object) => {
      const server = await start(fake);
      server.state = state;
      const bench = benchFor(fake, server);
      const { verdict } = await bench.check(fake.key, { ...wishFor(fake, server), ...model });
      await bench.prober.close();
      return { count: server.seen.length, available: verdict.model_available };
    };
    const model = { model: 'gpt-fake-1' };
    expect(own.length).toBeGreaterThan(0);
    for (const fake of own) {
      const wrong = await requests(fake, 'wrong', model);
      expect(wrong).toEqual({ count: (await requests(fake, 'wrong', {})).count, available: undefined });
      // Where it is taken the list is one request more.
      expect((await requests(fake, 'works', model)).count).toBe((await requests(fake, 'works', {})).count + 1);
    }
  });
});

test('at most three requests carry the key, whatever comes back, and where the cause is open it is three', async () => {
  const sent: number[] = [];
  for (const fake of FAKES)
    for (const answer of [[404, { error: 'no' }], fake.missing] satisfies FakeProvider['missing'][]) {
      const server = await start({ ...fake, answers: { ...fake.answers, works: answer }, missing: answer });
      const bench = benchOrNull(fake, server);
      if (bench === null) continue;
      await bench.check(fake.key, { provider: fake.id, baseUrl: server.origin, model: 'x' });
      await bench.prober.close();
      sent.push(keysSent(server, fake.key));
    }
  expect(sent.length).toBeGreaterThan(FAKES.length);
  expect(Math.max(...sent)).toBeLessThanOrEqual(3);
  // Without any further request the limit would hold by itself.
  expect(Math.max(...sent)).toBeGreaterThanOrEqual(2);
});

/** Some software has no host that it could be asked at. */
function benchOrNull(fake: FakeProvider, server: RunningFake) {
  try {
    return benchFor(fake, server);
  } catch {
    return null;
  }
}

test("at a stranger's door the words of a provider no longer reject", async () => {
  const fake = fakeOf('openai');
  const server = await start(fake);
  server.state = 'wrong';
  // The knowledge is not pointed at the fake: to OpenAI's own file this host is a stranger.
  const { knowledge, defaults } = testKnowledge();
  const bench = openBench(knowledge, defaults, { allowed: new Set([server.target]) });
  const { verdict } = await bench.check(fake.key, { provider: 'openai', baseUrl: `${server.origin}/v1` });
  await bench.prober.close();
  // The refusal shows the end of another key.
  expect([verdict.verdict, verdict.kind]).toEqual(['undecided', 'server_error']);
});

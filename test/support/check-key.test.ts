import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Knowledge } from '#knowledge/types.ts';
import type { Prober } from '#probe/types.ts';
import { SecretKey } from '#secret-key.ts';
import { checkKey } from '#support/key-check/check-key.ts';
import { keyCheckReply } from '#support/views/key-check.ts';
import { FAKES } from '#test/fakes/providers/all.ts';
import { type Bench, benchFor, openBench, testKnowledge, wishFor } from '#test/fakes/providers/check.ts';
import { pointAt } from '#test/fakes/providers/point-at.ts';
import { type RunningFake, startFake } from '#test/fakes/providers/server.ts';
import type { FakeProvider } from '#test/fakes/providers/types.ts';

const { knowledge, defaults } = testKnowledge();
const running: RunningFake[] = [];
const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.prober.close();
  for (const fake of running.splice(0)) await fake.close();
});

function fakeOf(id: string): FakeProvider {
  const fake = FAKES.find((one) => one.id === id);
  if (fake === undefined) throw new Error(id);
  return fake;
}

async function start(id: string): Promise<{ fake: FakeProvider; server: RunningFake }> {
  const fake = fakeOf(id);
  const server = await startFake(fake);
  running.push(server);
  return { fake, server };
}

function open(bench: Bench): Bench {
  benches.push(bench);
  return bench;
}

describe("a key that looks like another provider's", () => {
  async function groqKeyAtAnthropic(confirm: ((question: string) => Promise<boolean>) | null) {
    const groq = await start('groq');
    const anthropic = await start('anthropic');
    const both = pointAt(pointAt(knowledge, 'groq', groq.server.origin), 'anthropic', anthropic.server.origin);
    const allowed = new Set([groq.server.target, anthropic.server.target]);
    const bench = open(openBench(both, defaults, { allowed, confirm }));
    const check = await bench.check(groq.fake.key, { provider: 'anthropic' });
    return { check, groq: groq.server, anthropic: anthropic.server };
  }

  test('goes nowhere where nobody can be asked', async () => {
    const { check, groq, anthropic } = await groqKeyAtAnthropic(null);
    expect(check.verdict).toMatchObject({ verdict: 'undecided', kind: 'wrong_endpoint', host: null });
    expect(check.refusal?.says).toContain('looks like a key for Groq (API key), not for Anthropic');
    expect([groq.seen, anthropic.seen]).toEqual([[], []]);
  });

  test('goes nowhere where the person does not agree', async () => {
    const confirm = vi.fn<(question: string) => Promise<boolean>>(async () => false);
    const { groq, anthropic } = await groqKeyAtAnthropic(confirm);
    expect(confirm).toHaveBeenCalledExactlyOnceWith('This looks like a key of Groq. Ask Groq about it instead?');
    expect([groq.seen, anthropic.seen]).toEqual([[], []]);
  });

  test('goes to its own provider alone where the person agrees', async () => {
    const { check, groq, anthropic } = await groqKeyAtAnthropic(async () => true);
    expect(check.verdict).toMatchObject({ verdict: 'works', provider: 'groq', host: groq.target });
    expect(anthropic.seen).toEqual([]);
  });
});

describe("houses that do not take each other's keys", () => {
  async function moonshot(confirm: ((question: string) => Promise<boolean>) | null, other: 'works' | 'wrong') {
    const first = await start('moonshot');
    const second = await start('moonshot');
    first.server.state = 'wrong';
    second.server.state = other;
    const moved = pointAt(knowledge, 'moonshot', first.server.origin);
    const provider = moved.providers.get('moonshot');
    if (provider?.probe === undefined || !('request' in provider.probe)) throw new Error('no probe');
    const twins = [
      { name: 'here', base_url: `${first.server.origin}/v1` },
      { name: 'China', base_url: `${second.server.origin}/v1` },
    ];
    const withTwins: Knowledge = {
      ...moved,
      providers: new Map([...moved.providers, ['moonshot', { ...provider, probe: { ...provider.probe, twins } }]]),
    };
    const allowed = new Set([first.server.target, second.server.target]);
    const bench = open(openBench(withTwins, defaults, { allowed, confirm }));
    const check = await bench.check(first.fake.key, { provider: 'moonshot' });
    return { check, second: second.server };
  }

  test('one refusal rejects nothing, and the other house is not asked behind the back', async () => {
    const { check, second } = await moonshot(null, 'works');
    expect(check.verdict).toMatchObject({ verdict: 'undecided', kind: 'wrong_environment' });
    expect(second.seen).toEqual([]);
  });

  test('a key that the other house takes is one for the other house', async () => {
    const { check, second } = await moonshot(async () => true, 'works');
    expect(check.verdict).toMatchObject({ verdict: 'works', kind: 'wrong_environment', host: second.target });
  });

  test('a key that all refuse is rejected', async () => {
    const { check } = await moonshot(async () => true, 'wrong');
    expect(check.verdict).toMatchObject({ verdict: 'rejected', kind: 'key_invalid' });
  });
});

describe('nothing is sent', () => {
  test.for([
    ['without a provider', 'sk-Kq7Zx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0GuEa7Zx2Wm9Rt4Yp6', {}, 'no-provider'],
    ['to an unknown provider', 'anything-at-all-1234', { provider: 'nobody' }, 'unknown-provider'],
    [
      'to a provider that has no request',
      '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',
      { provider: 'perplexity' },
      'no-request',
    ],
    [
      'to a provider whose address is missing',
      '0123abcd0123abcd0123abcd0123ab99',
      { provider: 'azure-openai' },
      'needs-base-url',
    ],
    [
      'to a private address',
      'sk-Kq7Zx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0GuEa7Zx2Wm9Rt4Yp6',
      { baseUrl: 'https://10.0.0.1/v1' },
      'private-address',
    ],
    [
      'to a strange host of a provider that has its own',
      '0123abcd0123abcd0123abcd0123ab99',
      { provider: 'azure-openai', baseUrl: 'https://evil.some-shop.com' },
      'wrong-host',
    ],
  ] as const)('%s', async ([, key, wish, refusal]) => {
    const bench = open(openBench(knowledge, defaults));
    const { verdict, refusal: said } = await bench.check(key, wish);
    expect(said?.id).toBe(refusal);
    expect(verdict).toMatchObject({ verdict: 'undecided', host: null, http_status: null });
    expect(verdict.findings.map(({ id }) => id)).toContain(refusal);
    expect(bench.rows).toMatchObject([{ verdict: 'refused' }]);
  });

  test('of a key that was seen in public', async () => {
    const { fake, server } = await start('groq');
    const seen = new SecretKey(fake.key).fingerprint('test secret');
    const bench = open(benchFor(fake, server, { wasSeenInPublic: async (fingerprint) => fingerprint === seen }));
    const { verdict } = await bench.check(fake.key, wishFor(fake, server));
    expect(verdict).toMatchObject({ verdict: 'undecided', kind: 'key_revoked' });
    expect(server.seen).toEqual([]);
  });

  test('where it may not be asked now', async () => {
    const { fake, server } = await start('groq');
    const refusal = { id: 'person-limit', says: 'not now' };
    const bench = open(benchFor(fake, server, { admit: async () => ({ ok: false, refusal }) }));
    const check = await bench.check(fake.key, wishFor(fake, server));
    expect(check.refusal).toEqual(refusal);
    expect(server.seen).toEqual([]);
  });
});

describe('where a provider cannot be asked with a key alone', () => {
  test.for(['bedrock', 'vertex', 'perplexity', 'voyage', 'copilot', 'ollama'])(
    '%s says what to run instead',
    async (id) => {
      if (!knowledge.providers.has(id)) return;
      const bench = open(openBench(knowledge, defaults));
      const check = await bench.check('Kq7Zx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0Gu', { provider: id });
      const reply = keyCheckReply(check, knowledge, defaults);
      expect(check.verdict.next).toHaveLength(1);
      expect(reply.code?.map(({ label }) => label)).toEqual(['bash, zsh', 'PowerShell', 'cmd']);
      // No command shows a secret.
      expect(JSON.stringify(reply.code)).not.toMatch(/echo\s+["']?[$%]|printenv|cat /);
    },
  );
});

describe('a mended key', () => {
  test('is tried, and the answer says that the stored one must be corrected', async () => {
    const { fake, server } = await start('groq');
    const bench = open(benchFor(fake, server));
    const { verdict } = await bench.check(` "${fake.key}"\n`, wishFor(fake, server));
    expect(verdict).toMatchObject({ verdict: 'works', kind: 'key_malformed' });
    expect(verdict.next[0]?.id).toBe('store-again');
    expect(String(server.seen[0]?.headers.authorization)).toBe(`Bearer ${fake.key}`);
  });
});

describe('the record of a check', () => {
  test('holds who, where, what, and a fingerprint that only the operator can compute', async () => {
    const { fake, server } = await start('groq');
    server.state = 'wrong';
    const bench = open(benchFor(fake, server));
    await bench.check(fake.key, wishFor(fake, server));
    expect(bench.rows).toEqual([
      {
        at: '2026-11-20T12:00:00.000Z',
        person: 'U1',
        provider: 'groq',
        host: server.target,
        verdict: 'rejected',
        kind: 'key_invalid',
        http_status: 401,
        fingerprint: new SecretKey(fake.key).fingerprint('test secret'),
      },
    ]);
  });
});

describe('a probe that breaks', () => {
  test('is a refusal that says so, gives its place back and shows nothing', async () => {
    const leave = vi.fn<() => void>();
    const { fake, server } = await start('groq');
    const bench = open(benchFor(fake, server));
    const broken: Prober = {
      ...bench.prober,
      ask: async (_target, key) => {
        throw new Error(`boom ${key.reveal()}`);
      },
    };
    const check = await checkKey(
      { key: new SecretKey(fake.key), wish: wishFor(fake, server), person: 'U1', before: null },
      { ...bench.parts, prober: broken, admit: async () => ({ ok: true, leave }) },
    );
    expect(check.refusal?.id).toBe('crashed');
    expect(leave).toHaveBeenCalledOnce();
    expect(JSON.stringify(check)).not.toContain(fake.key.slice(4));
  });
});

describe('a diagnosis', () => {
  const before = (kind: string | null) => ({ kind, provider: 'groq', tool: 'aider' });

  test('goes on with the checklist of what is known now', async () => {
    const { fake, server } = await start('groq');
    const bench = open(benchFor(fake, server));
    const check = await checkKey(
      { key: new SecretKey(fake.key), wish: wishFor(fake, server), person: 'U1', before: before('key_invalid') },
      bench.parts,
    );
    expect(check.diagnosis).toEqual({ kind: 'config_conflict', provider: 'groq', tool: 'aider' });
    expect(check.verdict.next.length).toBeGreaterThan(0);
  });
});

describe('the reply', () => {
  test('calls a host that nobody knows by its name, and the diagnosis does too', async () => {
    const { fake, server } = await start('relay');
    const bench = open(openBench(knowledge, defaults, { allowed: new Set([server.target]) }));
    const check = await bench.check(fake.key, { baseUrl: `${server.origin}/v1` });
    const reply = keyCheckReply(check, knowledge, defaults);
    expect(check.diagnosis.provider).toBe('127.0.0.1');
    expect(reply.title).toContain(server.target);
    expect(JSON.stringify(reply)).not.toContain('reseller');
    expect(reply.fields?.map(({ name }) => name)).not.toContain('Provider');
  });

  test('shows no name, no e-mail, no amount, no list and no label', async () => {
    for (const id of ['huggingface', 'openrouter', 'stripe', 'siliconflow', 'moonshot', 'cohere', 'relay']) {
      if (!knowledge.providers.has(id)) continue;
      const { fake, server } = await start(id);
      const bench = open(benchFor(fake, server));
      const check = await bench.check(fake.key, wishFor(fake, server));
      const shown = JSON.stringify([check, keyCheckReply(check, knowledge, defaults)]);
      expect(shown).not.toMatch(
        /a-person|A Person|@example\.com|org-secret|owner-secret|123456|88\.88|49\.5|-fake|7b0\.\.\./,
      );
    }
  });

  test('says what was not tested', async () => {
    const { fake, server } = await start('openai');
    const bench = open(benchFor(fake, server));
    const reply = keyCheckReply(await bench.check(fake.key, wishFor(fake, server)), knowledge, defaults);
    expect(reply).toMatchObject({ tone: 'good', title: 'The key works: OpenAI accepts it.' });
    expect(reply.fields).toContainEqual({
      name: 'Credits',
      value: 'not tested, because this request cannot show them',
    });
  });
});

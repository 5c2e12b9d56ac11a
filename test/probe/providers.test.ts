import { describe, expect, test } from 'vitest';
import { FAKES } from '#test/fakes/providers/all.ts';
import { benchFor, testKnowledge, wishFor } from '#test/fakes/providers/check.ts';
import { ONE_API } from '#test/fakes/providers/gateways.ts';
import { startFake } from '#test/fakes/providers/server.ts';
import type { Expected, FakeProvider, KeyState, Trouble } from '#test/fakes/providers/types.ts';

const { knowledge } = testKnowledge();
const known = FAKES.filter(({ id }) => knowledge.providers.has(id));
const STATES: readonly (KeyState | 'wrong')[] = [
  'works',
  'wrong',
  'revoked',
  'no_credit',
  'restricted',
  'rate_limited',
];
const TROUBLES: readonly (readonly [Trouble, Expected])[] = [
  ['firewall', ['undecided', null]],
  ['html', ['undecided', 'wrong_endpoint']],
  ['redirect', ['undecided', 'wrong_endpoint']],
  ['wrong_host', ['undecided', 'wrong_endpoint']],
  ['timeout', ['undecided', 'network']],
  ['reset', ['undecided', 'network']],
  ['error_500', ['undecided', 'server_error']],
  ['huge', ['undecided', null]],
];

test('every provider that can be asked has a fake, and every fake a provider', () => {
  const askable = [...knowledge.providers.values()].filter(({ probe }) => probe !== undefined && 'request' in probe);
  expect(askable.map(({ id }) => id).sort()).toEqual(known.map(({ id }) => id).sort());
});

test('every provider that has not ended says how its key is tried, or what to run instead', () => {
  const silent = [...knowledge.providers.values()].filter(
    ({ probe, ended }) => probe === undefined && ended === undefined,
  );
  expect(silent.map(({ id }) => id)).toEqual([]);
});

const FAKES_AND_VERSIONS: readonly (FakeProvider & { readonly name: string })[] = [
  ...known.map((fake) => ({ ...fake, name: fake.id })),
  { ...ONE_API, name: 'relay (one-api)' },
];

describe.for(FAKES_AND_VERSIONS)('$name', (fake) => {
  test.for(STATES)('a key that is: %s', async (state) => {
    const running = await startFake(fake);
    running.state = state;
    const bench = benchFor(fake, running);
    const { verdict } = await bench.check(fake.key, wishFor(fake, running));
    await bench.prober.close();
    await running.close();
    expect([verdict.verdict, verdict.kind]).toEqual(fake.expected[state]);
    expect(verdict).toMatchObject({ provider: fake.id, host: running.target, request_id: 'req_fake_0001' });
    expect(verdict.next.length).toBeGreaterThan(0);
  });

  test('a trouble on the way says nothing about the key', async () => {
    const running = await startFake(fake);
    const outcomes: [Trouble, Expected][] = [];
    for (const [trouble] of TROUBLES) {
      running.trouble = trouble;
      const bench = benchFor(fake, running, { timeoutMs: trouble === 'timeout' ? 120 : 2000 });
      const { verdict } = await bench.check(fake.key, wishFor(fake, running));
      outcomes.push([trouble, [verdict.verdict, verdict.kind]]);
      await bench.prober.close();
    }
    await running.close();
    expect(outcomes).toEqual(TROUBLES);
  });

  // Some providers answer a missing key in the words of a wrong one; then nobody can tell them apart.
  const sameWords = fake.id === 'huggingface' || JSON.stringify(fake.missing) === JSON.stringify(fake.answers.wrong);
  const broken: readonly FakeProvider[] = [
    { ...fake, path: '/elsewhere' },
    ...(sameWords
      ? []
      : [{ ...fake, header: 'x-other-header', ...(fake.formField === undefined ? {} : { formField: 'x' }) }]),
  ];

  test.for(broken)('a request that the provider does not understand is never a wrong key', async (strange) => {
    const running = await startFake(strange);
    const bench = benchFor(fake, running);
    const { verdict } = await bench.check(fake.key, wishFor(fake, running));
    await bench.prober.close();
    await running.close();
    expect(verdict.verdict).not.toBe('rejected');
  });
});

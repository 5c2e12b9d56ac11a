import { afterEach, describe, expect, test } from 'vitest';
import { probesCommand, verifyProbes } from '#commands/probes.ts';
import type { Knowledge } from '#knowledge/types.ts';
import { keyForms } from '#probe/key/forms.ts';
import { makeUpKey } from '#probe/key/made-up.ts';
import { FAKES } from '#test/fakes/providers/all.ts';
import { testKnowledge } from '#test/fakes/providers/check.ts';
import { pointAt } from '#test/fakes/providers/point-at.ts';
import { type RunningFake, startFake } from '#test/fakes/providers/server.ts';
import type { FakeProvider } from '#test/fakes/providers/types.ts';
import { fakeIo } from './io.ts';

const { knowledge, defaults } = testKnowledge();
const running: RunningFake[] = [];
afterEach(async () => {
  for (const fake of running.splice(0)) await fake.close();
});

const OWN_ADDRESS = (id: string) => {
  const probe = knowledge.providers.get(id)?.probe;
  return probe !== undefined && 'request' in probe && probe.needs_base_url !== undefined;
};
const KNOWN = FAKES.filter(({ id }) => knowledge.providers.has(id) && !OWN_ADDRESS(id));

/** Every provider at a fake of its own. */
async function world(
  fakes: readonly FakeProvider[],
): Promise<{ known: Knowledge; allow: string; servers: RunningFake[] }> {
  let known = knowledge;
  const servers: RunningFake[] = [];
  for (const fake of fakes) {
    const server = await startFake(fake);
    servers.push(server);
    known = pointAt(known, fake.id, server.origin);
  }
  running.push(...servers);
  return { known, allow: servers.map(({ target }) => target).join(','), servers };
}

async function verify(fakes: readonly FakeProvider[], trouble: RunningFake['trouble'] = 'none', json = false) {
  const { known, allow, servers } = await world(fakes);
  for (const server of servers) server.trouble = trouble;
  const io = fakeIo({ KEYCHECK_ALLOW: allow });
  const ids = fakes.map(({ id }) => id);
  const status = await verifyProbes({ knowledge: known, defaults, ids, json, timeoutMs: 500 }, io.io);
  return { status, out: io.out(), error: io.error(), servers };
}

const groq = KNOWN.find(({ id }) => id === 'groq') as FakeProvider;
const altered = (wrong: FakeProvider['answers']['wrong']): FakeProvider => ({
  ...groq,
  answers: { ...groq.answers, wrong },
});

describe('verify', () => {
  test('finds providers that answer as their files say, and tells how far it is', async () => {
    const { out, error, servers } = await verify(KNOWN);
    const different = out.split('\n').filter((line) => line.includes('accepts') || line.includes('moved'));
    expect(different).toEqual([]);
    expect(out).toMatch(/^\d+ requests: \d+ as described/m);
    expect(error).toContain(`10 of ${KNOWN.length} providers asked`);
    for (const [index, { seen }] of servers.entries())
      expect(JSON.stringify(seen)).not.toContain(KNOWN[index]?.key.slice(6));
  });

  test('is quiet about what is as described, and ends with 0', async () => {
    const { status, out } = await verify([groq]);
    expect({ status, out }).toEqual({
      status: 0,
      out: '1 requests: 1 as described, 0 different, 0 without an answer, 0 skipped.\n',
    });
  });

  test.for([
    [
      'a new body',
      [401, { fault: { name: 'BadKey' } }],
      'answers what its file does not describe (HTTP 401): {"fault"',
    ],
    ['retired', [410, { message: 'This API was retired.' }], '(HTTP 410): {"message":"This API was retired."}'],
    ['moved', [308, ''], 'moved (HTTP 308)'],
    ['takes anything', groq.answers.works, 'accepts a made-up key (HTTP 200)'],
    [
      'a page',
      [403, '<html><body>\u001b[31mBlocked</body></html>', 'text/html'],
      '(HTTP 403): <html><body> [31mBlocked',
    ],
  ] as const)('tells what is different: %s', async ([, answer, words]) => {
    const { status, out } = await verify([altered(answer)]);
    expect(status).toBe(1);
    expect(out).toContain(words);
    expect(out).not.toContain('\u001b');
  });

  test.for(['timeout', 'reset', 'error_500'] as const)('no answer is no difference: %s', async (trouble) => {
    const { status, out } = await verify([groq], trouble);
    expect(status).toBe(3);
    expect(out).toContain('no answer (');
  });

  test('prints one object for each request', async () => {
    const { out } = await verify([groq], 'none', true);
    expect(JSON.parse(out)).toMatchObject({ provider: 'groq', finding: { type: 'as-described', says: 'rejected' } });
  });

  test('skips whoever needs an address or a login of a customer, and says why', async () => {
    const io = fakeIo({});
    const ids = ['azure-openai', 'bedrock', 'github-models'];
    expect(await verifyProbes({ knowledge, defaults, ids, json: false }, io.io)).toBe(0);
    expect(io.out()).toMatch(/azure-openai: skipped: .+\nbedrock: skipped: .+\ngithub-models: skipped: .+ shut down/);
  });
});

describe('the command', () => {
  test.for([[['verify', 'nobody']], [['frobnicate']], [[]]])('refuses %j', async ([argv]) => {
    expect(await probesCommand(argv ?? [], fakeIo({}).io)).toBe(2);
  });

  test('explains itself', async () => {
    const io = fakeIo({});
    expect(await probesCommand(['--help'], io.io)).toBe(0);
    expect(io.out()).toContain('Exit status');
  });
});

test('a made-up key has a form of its provider wherever the file describes one', () => {
  const forms = keyForms(knowledge);
  const misshapen = KNOWN.filter(({ id }) => {
    const provider = knowledge.providers.get(id);
    if (provider === undefined || provider.keys.length === 0) return false;
    const key = makeUpKey(provider).reveal();
    return !forms.some(({ provider: owner, whole }) => owner === id && whole.test(key));
  });
  expect(misshapen.map(({ id }) => id)).toEqual([]);
});

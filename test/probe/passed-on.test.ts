import { afterEach, describe, expect, test } from 'vitest';
import { openBench, testKnowledge } from '#test/fakes/providers/check.ts';
import { GATEWAYS } from '#test/fakes/providers/gateways.ts';
import { type RunningFake, startFake } from '#test/fakes/providers/server.ts';
import type { FakeAnswer, FakeProvider } from '#test/fakes/providers/types.ts';

const { knowledge, defaults } = testKnowledge();
const relay = GATEWAYS.find(({ id }) => id === 'relay') as FakeProvider;
const END = relay.key.slice(-4);
const running: RunningFake[] = [];
afterEach(async () => {
  for (const fake of running.splice(0)) await fake.close();
});

/** Each as a gateway passes it on: as it came, in its own envelope, or as text in a field. */
const ENVELOPES: readonly ((message: string, code: string) => unknown)[] = [
  (message, code) => ({ error: { message, type: 'invalid_request_error', param: null, code } }),
  (message, code) => ({
    error: { message: JSON.stringify({ error: { message, code } }), type: 'upstream_error', code },
  }),
  (message, code) => ({ detail: { message: `OpenAIException - ${message}`, code } }),
];

async function refusedWith(body: unknown, options: { provider?: string; passThrough?: boolean } = {}) {
  const refusal: FakeAnswer = [401, body];
  const server = await startFake({ ...relay, answers: { ...relay.answers, works: refusal }, more: {} });
  running.push(server);
  const passThrough = new Set(options.passThrough === true ? ['127.0.0.1'] : []);
  const bench = openBench(knowledge, defaults, { allowed: new Set([server.target]), passThrough });
  const wish = options.provider === undefined ? {} : { provider: options.provider };
  const check = await bench.check(relay.key, { ...wish, baseUrl: `${server.origin}/v1` });
  await bench.prober.close();
  return { check, host: server.target };
}

const OPENAI = 'You can find your API key at https://platform.openai.com/account/api-keys.';

describe.for([undefined, 'openai'])('a gateway that passes on a refusal of OpenAI (named: %s)', (provider) => {
  const named = provider === undefined ? {} : { provider };

  test.for(ENVELOPES)('and shows the end of this key: rejected', async (envelope) => {
    const { check, host } = await refusedWith(
      envelope(`Incorrect API key provided: sk-Wd4Nf***********${END}. ${OPENAI}`, 'invalid_api_key'),
      named,
    );
    expect([check.verdict.verdict, check.verdict.kind]).toEqual(['rejected', 'key_invalid']);
    expect(check.note).toBe(
      `${host} passed the key on to OpenAI, which refused it. The refusal shows the end of your key.`,
    );
  });

  test.for(ENVELOPES)("and shows another key: the gateway's own key is bad", async (envelope) => {
    const { check, host } = await refusedWith(
      envelope(`Incorrect API key provided: sk-proj-***********wXyZ. ${OPENAI}`, 'invalid_api_key'),
      named,
    );
    expect([check.verdict.verdict, check.verdict.kind]).toEqual(['undecided', 'server_error']);
    expect(check.note).toContain(`The refused key isn't yours. ${host} uses a key of its own at OpenAI`);
  });

  test.for(ENVELOPES)('and shows no key: undecided, and it says whose words they are', async (envelope) => {
    const { check, host } = await refusedWith(
      envelope(`Incorrect API key provided. ${OPENAI}`, 'invalid_api_key'),
      named,
    );
    expect([check.verdict.verdict, check.verdict.kind]).toEqual(['undecided', 'key_invalid']);
    expect(check.note).toBe(
      `${host} passes on a refusal from OpenAI. It may be about the key that ${host} itself uses.`,
    );
  });

  test('and is declared to send every key on: rejected', async () => {
    const body = ENVELOPES[0]?.(`Incorrect API key provided. ${OPENAI}`, 'invalid_api_key');
    const { check } = await refusedWith(body, { ...named, passThrough: true });
    expect([check.verdict.verdict, check.verdict.kind]).toEqual(['rejected', 'key_invalid']);
  });

  test('and is declared so, but shows another key: not this one', async () => {
    const body = ENVELOPES[0]?.(`Incorrect API key provided: sk-***wXyZ. ${OPENAI}`, 'invalid_api_key');
    const { check } = await refusedWith(body, { ...named, passThrough: true });
    expect([check.verdict.verdict, check.verdict.kind]).toEqual(['undecided', 'server_error']);
  });
});

test('an upstream that does not name itself is not guessed', async () => {
  const { check } = await refusedWith({ error: { message: 'Invalid API Key', code: 'invalid_api_key' } });
  expect(check.verdict.verdict).toBe('undecided');
  expect(check.note).toContain('passes on a refusal from its provider');
});

test("a relay's own words still decide", async () => {
  const { check } = await refusedWith({ error: { message: '无效的令牌 (request id: 1)', type: 'one_api_error' } });
  expect(check.verdict.verdict).toBe('rejected');
});

test('the shown end of the key is kept nowhere', async () => {
  const { check } = await refusedWith({
    error: { message: `Incorrect API key provided: ${relay.key}. ${OPENAI}`, code: 'invalid_api_key' },
  });
  expect(check.verdict.verdict).toBe('rejected');
  expect(JSON.stringify(check)).not.toContain(relay.key.slice(5, 20));
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'undici';
import { loadKnowledge } from '#knowledge/load.ts';
import { loadProbeDefaults } from '#knowledge/load-probe-defaults.ts';
import { openProber } from '#probe/prober.ts';
import { SecretKey } from '#secret-key.ts';
import { checkKey } from '#support/key-check/check-key.ts';

/**
 * What the key check costs beyond the provider's answer: a whole check (look, choice, limits, request, verdict, next
 * steps) against a bare undici request, both on a warm loopback connection to the same server. Medians of rounds that
 * take turns, so that a busy machine slows both.
 */
const ROUNDS = 300;
const WARM_UP = 50;
const ALLOWED_MS = 5;
const KEY = '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';

const models = Array.from({ length: 120 }, (_, index) => ({
  id: `model-${index}`,
  object: 'model',
  owned_by: 'somebody',
}));
const body = JSON.stringify({ object: 'list', data: models });
let requests = 0;
const server = createServer((_request, response) => {
  requests += 1;
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const { port } = server.address() as AddressInfo;
const base = `http://127.0.0.1:${port}/openai/v1`;

const loaded = loadKnowledge();
const loadedDefaults = loadProbeDefaults();
if (!loaded.ok || !loadedDefaults.ok) throw new Error('the knowledge has mistakes');
const { defaults } = loadedDefaults;
const groq = loaded.knowledge.providers.get('groq');
if (groq === undefined) throw new Error('no groq');
const moved = { ...groq, hosts: ['127.0.0.1'], base_url: base };
const knowledge = { ...loaded.knowledge, providers: new Map([...loaded.knowledge.providers, ['groq', moved]]) };
const prober = openProber({
  knowledge,
  defaults,
  version: 'bench',
  allowed: new Set([`127.0.0.1:${port}`]),
});
const parts = {
  prober,
  knowledge,
  defaults,
  audit: { record: async () => undefined },
  now: () => new Date(),
  secret: 'bench',
  confirm: null,
};
const agent = new Agent();

async function bare(): Promise<void> {
  const answer = await request(`${base}/models`, { dispatcher: agent, headers: { authorization: `Bearer ${KEY}` } });
  await answer.body.text();
}

async function whole(): Promise<void> {
  const wish = { provider: 'groq' };
  const { verdict } = await checkKey({ key: new SecretKey(KEY), wish, person: 'bench', before: null }, parts);
  if (verdict.verdict !== 'works') throw new Error(`the check says ${verdict.verdict}`);
}

async function timed(action: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await action();
  return performance.now() - began;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0;
}

const times: Record<'bare' | 'check', number[]> = { bare: [], check: [] };
for (let round = -WARM_UP; round < ROUNDS; round += 1) {
  const [plain, check] = [await timed(bare), await timed(whole)];
  if (round < 0) continue;
  times.bare.push(plain);
  times.check.push(check);
}
requests = 0;
await whole();
const requestsPerCheck = requests;
await prober.close();
await agent.close();
server.close();

const result = {
  rounds: ROUNDS,
  bare_ms: { median: quantile(times.bare, 0.5), p95: quantile(times.bare, 0.95) },
  check_ms: { median: quantile(times.check, 0.5), p95: quantile(times.check, 0.95) },
  overhead_ms: quantile(times.check, 0.5) - quantile(times.bare, 0.5),
  allowed_ms: ALLOWED_MS,
  requests_per_check: requestsPerCheck,
};

if (process.argv.includes('--json')) console.log(JSON.stringify(result, null, 2));
else {
  const line = (name: string, median: number, p95: number) =>
    `${name.padEnd(28)}${median.toFixed(2).padStart(9)}${p95.toFixed(2).padStart(9)}`;
  console.log(`${'milliseconds, warm loopback'.padEnd(28)}${'median'.padStart(9)}${'p95'.padStart(9)}`);
  console.log(line('bare undici request', result.bare_ms.median, result.bare_ms.p95));
  console.log(line('whole key check', result.check_ms.median, result.check_ms.p95));
  console.log(
    `overhead ${result.overhead_ms.toFixed(2)} ms (allowed ${ALLOWED_MS}), ${requestsPerCheck} request a check`,
  );
}
if (result.overhead_ms > ALLOWED_MS || requestsPerCheck !== 1) process.exitCode = 1;

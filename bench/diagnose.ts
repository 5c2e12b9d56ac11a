import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench } from 'tinybench';
import { type Catalogue, compile } from '#diagnosis/compile.ts';
import { diagnose, explainInSteps } from '#diagnosis/diagnose.ts';
import { findSecrets } from '#diagnosis/mask.ts';
import { normalise } from '#diagnosis/normalise.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import type { Knowledge } from '#knowledge/types.ts';

const HELP = 'Usage: npm run -s bench -- [--json]\nTimes the matcher; ratios are of this run.\n';

const LINE =
  'openai.AuthenticationError: Error code: 401 - {"error": {"message": "Incorrect API key provided: sk-proj-****abcd.", "code": "invalid_api_key"}} in my script since this morning, what now?';
const HEAD = `hi, since this morning my bot only says this, key is fresh:

Traceback (most recent call last):
  File "/app/.venv/lib/python3.12/site-packages/litellm/main.py", line 466, in acompletion
    response = await init_response
litellm.AuthenticationError: AnthropicException - {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}
HTTP/1.1 401 Unauthorized https://api.anthropic.com/v1/messages request-id: req_011CYzHd8mQwKf4NtRb2XJsV
`;
const logLine = (index: number) =>
  `2026-01-01T00:00:${index % 60} INFO worker-${index % 7} GET /v1/models ${index % 9 === 0 ? 'HTTP/1.1 429 Too Many Requests, retry' : '200 OK'} took ${index % 997} ms id=${(index * 7919) % 100_000}\n`;

function logOf(characters: number): string {
  const lines: string[] = [HEAD];
  for (let index = 0, length = HEAD.length; length < characters; index += 1) {
    const line = logLine(index);
    lines.push(line);
    length += line.length;
  }
  return lines.join('').slice(0, characters);
}

function loaded(): Knowledge {
  const result = loadKnowledge();
  if (!result.ok) throw new Error('the knowledge has mistakes');
  return result.knowledge;
}

/** The knowledge with as many made-up signatures more as it takes to have `times` as many literals. */
function multiplied(knowledge: Knowledge, times: number, literals: number): Knowledge {
  const words = [
    'quota',
    'token',
    'refused',
    'gateway',
    'tenant',
    'limit',
    'scope',
    'region',
    'policy',
    'billing',
    'session',
    'cluster',
  ];
  const text = (index: number) =>
    [7, 31, 101].map((prime) => words[Math.floor(index / prime) % words.length]).join(' ') +
    ` code ${(index * 7919) % 999_983}`;
  const failures = new Map(knowledge.failures);
  const [id, failure] = [...knowledge.failures][0] as [
    string,
    typeof knowledge.failures extends ReadonlyMap<string, infer F> ? F : never,
  ];
  const extra = Array.from({ length: literals * (times - 1) }, (_, index) => ({
    id: `made-up-${index}`,
    says: { kind: id },
    also: [],
    strength: 'strong' as const,
    when: { any: [{ text: text(index) }] },
    source: ['made up'],
    examples: [],
    counter_examples: [],
  }));
  failures.set(id, { ...failure, signatures: [...failure.signatures, ...extra] });
  return { ...knowledge, failures };
}

/** What a plain bot does: one regular expression a literal, each over the whole text. */
function plainWay(catalogue: Catalogue): (text: string) => number {
  const expressions = [
    ...catalogue.literals.map((literal) => new RegExp(literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'u')),
    ...catalogue.expressions.values(),
  ];
  return (text) => {
    const { text: normal } = normalise(text);
    return expressions.filter((expression) => expression.test(normal)).length;
  };
}

/** Milliseconds that ripgrep takes for the same literals on the same bytes, its start included; null where it is not installed. */
function ripgrep(catalogue: Catalogue, text: string): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-bench-'));
  writeFileSync(join(folder, 'literals'), catalogue.literals.join('\n'));
  writeFileSync(join(folder, 'text'), text);
  const times: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const from = performance.now();
    const run = spawnSync('rg', ['-c', '-i', '-F', '-f', join(folder, 'literals'), join(folder, 'text')]);
    if (run.error !== undefined) return null;
    times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b)[3] ?? null;
}

function longestPause(text: string, catalogue: Catalogue): number {
  let worst = 0;
  let from = performance.now();
  for (const _ of explainInSteps(text, catalogue)) {
    worst = Math.max(worst, performance.now() - from);
    from = performance.now();
  }
  return Math.max(worst, performance.now() - from);
}

async function main(json: boolean): Promise<void> {
  const knowledge = loaded();
  const catalogue = compile(knowledge);
  const ten = compile(multiplied(knowledge, 10, catalogue.literals.length));
  const hundred = compile(multiplied(knowledge, 100, catalogue.literals.length));
  const plain = plainWay(catalogue);
  const typical = logOf(1500);
  const middle = logOf(40_000);
  const huge = logOf(5 * 1024 * 1024);
  const bench = new Bench({ time: 700, warmupTime: 300 });
  bench
    .add('line, 200 characters', () => diagnose(LINE, catalogue))
    .add('paste, 1.5 KB', () => diagnose(typical, catalogue))
    .add('paste, 1.5 KB, plain loop of expressions', () => plain(typical))
    .add('paste, 1.5 KB, 10 × signatures', () => diagnose(typical, ten))
    .add('paste, 1.5 KB, 100 × signatures', () => diagnose(typical, hundred))
    .add('paste, 1.5 KB, masking alone', () => findSecrets(typical, catalogue.keys))
    .add('log, 40 KB', () => diagnose(middle, catalogue))
    .add('log, 5 MB', () => diagnose(huge, catalogue))
    .add('knowledge, load and compile', () => compile(loaded()));
  await bench.run();
  const rows = bench.tasks.map(({ name, result }) => {
    const latency = 'latency' in result ? result.latency : undefined;
    return { name, median_ms: latency?.p50 ?? null, p99_ms: latency?.p99 ?? null, runs: latency?.samplesCount ?? 0 };
  });
  const median = (name: string) => rows.find((row) => row.name === name)?.median_ms ?? Number.NaN;
  const base = median('paste, 1.5 KB');
  const ratios = {
    plain_loop: median('paste, 1.5 KB, plain loop of expressions') / base,
    ten_times: median('paste, 1.5 KB, 10 × signatures') / base,
    hundred_times: median('paste, 1.5 KB, 100 × signatures') / base,
    longest_pause_5mb_ms: longestPause(huge, catalogue),
    ripgrep_5mb_ms: ripgrep(catalogue, huge),
    literals: catalogue.literals.length,
    rss_mb: process.memoryUsage().rss / 1e6,
  };
  if (json) {
    process.stdout.write(`${JSON.stringify({ rows, ratios }, null, 2)}\n`);
    return;
  }
  console.table(rows.map((row) => ({ ...row, median_ms: row.median_ms?.toFixed(4), p99_ms: row.p99_ms?.toFixed(4) })));
  console.table(ratios);
}

if (process.argv.includes('--help')) process.stdout.write(HELP);
else await main(process.argv.includes('--json'));

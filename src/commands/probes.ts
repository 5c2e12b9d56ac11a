import { parseArgs } from 'node:util';
import { loadKnowledge } from '#knowledge/load.ts';
import { loadProbeDefaults } from '#knowledge/load-probe-defaults.ts';
import type { Knowledge, ProbeDefaults } from '#knowledge/types.ts';
import { parseAllowed } from '#probe/address.ts';
import { openSender } from '#probe/send.ts';
import { type Verified, verifyProvider } from '#probe/verify.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

const HELP = `Usage: npm run -s probes -- verify [ID …] [--json]

Asks each provider, or only the providers ID …, with a made-up key of the right format, and reports where the answer is not
what the provider's file describes: moved, retired, or a new error body. No real key is needed or used.

--json  print one JSON object per request

KNOWLEDGE_DIR adds or replaces knowledge files. KEYCHECK_ALLOW=host:port,… allows private hosts.
Exit status: 0 every answer is as described, 1 some are not, 2 invalid arguments or nothing to ask, 3 some hosts gave no answer.
`;

/** Providers that are asked at the same time. */
const AT_ONCE = 6;
const PROGRESS_EVERY = 10;
const TIMEOUT_MS = 15_000;

/** `npm run probes`: holds the files against what the providers answer today. Returns the exit status. */
export async function probesCommand(argv: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { help: { type: 'boolean' }, json: { type: 'boolean' } },
  });
  if (values.help === true) {
    io.out(HELP);
    return 0;
  }
  const [verb, ...ids] = positionals;
  if (verb !== 'verify') {
    io.error(HELP);
    return 2;
  }
  const folder = io.env['KNOWLEDGE_DIR'];
  const loaded = loadKnowledge(folder);
  const defaults = loadProbeDefaults(folder);
  if (!loaded.ok || !defaults.ok) {
    io.error('The knowledge files have mistakes. To list them, run npm run -s knowledge -- check\n');
    return 2;
  }
  return verifyProbes(
    { knowledge: loaded.knowledge, defaults: defaults.defaults, ids, json: values.json === true },
    io,
  );
}

/** What {@link verifyProbes} looks into. */
export interface ProbesToVerify {
  readonly knowledge: Knowledge;
  readonly defaults: ProbeDefaults;
  /** Empty for all. */
  readonly ids: readonly string[];
  readonly json: boolean;
  readonly timeoutMs?: number;
}

/**
 * Asks the providers and prints a report.
 *
 * @returns the exit status: 0 as described, 1 some are not, 2 an unknown id or nothing to ask, 3 some gave no answer
 */
export async function verifyProbes(
  { knowledge, defaults, ids, json, timeoutMs = TIMEOUT_MS }: ProbesToVerify,
  io: Io,
): Promise<number> {
  const unknown = ids.filter((id) => !knowledge.providers.has(id));
  if (unknown.length > 0) {
    io.error(`Unknown provider: ${unknown.join(', ')}\n`);
    return 2;
  }
  const wanted = ids.length > 0 ? [...new Set(ids)] : askableIn(knowledge);
  if (wanted.length === 0) {
    io.error('No provider here can be asked.\n');
    return 2;
  }
  const allowed = parseAllowed(io.env['KEYCHECK_ALLOW']);
  const sender = openSender({ allowed, requestIdHeaders: defaults.request_id_headers, timeoutMs });
  const options = { knowledge, defaults, allowed, send: sender.send, agent: `keymedic/${version()}` };
  const verified: Verified[] = [];
  let done = 0;
  const queue = [...wanted];
  const work = async () => {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      verified.push(...(await verifyProvider(id, options)));
      done += 1;
      if (done % PROGRESS_EVERY === 0) io.error(`${done} of ${wanted.length} providers asked\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await sender.close();
  return report(verified, json, io);
}

function askableIn({ providers }: Knowledge): readonly string[] {
  return [...providers.values()]
    .filter(({ probe, ended }) => ended === undefined && probe !== undefined && 'request' in probe)
    .map(({ id }) => id);
}

function report(verified: readonly Verified[], json: boolean, io: Io): number {
  const sorted = [...verified].sort((a, b) => a.provider.localeCompare(b.provider) || a.host.localeCompare(b.host));
  const count = (...types: readonly Verified['finding']['type'][]) =>
    verified.filter(({ finding }) => types.includes(finding.type)).length;
  for (const one of sorted) {
    if (json) io.out(`${JSON.stringify(one)}\n`);
    else if (one.finding.type !== 'as-described') io.out(`${lineOf(one)}\n`);
  }
  const different = count('accepts', 'moved', 'changed');
  if (!json)
    io.out(
      `${verified.length} requests: ${count('as-described')} as described, ${different} different, ${count('unreachable')} without an answer, ${count('skipped')} skipped.\n`,
    );
  if (different > 0) return 1;
  return count('unreachable') > 0 ? 3 : 0;
}

function lineOf({ provider, name, host, request, finding }: Verified): string {
  const where = [
    provider,
    ...(host === '' ? [] : [`${name}, ${host}`]),
    ...(request === 'second' ? ['second request'] : []),
  ];
  return `${where.join(' · ')}: ${wordsFor(finding)}`;
}

function wordsFor(finding: Verified['finding']): string {
  switch (finding.type) {
    case 'as-described':
      return `as described (${finding.row})`;
    case 'accepts':
      return `accepts a made-up key (HTTP ${finding.status}): ${finding.excerpt}`;
    case 'moved':
      return `moved (HTTP ${finding.status})`;
    case 'changed':
      return `answers what its file does not describe (HTTP ${finding.status}): ${finding.excerpt}`;
    case 'unreachable':
      return `no answer (${finding.why})`;
    case 'skipped':
      return `skipped: ${finding.why}`;
  }
}

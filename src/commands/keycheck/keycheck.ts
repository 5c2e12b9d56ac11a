import { render } from '#chat/console/render.ts';
import { type Io, readAll } from '#commands/io.ts';
import { version } from '#commands/version.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import { loadProbeDefaults } from '#knowledge/load-probe-defaults.ts';
import type { Knowledge, ProbeDefaults } from '#knowledge/types.ts';
import { parseAllowed } from '#probe/address.ts';
import { openProber } from '#probe/prober.ts';
import type { Wish } from '#probe/types.ts';
import { SecretKey } from '#secret-key.ts';
import type { Refinable } from '#support/answer/refine.ts';
import { checkKey, type KeyCheck } from '#support/key-check/check-key.ts';
import { keyCheckReply } from '#support/views/key-check.ts';
import { auditFile } from './audit-file.ts';
import { readKeyArguments } from './key-arguments.ts';
import { type KeyPrompts, terminalPrompts } from './key-prompt.ts';

const HELP = `Usage: npm run -s keycheck -- [--provider ID] [--base-url URL] [--model M] [--json]

Looks at an API key and asks its provider, by one free request, whether it takes it. The key is asked for without
showing it, or read from stdin (printf %s "$KEY" | npm run -s keycheck -- --provider openai). It is never taken from an
argument or the environment, and never shown, stored or logged.

--provider ID   whose key it is; where the key does not tell
--base-url URL  where your tool sends it; needed for relays, proxies, Azure and Supabase
--model M       is this model available to the key?
--json          the verdict as one JSON object (see docs/key-check.md)

KEYCHECK_ALLOW=host:port,…  opens single targets that are not public, for operators
SECRET_KEY                  keys the fingerprint in the record; without it the record has none
DATA_DIR                    where keychecks.jsonl is written (./data)

Exit status: 0 the key works, 1 it is limited or rejected, 2 nothing was asked, 3 undecided.
`;

const LONGEST_INPUT = 64 * 1024;

/** What the command may be given besides its arguments. */
export interface KeycheckOptions {
  readonly prompts?: KeyPrompts;
  /** The diagnosis that the check continues, in the console chat. */
  readonly before?: Refinable | null;
}

/** `npm run keycheck`: checks one key. Returns the exit status. */
export async function keycheckCommand(argv: readonly string[], io: Io, options: KeycheckOptions = {}): Promise<number> {
  const read = readKeyArguments(argv, io.env);
  if (read.type === 'help') {
    io.out(HELP);
    return 0;
  }
  if (read.type === 'refused') return complain(io, read.says);
  const loaded = loadAll(io);
  if (loaded === null) return 2;
  const prompts = options.prompts ?? terminalPrompts();
  const entered = io.stdin.isTTY === true ? await prompts.key() : await fromStdin(io);
  if (entered === null) return complain(io, 'No key was entered.');
  const check = await run(new SecretKey(entered), read.wish, { ...loaded, io, options, prompts });
  if (typeof check === 'string') return complain(io, check);
  if (read.json) io.out(`${JSON.stringify(check.verdict, null, 2)}\n`);
  else io.out(`${render(keyCheckReply(check, loaded.knowledge, loaded.defaults), io)}\n`);
  return exitStatus(check);
}

interface Loaded {
  readonly knowledge: Knowledge;
  readonly defaults: ProbeDefaults;
}

interface Run extends Loaded {
  readonly io: Io;
  readonly options: KeycheckOptions;
  readonly prompts: KeyPrompts;
}

/** The check, or a sentence about a wrong setting. */
async function run(
  key: SecretKey,
  wish: Wish,
  { knowledge, defaults, io, options, prompts }: Run,
): Promise<KeyCheck | string> {
  let allowed: ReturnType<typeof parseAllowed>;
  try {
    allowed = parseAllowed(io.env['KEYCHECK_ALLOW']);
  } catch (error) {
    return (error as Error).message;
  }
  const prober = openProber({ knowledge, defaults, allowed, version: version() });
  try {
    return await checkKey(
      { key, wish, person: 'terminal', before: options.before ?? null },
      {
        prober,
        knowledge,
        defaults,
        audit: auditFile(io.env['DATA_DIR'] ?? 'data', io.error),
        now: () => new Date(),
        secret: io.env['SECRET_KEY'] ?? null,
        confirm: io.stdin.isTTY === true ? (question) => prompts.agree(question) : null,
      },
    );
  } finally {
    await prober.close();
  }
}

function loadAll(io: Io): Loaded | null {
  const folder = io.env['KNOWLEDGE_DIR'];
  const loaded = loadKnowledge(folder);
  const defaults = loadProbeDefaults(folder);
  if (loaded.ok && defaults.ok) return { knowledge: loaded.knowledge, defaults: defaults.defaults };
  io.error('The knowledge has mistakes: npm run -s knowledge -- check\n');
  if (!defaults.ok)
    for (const fault of defaults.faults) io.error(`${fault.file} ${fault.field}: expected ${fault.expected}\n`);
  return null;
}

/** One line end belongs to the pipe, not to the key. */
async function fromStdin(io: Io): Promise<string | null> {
  const text = Buffer.from((await readAll(io.stdin)).subarray(0, LONGEST_INPUT)).toString('utf8');
  return text === '' ? null : text.replace(/\r?\n$/, '');
}

function complain(io: Io, sentence: string): number {
  io.error(`${sentence}\n`);
  return 2;
}

function exitStatus({ verdict, refusal }: KeyCheck): number {
  if (verdict.verdict === 'works') return 0;
  if (verdict.verdict !== 'undecided') return 1;
  return refusal === null ? 3 : 2;
}

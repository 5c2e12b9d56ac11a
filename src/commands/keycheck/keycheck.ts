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

Checks an API key offline, then asks its provider with one free request whether the key works. Enter the key when asked
(it stays hidden), or pipe it in (printf %s "$KEY" | npm run -s keycheck -- --provider openai). The key is never read
from an argument or the environment, and never shown, stored or logged.

--provider ID   the provider, if the key does not show it
--base-url URL  the base URL your tool uses; needed for relays, proxies, Azure and Supabase
--model M       also check that the key can use this model
--json          print the result as one JSON object

KEYCHECK_ALLOW=host:port,…  private hosts that may be contacted, for operators
SECRET_KEY                  secret for the key's fingerprint in the record; without it there is no fingerprint
DATA_DIR                    folder for keychecks.jsonl (./data)

Exit status: 0 the key works, 1 limited or rejected, 2 no request was sent, 3 undecided.
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
  if (entered === null) return complain(io, 'You did not enter a key.');
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
  io.error('The knowledge files have mistakes. To list them, run npm run -s knowledge -- check\n');
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

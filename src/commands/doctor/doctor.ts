import { parseArgs } from 'node:util';
import { CHAT_NAMES, CHATS } from '#chats/all.ts';
import type { Io } from '#commands/io.ts';
import { type Config, configOf, openFile } from '#config/config.ts';
import { sentenceOf } from '#config/fault.ts';
import { readSettings } from '#config/read.ts';
import { type Finding, fine, warning, wrong } from '#finding.ts';
import { examineDatabase } from './examine-database.ts';
import {
  type ExaminedPort,
  examineClock,
  examineDataDir,
  examineEnvFile,
  examineKnowledge,
  examineNode,
  examinePictures,
  examinePort,
  examineSecretKey,
} from './examine-place.ts';
import { lineOf } from './finding-line.ts';

const HELP = `Usage: npm run -s doctor [-- --json]

Tests everything Keymedic needs, live: settings, tokens, scopes, intents, channels, support team, database, data folder,
knowledge files, ports and clock. It posts nothing and shows no secrets. You can run it while Keymedic is running.

✓ fine   ! works, but maybe not as you intend   ✗ must be fixed   → how to fix it

Exit status: 0 nothing to fix, 1 something to fix, 2 invalid arguments.
`;

/**
 * `npm run doctor`: tests everything and says what to do. Returns the exit status.
 *
 * @param folder where keymedic.yaml and .env are
 */
export async function doctorCommand(argv: readonly string[], io: Io, folder = process.cwd()): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    io.out(HELP);
    return 0;
  }
  const findings: Finding[] = [];
  for (const group of examineAll(io.env, folder))
    for (const finding of await group) {
      findings.push(finding);
      if (!values.json) io.out(lineOf(finding, io.colour));
    }
  const failed = findings.filter(({ state }) => state === 'wrong').length;
  const warnings = findings.filter(({ state }) => state === 'warning').length;
  if (values.json) io.out(`${JSON.stringify({ ok: failed === 0, checks: findings }, null, 2)}\n`);
  else io.out(`\n${summary(failed, warnings)}\n`);
  return failed === 0 ? 0 : 1;
}

/** All examinations, begun at once, in the order in which they are told. */
function examineAll(env: Io['env'], folder: string): readonly Promise<readonly Finding[]>[] {
  const file = openFile(env, folder);
  const read = readSettings(env, file);
  const config = configOf(read);
  const machine = [examineNode(process.versions.node), ...examineEnvFile(folder)];
  if (!config.ok) {
    const todo = 'See docs/settings.md, or run npm run -s config -- check';
    return [Promise.resolve([...machine, ...read.faults.map((fault) => wrong('Settings', sentenceOf(fault), todo))])];
  }
  const settings = fine('Settings', `no mistakes${file === null ? ' (no keymedic.yaml found)' : ''}`);
  const groups = [...examinePlace(config.config), ...examineChats(config.config)];
  return [Promise.resolve([...machine, settings]), ...groups.map(({ check, work }) => guarded(check, work))];
}

interface Group {
  readonly check: string;
  readonly work: () => Promise<readonly Finding[]>;
}

function examinePlace(config: Config): readonly Group[] {
  const { dataDir, knowledgeDir } = config;
  return [
    { check: 'Data folder', work: async () => [examineDataDir(dataDir), examineSecretKey(config)] },
    { check: 'Database', work: async () => [await examineDatabase(config)] },
    { check: 'Knowledge', work: async () => examineKnowledge(knowledgeDir) },
    { check: 'Screenshots', work: async () => [examinePictures()] },
    ...portsOf(config).map((port) => ({ check: `Port ${port.port}`, work: async () => [await examinePort(port)] })),
  ];
}

/** What npm start listens at; the console chat does not. */
function portsOf({ chats, port, ops }: Config): readonly ExaminedPort[] {
  if (chats.length === 0) return [];
  return [
    ...(chats.some(({ listens }) => listens) ? [{ variable: 'PORT', port, host: null }] : []),
    ...(ops === null ? [] : [{ variable: 'OPS_PORT', ...ops }]),
  ];
}

function examineChats({ chats, staffChat }: Config): readonly Group[] {
  const [first] = chats;
  if (first === undefined) return [{ check: 'Chats', work: async () => [NO_CHATS] }];
  const ownDesks = chats.some(({ staff }) => staff === 'own');
  return [
    { check: 'Clock', work: async () => [await examineClock(first.apiUrl)] },
    ...chats.map((chat) => ({ check: chat.title, work: () => chat.examine() })),
    { check: 'Staff', work: async () => (staffChat === null && !ownDesks ? [NO_STAFF] : []) },
  ];
}

const NO_CHATS = warning(
  'Chats',
  'none, so npm start opens the console chat',
  `Run npm run -s setup, or set ${CHAT_NAMES.map((name) => CHATS[name].token.env).join(' or ')}.`,
);

const NO_STAFF = warning(
  'Support team',
  'none, so people are referred to their provider',
  `If you have a support team, set ${CHAT_NAMES.map((name) => CHATS[name].staffChannel.env).join(' or ')}.`,
);

/** What is not expected goes wrong in one line; an error may hold a request, and with it a secret. */
function guarded(check: string, work: Group['work']): Promise<readonly Finding[]> {
  return work().catch((error: unknown) => [
    wrong(
      check,
      `could not be tested (${error instanceof Error ? error.name : 'unknown'})`,
      'Try again. If it keeps failing, report it.',
    ),
  ]);
}

function summary(failed: number, warnings: number): string {
  const hints = warnings === 0 ? '' : warnings === 1 ? ' Check the one warning.' : ` Check the ${warnings} warnings.`;
  if (failed === 0) return `Nothing to fix.${hints}`;
  return `${failed === 1 ? 'Fix 1 problem' : `Fix ${failed} problems`}.${hints}`;
}

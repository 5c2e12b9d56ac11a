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
  examinePort,
  examineSecretKey,
} from './examine-place.ts';
import { lineOf } from './finding-line.ts';

const HELP = `Usage: npm run -s doctor [-- --json]

Tests what Keymedic needs, live: settings, tokens, scopes, intents, channels, staff, database, data folder, knowledge
files, port and clock. Nothing is written into a channel, and no secret is shown. It may run beside a Keymedic that runs.

✓ fine   ! works, but perhaps not as you mean it   ✗ must be fixed; → says how

Exit status: 0 nothing must be fixed, 1 something must be, 2 not understood.
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
    const todo = 'See docs/settings.md, or npm run -s config -- check';
    return [Promise.resolve([...machine, ...read.faults.map((fault) => wrong('Settings', sentenceOf(fault), todo))])];
  }
  const settings = fine('Settings', `no mistakes${file === null ? '; there is no keymedic.yaml' : ''}`);
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
  'none: npm start opens the console chat',
  `Set ${CHAT_NAMES.map((name) => CHATS[name].token.env).join(' or ')}; npm run -s setup asks for them.`,
);

const NO_STAFF = warning(
  'Support staff',
  'none: people are sent to the support of their provider',
  `Set ${CHAT_NAMES.map((name) => CHATS[name].staffChannel.env).join(' or ')} where you have staff.`,
);

/** What is not expected goes wrong in one line; an error may hold a request, and with it a secret. */
function guarded(check: string, work: Group['work']): Promise<readonly Finding[]> {
  return work().catch((error: unknown) => [
    wrong(
      check,
      `could not be tested (${error instanceof Error ? error.name : 'unknown'})`,
      'Try again; report it if it stays so.',
    ),
  ]);
}

function summary(failed: number, warnings: number): string {
  const hints =
    warnings === 0 ? '' : warnings === 1 ? ' One line is worth a look.' : ` ${warnings} lines are worth a look.`;
  if (failed === 0) return `Nothing must be fixed.${hints}`;
  return `${failed === 1 ? 'One thing' : `${failed} things`} must be fixed.${hints}`;
}

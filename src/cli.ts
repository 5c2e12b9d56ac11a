import { existsSync } from 'node:fs';
import { type Io, processIo } from '#commands/io.ts';
import { completed, openFile } from '#config/config.ts';
import { sentenceOf } from '#config/fault.ts';

type Command = (argv: readonly string[], io: Io) => Promise<number>;

/** Loaded when they are called: the packages of the chats take longer to load than a diagnosis takes. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  diagnose: async () => withFile((await import('#commands/diagnose.ts')).diagnoseCommand),
  keycheck: async () => withFile((await import('#commands/keycheck/keycheck.ts')).keycheckCommand),
  knowledge: async () => withFile((await import('#commands/knowledge.ts')).knowledgeCommand),
  probes: async () => withFile((await import('#commands/probes.ts')).probesCommand),
  accuracy: async () => withFile((await import('#commands/accuracy.ts')).accuracyCommand),
  train: async () => (await import('#commands/train.ts')).trainCommand,
  discord: async () => withFile((await import('#commands/discord.ts')).discordCommand),
  slack: async () => (await import('#commands/slack.ts')).slackCommand,
  cases: async () => (await import('#commands/cases.ts')).casesCommand,
  config: async () => (await import('#commands/config.ts')).configCommand,
  doctor: async () => (await import('#commands/doctor/doctor.ts')).doctorCommand,
  setup: async () => (await import('#commands/setup/setup.ts')).setupCommand,
};

const HELP = `Usage: npm run -s ${Object.keys(COMMANDS).join('|')} -- [options]\nFor the options of a command, add --help.\n`;

if (existsSync('.env')) process.loadEnvFile('.env');
const io = processIo();
const [name = '', ...argv] = process.argv.slice(2);
const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (load === undefined) {
  io.error(HELP);
  process.exitCode = 2;
} else {
  try {
    const command = await load();
    process.exitCode = await command(argv, io);
  } catch (error) {
    // parseArgs throws on unknown options; its message says which.
    io.error(`${error instanceof Error ? error.message : String(error)}\nSee --help.\n`);
    process.exitCode = 2;
  }
}

/** The command with what the file says in its environment. */
function withFile(run: Command): Command {
  return async (args, { env, ...rest }) => {
    const file = openFile(env, process.cwd());
    for (const fault of file?.faults ?? []) rest.error(`${sentenceOf(fault)}\n`);
    return (file?.faults.length ?? 0) > 0 ? 2 : run(args, { ...rest, env: completed(env, file) });
  };
}

import { existsSync } from 'node:fs';
import { accuracyCommand } from '#commands/accuracy.ts';
import { casesCommand } from '#commands/cases.ts';
import { configCommand } from '#commands/config.ts';
import { diagnoseCommand } from '#commands/diagnose.ts';
import { discordCommand } from '#commands/discord.ts';
import { doctorCommand } from '#commands/doctor.ts';
import { type Io, processIo } from '#commands/io.ts';
import { keycheckCommand } from '#commands/keycheck.ts';
import { knowledgeCommand } from '#commands/knowledge.ts';
import { setupCommand } from '#commands/setup.ts';
import { sentenceOf } from '#config/fault.ts';
import { completed, openFile } from '#config.ts';

type Command = (argv: readonly string[], io: Io) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  diagnose: withFile(diagnoseCommand),
  keycheck: withFile(keycheckCommand),
  knowledge: withFile(knowledgeCommand),
  accuracy: withFile(accuracyCommand),
  discord: withFile(discordCommand),
  cases: casesCommand,
  config: configCommand,
  doctor: doctorCommand,
  setup: setupCommand,
};

const HELP = `Usage: npm run -s ${Object.keys(COMMANDS).join('|')} -- [options]; each has --help.\n`;

if (existsSync('.env')) process.loadEnvFile('.env');
const io = processIo();
const [name = '', ...argv] = process.argv.slice(2);
const command = COMMANDS[name];
if (command === undefined) {
  io.error(HELP);
  process.exitCode = 2;
} else {
  try {
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

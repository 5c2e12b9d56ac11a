import { accuracyCommand } from '#commands/accuracy.ts';
import type { Io } from '#commands/io.ts';
import { knowledgeCommand } from '#commands/knowledge.ts';

const COMMANDS: Readonly<Record<string, (argv: readonly string[], io: Io) => Promise<number>>> = {
  knowledge: knowledgeCommand,
  accuracy: accuracyCommand,
};

const HELP = `Usage: npm run -s ${Object.keys(COMMANDS).join('|')} -- [options]; each has --help.\n`;

const io: Io = {
  stdin: process.stdin,
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  env: process.env,
  columns: process.stdout.columns ?? 80,
  colour: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
};

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

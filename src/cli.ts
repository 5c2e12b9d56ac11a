import { existsSync } from 'node:fs';
import { accuracyCommand } from '#commands/accuracy.ts';
import { diagnoseCommand } from '#commands/diagnose.ts';
import { discordCommand } from '#commands/discord.ts';
import { type Io, processIo } from '#commands/io.ts';
import { keycheckCommand } from '#commands/keycheck.ts';
import { knowledgeCommand } from '#commands/knowledge.ts';

const COMMANDS: Readonly<Record<string, (argv: readonly string[], io: Io) => Promise<number>>> = {
  diagnose: diagnoseCommand,
  keycheck: keycheckCommand,
  knowledge: knowledgeCommand,
  accuracy: accuracyCommand,
  discord: discordCommand,
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

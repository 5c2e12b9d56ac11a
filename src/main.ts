import { existsSync } from 'node:fs';
import { processIo } from '#commands/io.ts';
import { readKnowledge, tellFaults } from '#commands/knowledge-in-force.ts';
import { consoleCommand } from '#commands/serve/console.ts';
import { serveCommand } from '#commands/serve/serve.ts';
import { completed, openFile, readConfig } from '#config/config.ts';

const HELP = `Usage: npm start

Starts every chat whose token is set: SLACK_BOT_TOKEN for Slack (SLACK_CLIENT_ID for many workspaces) and DISCORD_TOKEN
for Discord. Without a token it opens the console chat: paste an error, read what failed, follow the checklist. If you
pipe text in (npm start < error.log), it answers once.

Settings come from the environment, .env and keymedic.yaml, in this order (see docs/settings.md).
Run npm run -s setup to enter them, and npm run -s doctor to test them.
`;

if (existsSync('.env')) process.loadEnvFile('.env');
const io = processIo();
if (process.argv.includes('--help')) io.out(HELP);
else process.exitCode = await start();

async function start(): Promise<number> {
  const file = openFile(io.env, process.cwd());
  const read = readConfig(io.env, file);
  if (!read.ok) {
    for (const fault of read.faults) io.error(`${fault}\n`);
    io.error('Keymedic did not start. Fix these settings first (see docs/settings.md).\n');
    return 1;
  }
  if (read.config.chats.length > 0) return serveCommand(read.config, io);
  const known = readKnowledge(read.config.knowledgeDir);
  if (known.ok) return consoleCommand(known.inForce, { ...io, env: completed(io.env, file) });
  tellFaults(known.faults, io);
  return 1;
}

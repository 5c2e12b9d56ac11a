import { consoleCommand } from '#commands/console.ts';
import { processIo } from '#commands/io.ts';
import { compile } from '#diagnosis/compile.ts';
import { loadKnowledge } from '#knowledge/load.ts';

const HELP = `Usage: npm start

Opens the console chat: paste an error, read what failed, walk the checklist. With something piped in
(npm start < error.log) it answers once.

KNOWLEDGE_DIR  folder with knowledge files of your own
NO_COLOR       no colours
`;

const io = processIo();
if (process.argv.includes('--help')) io.out(HELP);
else await start();

async function start(): Promise<void> {
  const loaded = loadKnowledge(io.env['KNOWLEDGE_DIR']);
  if (loaded.ok) {
    process.exitCode = await consoleCommand(compile(loaded.knowledge), io);
    return;
  }
  for (const fault of loaded.faults)
    io.error(`${fault.file}:${fault.line} ${fault.field}: expected ${fault.expected}\n`);
  io.error('Keymedic does not start with mistakes in its knowledge files.\n');
  process.exitCode = 1;
}

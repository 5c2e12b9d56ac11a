import { consoleCommand } from '#commands/console.ts';
import { processIo } from '#commands/io.ts';
import { compile } from '#diagnosis/compile.ts';
import { loadKnowledge } from '#knowledge/load.ts';

const io = processIo();
const loaded = loadKnowledge(io.env['KNOWLEDGE_DIR']);
if (loaded.ok) process.exitCode = await consoleCommand(compile(loaded.knowledge), io);
else {
  for (const fault of loaded.faults)
    io.error(`${fault.file}:${fault.line} ${fault.field}: expected ${fault.expected}\n`);
  io.error('Keymedic does not start with mistakes in its knowledge files.\n');
  process.exitCode = 1;
}

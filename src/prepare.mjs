// An import by name of what an older Node does not have would end it before the check below.
import module from 'node:module';
import { join } from 'node:path';
import { nodeFault } from './node-version.mjs';

// Loaded before everything else (node --import), and plain JavaScript: where what was compiled at an earlier start is found,
// the compiler of TypeScript is never loaded, which saves 20 MB.
const fault = nodeFault();
if (fault !== null) {
  process.stderr.write(`${fault}\n`);
  process.exit(1);
}
module.enableCompileCache(
  process.env.NODE_COMPILE_CACHE ?? join(import.meta.dirname, '..', 'node_modules', '.cache', 'keymedic'),
);

import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Loaded before everything else (node --import), and plain JavaScript: where what was compiled at an earlier start is found,
// the compiler of TypeScript is never loaded, which saves 20 MB.
enableCompileCache(
  process.env.NODE_COMPILE_CACHE ?? join(import.meta.dirname, '..', 'node_modules', '.cache', 'keymedic'),
);

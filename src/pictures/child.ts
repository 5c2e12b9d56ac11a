import { readFileSync } from 'node:fs';
import type { EngineFiles } from './engine-files.ts';
import { recognise } from './recognise.ts';

// The process that reads one picture: it gets it on stdin, writes one line of JSON and ends. `read-in-child.ts` starts it
// without an environment, and with no right but to read the engine's files. Node 24 cannot take the network away, so what
// could reach it is removed before the engine is loaded; the engine itself has no code for sockets.
for (const name of ['fetch', 'WebSocket', 'EventSource'])
  Object.defineProperty(globalThis, name, { value: undefined, writable: false, configurable: false });

/** What the parent says on the command line. */
interface Order {
  readonly orientation: number;
  readonly files: EngineFiles;
}

const { orientation, files } = JSON.parse(process.argv[2] ?? '') as Order;
const picture = readFileSync(0);
const recognised = await recognise(picture, orientation, files);
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(`${JSON.stringify({ ...recognised, peakMb })}\n`);

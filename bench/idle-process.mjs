import { setTimeout as wait } from 'node:timers/promises';
import { compile } from '#diagnosis/catalogue/compile.ts';
import { loadKnowledge } from '#knowledge/load.ts';

// A process as the bot is before anybody writes: it loads and compiles the knowledge, idles, and tells what that took. Plain
// JavaScript like what starts the bot's: it shall not load the compiler that the bot does not.
const IDLE_MS = 2000;

const from = performance.now();
const loaded = loadKnowledge();
if (!loaded.ok) throw new Error('the knowledge has mistakes');
const catalogue = compile(loaded.knowledge);
const coldMs = performance.now() - from;
await wait(IDLE_MS);
const rssMb = process.memoryUsage().rss / 1e6;
process.stdout.write(`${JSON.stringify({ coldMs, rssMb, literals: catalogue.literals.length })}\n`);

import { setTimeout as wait } from 'node:timers/promises';
import { compile } from '#diagnosis/compile.ts';
import { loaded } from './loaded.ts';

/** A process as the bot is before anybody writes: it loads and compiles the knowledge, idles, and tells what that took. */
const IDLE_MS = 2000;

const from = performance.now();
const catalogue = compile(loaded());
const coldMs = performance.now() - from;
await wait(IDLE_MS);
const rssMb = process.memoryUsage().rss / 1e6;
process.stdout.write(`${JSON.stringify({ coldMs, rssMb, literals: catalogue.literals.length })}\n`);

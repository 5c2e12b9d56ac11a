import { compile } from '#diagnosis/catalogue/compile.ts';
import { diagnose, explainInSteps } from '#diagnosis/diagnose.ts';
import { loaded } from './loaded.ts';
import { HUGE, LINE, logOf } from './texts.ts';

/** A process that diagnoses one long log, and tells how much memory that took at most and how long its longest step was. */
const catalogue = compile(loaded());
const log = logOf(HUGE);
for (let round = 0; round < 200; round += 1) diagnose(LINE, catalogue);
const before = process.memoryUsage.rss();
let most = before;
let stallMs = 0;
const steps = explainInSteps(log, catalogue);
for (let done: boolean | undefined = false; done !== true; ) {
  const from = performance.now();
  ({ done } = steps.next());
  stallMs = Math.max(stallMs, performance.now() - from);
  most = Math.max(most, process.memoryUsage.rss());
}
process.stdout.write(`${JSON.stringify({ stallMs, timesInput: (most - before) / log.length })}\n`);

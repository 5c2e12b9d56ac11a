import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Adds up the totals of all test runs, prints them on one line and fails where anything failed.
const [folder = '', otherFailures = '0'] = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const name of readdirSync(folder)) {
  const run = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    success: boolean;
  };
  passed += run.numPassedTests;
  failed += run.numFailedTests;
  // A file that does not even load fails no test of its own.
  if (!run.success && run.numFailedTests === 0) failed += 1;
}
if (otherFailures !== '0' && failed === 0) process.stdout.write('A check other than the tests failed, see above.\n');
process.exitCode = failed > 0 || otherFailures !== '0' ? 1 : 0;
process.stdout.write(`${passed} passed, ${failed} failed\n`);

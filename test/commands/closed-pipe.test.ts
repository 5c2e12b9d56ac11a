import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';

const CLI = new URL('../../src/cli.ts', import.meta.url).pathname;

test('a reader that has seen enough ends a command without a word', async () => {
  const child = spawn(process.execPath, [CLI, 'knowledge', 'list'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const status = await new Promise((resolve) => child.once('exit', resolve));
  expect({ status, complaints }).toEqual({ status: 0, complaints: '' });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Watching, watchFolder } from '#knowledge/watch.ts';

const EVERY_MS = 10;
let folder: string;
let watching: Watching;
let changes = 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keymedic-watch-'));
  mkdirSync(join(folder, 'providers'));
  writeFileSync(join(folder, 'providers', 'acme.yaml'), 'id: acme\n');
  changes = 0;
  watching = await watchFolder(folder, () => void (changes += 1), EVERY_MS);
});

afterEach(() => {
  watching.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.for([
  ['is changed', () => writeFileSync(join(folder, 'providers', 'acme.yaml'), 'id: acme\nname: Acme\n')],
  ['is added', () => writeFileSync(join(folder, 'defaults.yaml'), 'provider: {}\n')],
  ['is removed', () => rmSync(join(folder, 'providers', 'acme.yaml'))],
  ['goes with all others', () => rmSync(folder, { recursive: true })],
  [
    'comes in a new folder',
    () => {
      mkdirSync(join(folder, 'tools'));
      writeFileSync(join(folder, 'tools', 'x.yaml'), 'id: x\n');
    },
  ],
] as const)('a file that %s is told once', async ([, change]) => {
  change();
  await vi.waitFor(() => expect(changes).toBe(1), 5000);
  await wait(10 * EVERY_MS);
  expect(changes).toBe(1);
});

test('what is no knowledge file, and what happens after the end, is nobody’s concern', async () => {
  writeFileSync(join(folder, 'providers', '.acme.yaml.swp'), 'x');
  await wait(10 * EVERY_MS);
  watching.stop();
  writeFileSync(join(folder, 'providers', 'acme.yaml'), 'id: other\n');
  await wait(10 * EVERY_MS);
  expect(changes).toBe(0);
});

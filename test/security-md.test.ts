import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const rows = readFileSync('SECURITY.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| what |'));

test('the threat model has rows', () => {
  expect(rows.length).toBeGreaterThan(10);
});

test.for(rows.map((row) => [row.split('|')[1]?.trim() ?? '', row] as const))(
  'SECURITY.md names tests that there are: %s',
  ([, row]) => {
    const named = [...row.matchAll(/`(test\/[\w./-]+\.ts)`/g)].map(([, file = '']) => file);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  },
);

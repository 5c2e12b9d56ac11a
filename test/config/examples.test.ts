import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readConfig } from '#config/config.ts';
import { envExample, fileExample, settingsPage } from '#config/examples.ts';
import { readSettings } from '#config/read.ts';
import { readFileSettings } from '#config/read-file.ts';
import { ROWS, SECTIONS } from '#config/settings.ts';
import { DEFAULT_MANNERS } from '#support/turns/manners.ts';

// Written anew with: npx vitest run test/config/examples.test.ts -u
test('.env.example is what the table of settings says', async () => {
  await expect(envExample()).toMatchFileSnapshot('../../.env.example');
});

test('keymedic.example.yaml is what the table of settings says', async () => {
  await expect(fileExample()).toMatchFileSnapshot('../../keymedic.example.yaml');
});

test('docs/settings.md is what the table of settings says', async () => {
  await expect(settingsPage()).toMatchFileSnapshot('../../docs/settings.md');
});

test.for(ROWS.map((row) => [row.env, row] as const))('%s is in one section, and documented in one line', ([, row]) => {
  expect(Object.keys(SECTIONS)).toContain(row.key.split('.')[0]);
  expect(row.key).toMatch(/^[a-z]+\.[a-z_]+$/);
  expect(row.says).toMatch(/^[A-Z][^\n]{9,129}[^.\n]$/);
  expect(readFileSync('docs/settings.md', 'utf8').split(`\`${row.env}\` |`)).toHaveLength(2);
});

test('no key and no variable stands in the table twice', () => {
  expect(new Set(ROWS.map(({ env }) => env)).size).toBe(ROWS.length);
  expect(new Set(ROWS.map(({ key }) => key)).size).toBe(ROWS.length);
});

test('the example file means the same as no file, and every line of it can be switched on', () => {
  const example = readFileSettings('keymedic.yaml', fileExample());
  expect(example.faults).toEqual([]);
  expect(readConfig({}, example)).toEqual(readConfig({}));
  const allOn = readFileSettings('keymedic.yaml', fileExample().replaceAll(/^ {2}#(?=[a-z_]+: )/gm, '  '));
  expect(allOn.faults).toEqual([]);
  expect([...allOn.texts.keys()]).toEqual(ROWS.filter(({ secret }) => secret !== 'always').map(({ env }) => env));
});

test('the defaults of the manners are those of the program', () => {
  expect(readSettings({}, null).values?.manners).toEqual(DEFAULT_MANNERS);
});

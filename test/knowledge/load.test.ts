import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '#diagnosis/catalogue/compile.ts';
import { diagnose } from '#diagnosis/diagnose.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import { acmeYaml } from '#test/samples.ts';

function folderWith(file: string, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-knowledge-'));
  mkdirSync(join(folder, file.split('/')[0] ?? ''), { recursive: true });
  writeFileSync(join(folder, file), content);
  return folder;
}

test('a vendor adds a provider with one file', () => {
  const loaded = loadKnowledge(folderWith('providers/acme.yaml', acmeYaml()));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  expect(diagnose('403 {"error":"Acme seat required"}', compile(loaded.knowledge))).toMatchObject({
    kind: 'permission_denied',
    provider: 'acme',
  });
});

test('a vendor replaces a built-in file by one of the same name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-knowledge-'));
  mkdirSync(join(folder, 'providers'));
  cpSync(new URL('../../src/knowledge/providers/groq.yaml', import.meta.url), join(folder, 'providers', 'groq.yaml'));
  const loaded = loadKnowledge(folder);
  const builtIn = loadKnowledge();
  expect(loaded.ok && loaded.knowledge.providers.size).toBe(builtIn.ok && builtIn.knowledge.providers.size);
});

test.for([
  ['a field that is missing', acmeYaml().replace('dashboard: https://acme.example/keys\n', ''), 1, 'dashboard'],
  [
    'a word that is no strength',
    acmeYaml().replace('strength: proof', 'strength: certain'),
    11,
    'signatures.0.strength',
  ],
  [
    'a single example',
    acmeYaml().replace('      - paste: "hi, my key only gives: Acme seat required"\n', ''),
    14,
    'signatures.0.examples',
  ],
  ['advice without a word on its sources', acmeYaml().replace('last_verified: 2026-11-20\n', ''), 1, 'last_verified'],
  ['advice that is both verified and not', `${acmeYaml()}unverified: true\n`, 18, 'last_verified'],
  ['an end without a source', `${acmeYaml()}ended: {on: 2026-07-30, says: Acme is gone.}\n`, 19, 'ended.source.0'],
  ['a date that is none', acmeYaml().replace('2026-11-20', 'yesterday'), 18, 'last_verified'],
] as const)('%s is named with file, line and field', ([, content, line, field]) => {
  const loaded = loadKnowledge(folderWith('providers/acme.yaml', content));
  expect(
    loaded.ok
      ? []
      : loaded.faults.map((fault) => [fault.file.endsWith('providers/acme.yaml'), fault.line, fault.field]),
  ).toContainEqual([true, line, field]);
});

test('a file that is no YAML is named with its line', () => {
  const loaded = loadKnowledge(folderWith('tools/broken.yaml', 'id: broken\nname: "open\n'));
  expect(loaded.ok ? [] : loaded.faults.map(({ field }) => field)).toContain('YAML');
});

test('an id that is not the name of its file is a fault', () => {
  const loaded = loadKnowledge(folderWith('providers/other.yaml', acmeYaml()));
  expect(loaded.ok ? [] : loaded.faults.map(({ field }) => field)).toEqual(['id']);
});

test('a folder that is not there is a fault, not silence', () => {
  const loaded = loadKnowledge('/no/such/folder');
  expect(loaded.ok ? [] : loaded.faults).toEqual([
    { file: '/no/such/folder', line: 1, field: 'KNOWLEDGE_DIR', expected: 'a folder that exists' },
  ]);
});

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const PLANTED = {
  'src/diagnosis/impure.ts': { 'no-restricted-imports': 5, 'no-restricted-globals': 2 },
  'src/knowledge/nosy.ts': { 'no-restricted-imports': 1 },
  'src/support/direct.ts': { 'no-restricted-imports': 2 },
  'src/chat/console/knows-too-much.ts': { 'no-restricted-imports': 1 },
  'src/chat/slack/nosy.ts': { 'no-restricted-imports': 1 },
  'src/chat/discord/wrong-sdk.ts': { 'no-restricted-imports': 1 },
  'src/store/knows-use-cases.ts': { 'no-restricted-imports': 1 },
  'src/chats/runs-a-command.ts': { 'no-restricted-imports': 1 },
  'src/config/opens-a-chat.ts': { 'no-restricted-imports': 1 },
  'src/ops/reads-cases.ts': { 'no-restricted-imports': 1 },
  'src/authoring/answers.ts': { 'no-restricted-imports': 1 },
  'src/assemble.ts': { 'no-restricted-imports': 1 },
  'src/pictures/quotes.ts': { 'no-restricted-imports': 1 },
  'src/probe/talkative.ts': { 'no-restricted-imports': 1 },
};

/** The linter's own settings over the planted files, which the project's lint run leaves out. */
function lintPlanted(): { filename: string; code: string }[] {
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-lint-'));
  cpSync(new URL('lint-fixtures', import.meta.url), folder, { recursive: true });
  const config = JSON.parse(readFileSync(new URL('../.oxlintrc.json', import.meta.url), 'utf8')) as object;
  writeFileSync(join(folder, '.oxlintrc.json'), JSON.stringify({ ...config, $schema: undefined, ignorePatterns: [] }));
  const linter = new URL('../node_modules/.bin/oxlint', import.meta.url).pathname;
  const run = spawnSync(linter, ['--format', 'json', 'src'], { cwd: folder, encoding: 'utf8' });
  return (JSON.parse(run.stdout) as { diagnostics: { filename: string; code: string }[] }).diagnostics;
}

test('the linter finds every planted crossing of a border between parts, so that a dead guard shows', () => {
  const found: Record<string, Record<string, number>> = {};
  for (const { filename, code } of lintPlanted()) {
    const rule = /no-restricted-(?:imports|globals)/.exec(code)?.[0];
    if (rule === undefined) continue;
    found[filename] ??= {};
    const counts = found[filename];
    counts[rule] = (counts[rule] ?? 0) + 1;
  }
  expect(found).toEqual(PLANTED);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Phrases that read as translated, or as a riddle. Write what a native technical writer would. */
const BANNED: readonly string[] = [
  'wrong door',
  'knocks at',
  "stranger's door",
  'are not of the',
  'not of the staff',
  'not of the support staff',
  'too dear',
  'its person is told',
  'by its person',
  'as its person',
  'for so long a',
  '(1 cases)',
  '(1 checks)',
  'good that it works',
  'waits for an answer of',
  'asks you to have your',
  'needs mending',
  'cannot be said whether',
  'made anew',
  'is there a way to the internet',
  'the staff is at it',
  'what is no secret',
  'has no place in',
];

/** Banned phrases in a text, in any case and over line ends. */
function bannedIn(text: string): readonly string[] {
  const plain = text.replaceAll(/\s*\n\s*(?:\*|\/\/|#|>)?\s*/g, ' ').toLowerCase();
  return BANNED.filter((phrase) => plain.includes(phrase));
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|mjs|yaml|md)$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));
}

test('the list finds a phrase in any case, also where a line ends in it', () => {
  expect(bannedIn('It knocks at the\n * Wrong door.')).toEqual(['wrong door', 'knocks at']);
  expect(bannedIn("They aren't on the support team.")).toEqual([]);
});

const FILES = [...filesIn('src'), ...filesIn('docs'), 'README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'manifest.yml'];

test('all texts of the program, its knowledge and its documents are looked at', () => {
  expect(FILES).toEqual(expect.arrayContaining(['src/knowledge/defaults.yaml', 'src/support/views/answer.ts']));
});

test.for(FILES)('%s has no banned phrase', (file) => {
  expect(bannedIn(readFileSync(file, 'utf8'))).toEqual([]);
});

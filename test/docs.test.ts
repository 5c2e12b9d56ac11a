import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkKnowledge } from '#authoring/check-knowledge.ts';
import { readFileSettings } from '#config/read-file.ts';
import { ROWS, SECTIONS } from '#config/settings.ts';
import { compile } from '#diagnosis/catalogue/compile.ts';
import { loadKnowledge } from '#knowledge/load.ts';

const PAGES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(path));
const TEXTS = new Map(PAGES.map((path) => [path, readFileSync(path, 'utf8')]));
const FENCE = /^( *)```(\w*)\n([\s\S]*?)^ *```$/gm;
/** The README in characters that GitHub shows, and no more: the rest belongs in docs/. */
const README_BYTES = 8000;

/** Variables that pages name and that are no settings of the program. */
const OTHER_VARIABLES = new Set(
  [
    'NO_COLOR KEYMEDIC_CONFIG FUZZ_RUNS FUZZ_SEED LIFE_RUNS',
    // Of the database's image in the example of two processes.
    'DB_PASSWORD POSTGRES_USER POSTGRES_DB POSTGRES_PASSWORD',
    // Of providers, in examples of knowledge.
    'ACME_API_KEY OPENAI_API_KEY YOUR_API_KEY YOUR_KEY',
    // An error that a program prints, and how a name in a screenshot is read wrongly.
    'AUTH_FAILED APL_KEY',
  ].flatMap((names) => names.split(' ')),
);

/** Files that a recipe has people make. */
const MADE_IN_RECIPES = /acme|quota_frozen|NAME/;

interface Found {
  readonly page: string;
  readonly text: string;
}

/** All that a pattern's first group finds in the pages. */
function findAll(pattern: RegExp, inText: (text: string) => string = (text) => text): Found[] {
  return [...TEXTS].flatMap(([page, text]) =>
    [...inText(text).matchAll(pattern)].map(([, found = '']) => ({ page, text: found })),
  );
}

const withoutFences = (text: string) => text.replaceAll(FENCE, '');
const codeOf = (text: string) =>
  [...text.matchAll(FENCE)].map(([, , , code = '']) => code).join('\n') +
  [...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => `\n${code}`).join('');

/** The anchors of a page, as GitHub makes them of its headings. */
function anchorsIn(page: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = withoutFences(TEXTS.get(page) ?? '').matchAll(/^#{1,6} (.+)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) => {
      const slug = heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-');
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    }),
  );
}

/** Does a link of a page lead to a file that there is, and to a heading in it? */
function leadsNowhere({ page, text: link }: Found): boolean {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  if (!existsSync(file)) return true;
  return anchor !== undefined && !anchorsIn(file).has(anchor);
}

test('the README is short, and leads to every page', () => {
  expect(statSync('README.md').size).toBeLessThanOrEqual(README_BYTES);
  const readme = TEXTS.get('README.md') ?? '';
  const pages = PAGES.filter((page) => !page.startsWith('.') && page !== 'README.md');
  expect(pages.length).toBeGreaterThan(10);
  expect(pages.filter((page) => !readme.includes(`(${page})`) && !readme.includes(`(${page}#`))).toEqual([]);
});

test('every link within the pages leads to a file and a heading', () => {
  const links = findAll(/\]\(([^)\s]+)\)/g, withoutFences).filter(({ text }) => !/^[a-z]+:/.test(text));
  expect(links.length).toBeGreaterThan(50);
  expect(links.filter(leadsNowhere)).toEqual([]);
});

test('every npm script that a page names is there', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const named = findAll(/\bnpm run (?:-s |--silent )*([a-z][\w:-]*)/g);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter(({ text }) => !Object.hasOwn(scripts, text))).toEqual([]);
});

test('every setting that a page names is there', () => {
  const settings = new Set(ROWS.map(({ env }) => env));
  const variables = findAll(/(?<![\w{])([A-Z][A-Z\d]*(?:_[A-Z\d]+)+)\b/g, codeOf);
  expect(variables.length).toBeGreaterThan(50);
  expect(variables.filter(({ text }) => !settings.has(text) && !OTHER_VARIABLES.has(text))).toEqual([]);

  const keys = new Set(ROWS.map(({ key }) => key));
  const named = findAll(new RegExp(`^((?:${Object.keys(SECTIONS).join('|')})\\.[a-z_]+)$`, 'gm'), codeOf);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ text }) => !keys.has(text))).toEqual([]);
});

/** The YAML blocks of a page. */
function yamlIn(page: string): string[] {
  return [...(TEXTS.get(page) ?? '').matchAll(FENCE)]
    .filter(([, , language]) => language === 'yaml')
    .map(([, , , code = '']) => code);
}

test('every example of a settings file is one without mistakes', () => {
  const examples = PAGES.flatMap(yamlIn).filter((code) => Object.hasOwn(SECTIONS, Object.keys(parsed(code))[0] ?? ''));
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) expect(readFileSettings('keymedic.yaml', example).faults).toEqual([]);
});

function parsed(code: string): object {
  return (parse(code, { merge: true }) ?? {}) as object;
}

test('every file that a page names is there', () => {
  const paths = findAll(/(?<![\w/.-])((?:src|test|training|docs|bench|preview|\.ci|\.github)\/[\w./-]*)/g, codeOf);
  expect(paths.length).toBeGreaterThan(50);
  const named = paths.filter(({ text }) => !MADE_IN_RECIPES.test(text));
  expect(named.filter(({ text }) => !existsSync(text.replace(/[.,]$/, '')))).toEqual([]);
});

test.for(['docs/knowledge.md', 'CONTRIBUTING.md'])('the knowledge files of %s pass their check', (page) => {
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-docs-'));
  const text = TEXTS.get(page) ?? '';
  // A whole file says above it, in the text, where it goes.
  const files = [...text.matchAll(/`((?:failures|providers|tools)\/\w[\w-]*\.yaml)`[^`]*```yaml\n([\s\S]*?)^ *```$/gm)];
  expect(files.length).toBeGreaterThan(0);
  for (const [, name = '', code = ''] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), code.replaceAll(/^ {3}/gm, page === 'CONTRIBUTING.md' ? '' : '   '));
  }
  const loaded = loadKnowledge(folder);
  rmSync(folder, { recursive: true });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  expect(checkKnowledge(loaded.knowledge, compile(loaded.knowledge)).faults).toEqual([]);
});

import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { parseArgs } from 'node:util';
import { mutantsOf, mutate } from './operators.ts';
import { type Judged, lineOf, report, shareOf } from './report.ts';
import { type Placed, sample } from './sample.ts';
import { openScratch } from './scratch.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const USAGE = `Usage: npm run test:mutants -- --seed N [options]

Draws small changes of the code and counts how many of them the tests notice. The working tree is not touched.

  --seed N       which mutants are drawn; the same ones for the same code
  --count M      how many (default 50)
  --min SHARE    exits with 1 where fewer are caught (default 0.9)
  --only GLOB    draws from these files, such as 'src/store/**'
  --limit S      seconds for a mutant; what takes longer counts as caught (default 240)
  --report FILE  writes the result there, as Markdown
  --list         prints what is drawn, and runs nothing
`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    count: { type: 'string', default: '50' },
    min: { type: 'string', default: '0.9' },
    only: { type: 'string', default: 'src/**' },
    limit: { type: 'string', default: '240' },
    report: { type: 'string' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const seed = Number(values.seed);
if (values.help || !Number.isInteger(seed)) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}

const sources = new Map(
  globSync('src/**/*.ts', { cwd: ROOT })
    .filter((file) => matchesGlob(file, values.only))
    .sort()
    .map((file) => [file, readFileSync(`${ROOT}/${file}`, 'utf8')]),
);
const all = [...sources].flatMap(([file, source]) => mutantsOf(source).map((one): Placed => ({ ...one, file })));
const drawn = sample(all, seed, Number(values.count));
const sourceOf = ({ file }: Placed) => sources.get(file) ?? '';

if (values.list) {
  for (const one of drawn) console.log(lineOf(one, sourceOf(one)));
  process.exit(0);
}

const limitMs = Number(values.limit) * 1000;
const scratch = openScratch(ROOT);
const judged: Judged[] = [];
try {
  console.log(
    `${all.length} mutants in ${sources.size} files; ${drawn.length} are drawn. First the tests without any.`,
  );
  const before = await scratch.test([...new Set(drawn.map(({ file }) => file))], 10 * limitMs);
  if (before.type !== 'passed') throw new Error(`The tests fail without a mutant: ${before.by}`);
  console.log(`${before.tests} tests passed in ${Math.round(before.ms / 1000)} s.`);
  for (const [index, one] of drawn.entries()) {
    scratch.write(one.file, mutate(sourceOf(one), one));
    const verdict = await scratch.test([one.file], limitMs);
    scratch.write(one.file, sourceOf(one));
    judged.push({ ...one, source: sourceOf(one), verdict });
    const caught = verdict.type === 'passed' ? `SURVIVED ${verdict.tests} tests` : `caught by ${verdict.by}`;
    console.log(
      `${index + 1}/${drawn.length} ${lineOf(one, sourceOf(one))}\n    ${caught} (${Math.round(verdict.ms / 1000)} s)`,
    );
  }
} finally {
  scratch.remove();
}
const share = shareOf(judged);
console.log(`\n${report(judged, seed)}`);
if (values.report !== undefined) writeFileSync(values.report, report(judged, seed));
process.exitCode = share < Number(values.min) ? 1 : 0;

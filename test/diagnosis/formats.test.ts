import { expect, test } from 'vitest';
import { findSecrets } from '#diagnosis/text/mask.ts';
import { realCatalogue } from '#test/catalogue.ts';

const catalogue = realCatalogue();
const FORMATS = [...catalogue.knowledge.secrets.values()].flatMap(({ id, formats }) =>
  formats.map((format) => [`${id}/${format.id}`, format] as const),
);
const PART = /\\(.)|\[((?:\\.|[^\]])+)\]|(.)/y;
const COUNT = /\{(\d+)(?:,\d*)?\}/y;
const GROUPS = /\(\?:[^()]*\)\??/g;

/** Numbers that are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** A made-up secret of a pattern as the knowledge writes them: classes, counts, literals; of a group nothing or its first branch. */
function madeUp(pattern: string, random: (below: number) => number): string {
  const plain = pattern.replaceAll(GROUPS, (group) =>
    group.endsWith('?') ? '' : (group.slice(3, -1).split('|')[0] as string),
  );
  let out = '';
  PART.lastIndex = 0;
  while (PART.lastIndex < plain.length) {
    const [, escaped, members, literal] = PART.exec(plain) as RegExpExecArray;
    const optional = plain.charAt(PART.lastIndex) === '?';
    COUNT.lastIndex = PART.lastIndex + (optional ? 1 : 0);
    const count = COUNT.exec(plain);
    if (count !== null) PART.lastIndex = COUNT.lastIndex;
    else if (optional) PART.lastIndex += 1;
    const choices = members === undefined ? (escaped ?? literal ?? '') : membersOf(members);
    for (let left = Number(count?.[1] ?? (optional ? 0 : 1)); left > 0; left -= 1)
      out += choices.charAt(random(choices.length));
  }
  return out;
}

function membersOf(written: string): string {
  const test1 = new RegExp(`[${written}]`);
  const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
  return printable
    .filter((character) => test1.test(character) && !(written.startsWith('^') && '<>()'.includes(character)))
    .join('');
}

test('there are more than 250 formats, each with a name of its own', () => {
  expect(FORMATS.length).toBeGreaterThan(250);
  expect(new Set(FORMATS.map(([id]) => id)).size).toBe(FORMATS.length);
});

test.for(FORMATS)('a secret of this format is found where nothing names it: %s', ([, { pattern }]) => {
  const random = numbers(7);
  const made = Array.from({ length: 20 }, () => madeUp(pattern, random));
  const missed = made.filter((one) => findSecrets(`I get 401 with ${one} since today`, catalogue.secrets).length === 0);
  expect(missed.slice(2)).toEqual([]);
});

import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { realCatalogue } from '#test/catalogue.ts';

test("no failure kind's name stands in the code", () => {
  const kinds = [...realCatalogue().knowledge.failures.keys()];
  const files = globSync('src/**/*.ts');
  // An empty list holds no name either.
  expect(kinds.length).toBeGreaterThan(20);
  expect(files.length).toBeGreaterThan(200);
  const found = files.flatMap((file) => {
    return namedIn(readFileSync(file, 'utf8'), kinds).map((kind) => `${file}: ${kind}`);
  });
  expect(found).toEqual([]);
  expect(namedIn("kind === 'key_invalid'", kinds), 'a name is found where there is one').toEqual(['key_invalid']);
});

function namedIn(text: string, kinds: readonly string[]): readonly string[] {
  return kinds.filter((kind) => new RegExp(`['"\`]${kind}['"\`]`).test(text));
}

import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { realCatalogue } from '#test/catalogue.ts';

test("no failure kind's name stands in the code", () => {
  const kinds = [...realCatalogue().knowledge.failures.keys()];
  const found = globSync('src/**/*.ts').flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return kinds.filter((kind) => new RegExp(`['"\`]${kind}['"\`]`).test(text)).map((kind) => `${file}: ${kind}`);
  });
  expect(found).toEqual([]);
});

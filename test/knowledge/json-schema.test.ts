import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { jsonSchemas } from '#knowledge/json-schema.ts';

test.for([...jsonSchemas()])(
  '%s is what the schema says (npm run -s knowledge -- schema src/knowledge)',
  ([name, content]) => {
    expect(readFileSync(new URL(`../../src/knowledge/${name}`, import.meta.url), 'utf8')).toBe(content);
  },
);

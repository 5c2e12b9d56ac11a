import { lexiconSchema } from './lexicon-schema.ts';
import { failureSchema, negativeSchema, providerSchema, toolSchema } from './schema.ts';
import { secretsSchema } from './secret-schema.ts';
import { z } from './zod.ts';

const SCHEMAS = {
  failure: failureSchema,
  provider: providerSchema,
  tool: toolSchema,
  negative: negativeSchema,
  lexicon: lexiconSchema,
  secrets: secretsSchema,
};

/** The schemas of knowledge files as JSON Schema, for editors: file name → content. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(SCHEMAS).map(([name, schema]) => [
      `${name}.schema.json`,
      `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`,
    ]),
  );
}

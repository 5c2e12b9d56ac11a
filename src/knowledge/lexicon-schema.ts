import { id, list, words } from './schema.ts';
import { z } from './zod.ts';

/** The languages that every concept of the lexicon has words in; `zh` has those of both scripts. */
export const LANGUAGES = [
  'en',
  'zh',
  'ja',
  'ko',
  'ru',
  'uk',
  'es',
  'pt',
  'fr',
  'de',
  'it',
  'pl',
  'tr',
  'vi',
  'id',
  'nl',
  'ar',
] as const;

const conceptSchema = z.strictObject({
  id,
  role: z
    .enum(['thing', 'fault', 'good', 'denial', 'none'])
    .describe('a thing, what is wrong with it, what is well with it, "not", or "without"'),
  opposite: id.optional().describe('the fault that a denial says: "not valid" is `invalid`'),
  words: z
    .partialRecord(z.enum(LANGUAGES), list(words))
    .describe('words by language; one that ends in * may go on; a space also stands for "_", "-" or nothing'),
});

/** Words for what failures are about, in many languages. */
export const lexiconSchema = z.strictObject({ id, concepts: z.array(conceptSchema).min(1) });

const serviceName = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'a lower-case name such as "google-maps"');
const namesOfServices = z.record(serviceName, z.array(words));

/** Services that no file is about yet: their other names and hosts. */
export const namesSchema = z.strictObject({
  services: namesOfServices.describe('read wherever the name stands'),
  by_trace: namesOfServices.describe(
    'common words: read only by their other names, and in addresses, variables, classes and headers',
  ),
});

import { expression, id, link, list, words } from './schema.ts';
import { z } from './zod.ts';

const secretFormatSchema = z
  .strictObject({
    id,
    name: words,
    prefix: z.string().min(3).describe('what every such secret begins with').optional(),
    anchor: list(z.string().min(3)).describe('what stands inside of every such secret that has no prefix').optional(),
    before: z.number().int().min(1).max(80).describe('characters before the anchor, at most').optional(),
    pattern: expression.describe('a regular expression for the whole secret'),
    length: list(z.number().int().min(8))
      .describe('lengths of complete secrets, where there is only one or few')
      .optional(),
    checksum: z.enum(['crc32-base62']).describe('how its last characters follow from the others').optional(),
    public: z.boolean().default(false).describe('true where it may be seen: it is masked, but proves no leak'),
    distinct: z.boolean().default(true).describe('false where other texts look alike, so that it proves nothing'),
    source: link,
    verified: z.boolean().default(true).describe('false where the source could not be opened when this was written'),
  })
  .refine(
    ({ anchor, before }) => (anchor === undefined) === (before === undefined),
    '`anchor` and `before` go together',
  );

const nameWords = z.array(z.array(words).min(1)).default([]);

/** How secrets look: formats with a source, or words that say that a secret follows. */
export const secretsSchema = z.strictObject({
  id,
  about: words,
  formats: z.array(secretFormatSchema).default([]),
  names: z
    .strictObject({
      password: nameWords.describe('what follows can be short and need not look random'),
      token: nameWords.describe('what follows counts where it looks random'),
      weak: z.array(words).default([]).describe('what follows counts where it is long and looks random'),
      public: nameWords.describe('a name with one of these words holds no secret'),
      id_labels: nameWords.describe('the random word right behind it is an id'),
    })
    .optional(),
});

import { saysWhetherVerified, verification } from './verification.ts';
import { z } from './zod.ts';

const id = z.string().regex(/^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/, 'a lower-case word id such as "wrong-key"');
const words = z.string().trim().min(1);
const list = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(item).min(1));
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const status = z.number().int().min(100).max(599);
const keyClass = z.enum(['api', 'admin', 'oauth', 'session', 'publishable', 'test', 'management', 'cloud']);

const answerBase = {
  id,
  status: list(status).optional(),
  form: z
    .enum(['json', 'html', 'text', 'empty', 'any'])
    .default('json')
    .describe('what the body is; a web page never says anything about a key'),
  at: z
    .record(z.string(), list(scalar))
    .optional()
    .describe('a value at an exact path, such as {data.valid: false}; all of them must hold'),
  field: z
    .record(z.string(), list(scalar))
    .optional()
    .describe('a value of a field of this name at any depth, such as {code: invalid_api_key}; all must hold'),
  text: list(words).optional().describe('one of these stands in the body; case does not matter'),
  not_text: list(words).optional(),
  has: list(words).optional().describe('these paths exist; "[]" says that the body is a list'),
  at_most: z.record(z.string(), z.number()).optional().describe('the number at this path is so much or less'),
  kind: id.optional().describe('the failure kind that this answer means'),
  credits: z.enum(['available', 'used_up']).optional(),
  note: words.optional().describe('one sentence for the person; never quotes the answer'),
  ask_next: z
    .enum(['second', 'other_header'])
    .optional()
    .describe('what tells the causes apart: the second request, or the same one with the other header scheme'),
  source: list(words),
};

/** What an answer of a provider says about the key. The first row that fits counts. */
export const answerSchema = z
  .strictObject({ ...answerBase, says: z.enum(['works', 'limited', 'rejected', 'undecided']) })
  .refine(
    (row) => row.says !== 'rejected' || (row.status !== undefined && saysInBody(row)),
    'rejected needs a status and what the body says (at, field or text): a live key called dead is the worst mistake',
  )
  .refine((row) => row.says !== 'works' || (row.has ?? row.at ?? row.field ?? row.text) !== undefined, {
    message:
      'works needs something that only a good answer has (has, at, field or text): a page or an error can come with 200',
  });

/** Rows for every provider; they never reject, since only a provider's own words do. */
export const genericAnswerSchema = z.strictObject({ ...answerBase, says: z.enum(['works', 'limited', 'undecided']) });

/** One request that shows whether a key is taken. */
export const probeRequestSchema = z.strictObject({
  method: z.enum(['GET', 'POST']).default('GET'),
  url: words.describe('"/models" goes behind the base URL, "//v1/models" behind its host, "https://…" stands alone'),
  header: z.strictObject({ name: words, scheme: words.nullable() }).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.record(z.string(), z.unknown()).optional(),
  key_field: words.optional().describe('the key goes as this field of a form instead of a header'),
});

const modelsSchema = z.strictObject({
  request: probeRequestSchema.optional().describe('left out: the first answer is the list'),
  list: words.describe('path of the list; "[]" where the body is the list'),
  id: list(words),
  complete: z.boolean().default(true).describe('false where one page need not hold every model'),
});

const notProbeableSchema = z.strictObject({
  why: words,
  instead: z.strictObject({ bash: words, powershell: words, cmd: words }),
  note: words.optional(),
  source: list(words),
});

const askable = z.strictObject({
  request: probeRequestSchema,
  needs_base_url: z.string().optional().describe('what to ask the person for, where every customer has an own address'),
  hosts: z.array(words).optional().describe('the address must be at or below one of these'),
  list_is_public: z
    .boolean()
    .default(false)
    .describe('true where a wrong key may get the same answer: calibrated first'),
  second: probeRequestSchema.optional(),
  second_for: z
    .array(z.enum(['refused', 'public']))
    .default(['refused'])
    .describe('refused: it tells why; public: it is keyed where the first request is not'),
  second_answers: z.array(answerSchema).optional(),
  models: modelsSchema.optional(),
  send: z.array(keyClass).default([]).describe('key classes that may be sent here although they usually are not'),
  never_claims: z
    .record(z.string(), list(scalar))
    .optional()
    .describe('a JSON web token with such a claim is never sent, such as {role: service_role}'),
  twins: z
    .array(
      z.strictObject({
        name: words,
        base_url: words
          .optional()
          .describe('left out where it cannot be asked from here: then nothing is ever rejected'),
        prefix: words.optional().describe('how its keys begin, where no other house has such keys'),
      }),
    )
    .default([])
    .describe('houses of the same provider whose keys are not interchangeable'),
  like: id.optional().describe('the answers of this provider count after the own ones'),
  answers: z.array(answerSchema),
  not_tested: words.optional().describe('what a 200 here does not show, one sentence'),
  source: list(words),
  ...verification,
});

/** The live request of a provider and what its answers mean. */
export const askableProbeSchema = askable.refine(...saysWhetherVerified);

/** How a key of a provider is tried live, or what to run instead. */
export const probeSchema = z.union([z.strictObject({ not_probeable: notProbeableSchema }), askableProbeSchema]);

const findingSchema = z.strictObject({
  says: words.describe(
    'one sentence; {positions} {characters} {length} {expected} {form} {provider} {chosen} {host} are filled in',
  ),
  kind: id.nullable().default(null),
  stops: z.boolean().default(false).describe('true: nothing is sent'),
});

const nextSchema = z.strictObject({ id, goal: words, check: words, good: words, bad: words, fix: words });

/** Words and rules of the key check that belong to no single provider. */
export const probeDefaultsSchema = z.strictObject({
  request_id_headers: z.array(words).min(1),
  offered_first: z.array(id).describe('providers that the form offers by name, the most likely first'),
  findings: z.record(id, findingSchema),
  never_sent: z
    .partialRecord(keyClass, findingSchema.omit({ stops: true }))
    .describe('classes of keys that no request carries, unless a provider says `send`'),
  refusals: z.record(id, words),
  failures: z.record(id, z.strictObject({ note: words, kind: id.nullable().default(null) })),
  answers: z.array(genericAnswerSchema),
  mended_endpoint: z.strictObject({ kind: id, note: words }),
  mended_header: z.strictObject({ kind: id, note: words }),
  twin_works: z.strictObject({ kind: id, note: words }),
  twin_not_asked: z.strictObject({ kind: id, note: words }),
  upstream: z
    .strictObject({
      this_key: z.strictObject({ note: words }),
      other_key: z.strictObject({ kind: id, note: words }),
      no_echo: z.strictObject({ kind: id, note: words }),
    })
    .describe("a gateway or relay passes on another provider's refusal; {host} and {provider} are filled in"),
  model_missing: z.strictObject({ kind: id, note: words }),
  public: z.strictObject({ note: words }),
  unmapped: z.strictObject({ note: words }),
  sentences: z.strictObject({ works: words, limited: words, rejected: words, undecided: words }),
  next: z.strictObject({
    works: z.array(nextSchema),
    undecided: z.array(nextSchema),
    mended: z.array(nextSchema),
  }),
  refine: z
    .strictObject({ works: z.array(z.strictObject({ was: z.array(id).min(1), now: id })) })
    .describe('what a diagnosis becomes once the key is known to be good'),
});

function saysInBody(row: { at?: unknown; field?: unknown; text?: unknown }): boolean {
  return (row.at ?? row.field ?? row.text) !== undefined;
}

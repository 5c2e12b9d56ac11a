import { probeSchema } from './probe-schema.ts';
import { endedSchema, saysWhetherVerified, verification } from './verification.ts';
import { z } from './zod.ts';

/** A lower-case word id. */
export const id = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/, 'a lower-case word id such as "insufficient-quota"');
/** A text that is not empty. */
export const words = z.string().trim().min(1);
/** A regular expression of JavaScript. */
export const expression = words.refine(isExpression, 'a regular expression of JavaScript, valid with the flag u');
/** An address of the web. */
export const link = z.string().regex(/^https:\/\/\S+$/, 'an https:// address');
/** One item or a list of them. */
export const list = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(item).min(1));
const literal = z
  .string()
  .trim()
  .regex(/^.{4,}$|[^\x00-\x7f].+/u, 'at least 4 characters, or 2 outside of ASCII: shorter texts are in every paste');
const status = z.number().int().min(100).max(599);

/**
 * How much a signature is worth. `hint`: fits many causes. `fair`: points at it. `strong`: says it. `proof`: can mean
 * nothing else. What each counts in numbers is learned, see `diagnosis/weights.json`.
 */
export const strengthSchema = z.enum(['hint', 'fair', 'strong', 'proof']);

/** One condition over a paste; exactly one of the keys is given (`regex` comes with its `anchor`). */
export const atomSchema = z.union([
  z
    .strictObject({ text: literal })
    .describe('these words stand in the paste; case, white space, quotes and escapes do not matter'),
  z
    .strictObject({ regex: expression, anchor: list(literal) })
    .describe('a regular expression over the normalised paste; one of its anchors must stand there before it is run'),
  z.strictObject({ status: list(status) }).describe('one of these HTTP statuses was read'),
  z
    .strictObject({ field: z.record(z.string(), list(z.union([z.string(), z.number()]))) })
    .refine((atom) => Object.keys(atom.field).length === 1, 'exactly one field, such as {code: invalid_api_key}')
    .describe('an error body carries this field with one of these values'),
  z.strictObject({ host: list(words) }).describe('an address at this host or below it'),
  z.strictObject({ variable: list(words) }).describe('one of these environment variables is named'),
  z
    .strictObject({ key: list(words) })
    .describe('a key, whole or masked, of this provider (`openai`) or form (`openai/project`)'),
  z.strictObject({ fact: list(words) }).describe('something that the text alone proves, see docs/knowledge.md'),
  z
    .strictObject({ thing: list(id), is: list(id) })
    .describe('a sentence says that one of these things has one of these faults, in any language of the lexicon'),
]);

export const conditionSchema = z
  .strictObject({
    all: z.array(atomSchema).min(1).optional(),
    any: z.array(atomSchema).min(1).optional(),
    none: z.array(atomSchema).min(1).optional(),
  })
  .refine((condition) => condition.all !== undefined || condition.any !== undefined, 'needs `all` or `any`');

export const exampleSchema = z.strictObject({
  name: words.optional(),
  paste: words,
  expect: z
    .strictObject({
      kind: id.nullable().optional(),
      provider: id.nullable().optional(),
      tool: id.nullable().optional(),
    })
    .optional(),
});

const counterExampleSchema = z.strictObject({
  why: words,
  paste: words,
  expect: z.union([z.literal('silent'), z.strictObject({ kind: id, provider: id.optional(), tool: id.optional() })]),
});

const signatureBase = {
  id,
  when: conditionSchema,
  strength: strengthSchema.default('strong'),
  source: list(words),
  examples: z.array(exampleSchema).min(2, 'at least two examples, one of them with prose around it'),
  counter_examples: z.array(counterExampleSchema).default([]),
  note: words.optional(),
};

/** A rule: what must be read from a paste, and what that says about kind, provider and tool. */
export const signatureSchema = z.strictObject({
  ...signatureBase,
  says: z
    .strictObject({ kind: id.optional(), provider: id.optional(), tool: id.optional() })
    .refine((says) => Object.keys(says).length > 0, 'says nothing: give kind, provider or tool'),
  provider_strength: strengthSchema.optional(),
  tool_strength: strengthSchema.optional(),
  also: z.array(id).default([]).describe('other kinds that the same evidence allows, likelier first'),
});

const shellCommands = z.strictObject({ bash: words, powershell: words, cmd: words });

const subjectCondition = z.strictObject({
  provider: list(id).optional(),
  not_provider: list(id).optional(),
  tool: list(id).optional(),
  not_tool: list(id).optional(),
  status: list(status).optional(),
  fact: list(words).optional(),
  not_fact: list(words).describe('the paste proves that this does not apply').optional(),
  known: list(z.enum(['provider', 'tool', 'key', 'host']))
    .describe('the paste shows all of these')
    .optional(),
});

/** What a paste means, in one sentence that stands alone. Texts may use `{provider.…}`, `{tool.…}`, `{key.…}` and `{refused.…}`. */
const verdictSchema = z.strictObject({ when: subjectCondition.optional(), says: words });

const step = z.strictObject({
  id,
  rank: z.number().int().min(1).max(99).describe('steps are shown in this order, lowest first'),
  when: subjectCondition.optional(),
  answers: list(words).describe('facts that make this the first step').optional(),
  goal: words,
  first: words
    .max(280)
    .describe(
      'check and fix in one or two imperative sentences, for the first message where the full texts are too long',
    )
    .optional(),
  check: words,
  commands: z.union([id.describe('a shared command of defaults.yaml'), shellCommands]).optional(),
  good: words,
  bad: words,
  fix: words,
  link: words.optional(),
  source: list(words),
  ...verification,
});

/** One step of a checklist. Texts may use `{provider.…}` and `{tool.…}`. */
export const stepSchema = step.refine(...saysWhetherVerified);

/** What a provider or tool says first of the kinds in `for`, before the failure's own verdicts. */
const addedVerdictSchema = verdictSchema.extend({ for: list(id), source: list(words) });

/** A step that a provider or tool adds to the checklists of the kinds in `for`, in place of the steps in `replaces`. */
export const addedStepSchema = step
  .extend({ for: list(id), replaces: list(id).optional() })
  .refine(...saysWhetherVerified);

const recogniseSchema = z.strictObject(signatureBase);

const keyFormSchema = z.strictObject({
  id,
  name: words,
  prefix: z.string().describe('what every such key begins with; empty where there is none').default(''),
  pattern: expression.describe('a regular expression for the whole key'),
  length: list(z.number().int().min(8)).optional(),
  class: z.enum(['api', 'admin', 'oauth', 'session', 'publishable', 'test', 'management', 'cloud']).default('api'),
  distinct: z
    .boolean()
    .default(true)
    .describe('false where others use the same shape, so that it proves nothing about whose key it is'),
  source: list(words),
});

export const failureSchema = z.strictObject({
  id,
  title: words,
  verdicts: z
    .array(verdictSchema)
    .default([])
    .describe('what is said first: the first one whose condition holds; the title where none does'),
  meaning: words,
  key_is_fine: z.boolean().describe('true where the key itself is not the problem'),
  key_is_fine_note: words.optional(),
  needs_context: z
    .boolean()
    .default(false)
    .describe(
      'true where everything can fail like this, so that the bot speaks unasked only where an API, a key or a tool is named',
    ),
  signatures: z.array(signatureSchema),
  turned_out: words
    .optional()
    .describe('what it turned out to be, in the past tense and in the middle of a sentence: "the key had expired"'),
  steps: z.array(stepSchema).min(1),
});

const provider = z.strictObject({
  id,
  name: words,
  hosts: z.array(words).default([]),
  serves_others: z
    .boolean()
    .default(false)
    .describe('true where models of other houses are called here, so that their names stand in its errors as well'),
  base_url: words,
  base_url_note: words.optional(),
  dashboard: words,
  status_page: words.optional(),
  docs: link.optional(),
  header: z.strictObject({
    name: words,
    scheme: words.nullable(),
    note: words.optional(),
    extra: z.record(z.string(), z.string()).optional(),
  }),
  variables: z.array(words).min(1),
  base_url_variable: words.optional(),
  keys: z.array(keyFormSchema).default([]),
  probe: probeSchema.optional(),
  recognise: z.array(recogniseSchema).default([]),
  signatures: z.array(signatureSchema).default([]),
  verdicts: z.array(addedVerdictSchema).default([]),
  steps: z.array(addedStepSchema).default([]),
  ended: endedSchema.optional(),
  source: list(words),
  ...verification,
});

export const providerSchema = provider.refine(...saysWhetherVerified);

const tool = z.strictObject({
  id,
  name: words,
  key_location: words.describe('where it reads the key, first place first'),
  base_url_location: words.optional(),
  reenter_key: words,
  restart: words,
  version_command: words,
  default_provider: id.optional().describe('whose API it calls when nothing else is set'),
  variables: z.array(words).default([]),
  recognise: z.array(recogniseSchema).min(1),
  signatures: z.array(signatureSchema).default([]),
  verdicts: z.array(addedVerdictSchema).default([]),
  steps: z.array(addedStepSchema).default([]),
  ended: endedSchema.optional(),
  source: list(words),
  ...verification,
});

export const toolSchema = tool.refine(...saysWhetherVerified);

/** A label that is no failure: its signatures speak for staying silent. */
export const negativeSchema = z.strictObject({
  id,
  title: words,
  meaning: words,
  signatures: z.array(z.strictObject(signatureBase)),
});

/** Words for what is not known, and commands that several steps share. */
export const defaultsSchema = z.strictObject({
  provider: z.record(z.string(), words),
  key: z.record(z.string(), words),
  refused: z.record(z.string(), words),
  tool: z.record(z.string(), words),
  commands: z.record(id, shellCommands),
  other_programs: z
    .array(literal)
    .default([])
    .describe(
      'names of programs that no tool file is about; the libraries that they are made of are not what was used',
    ),
  /** What a person is asked to choose from when the text does not tell the kind: a kind, and how it shows. */
  triage: z
    .array(z.strictObject({ kind: id, see: words }))
    .min(2)
    .max(6),
});

function isExpression(source: string): boolean {
  try {
    return RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

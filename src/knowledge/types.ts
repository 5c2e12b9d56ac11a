import type { z } from 'zod';
import type { lexiconSchema, namesSchema } from './lexicon-schema.ts';
import type {
  answerSchema,
  askableProbeSchema,
  probeDefaultsSchema,
  probeRequestSchema,
  probeSchema,
} from './probe-schema.ts';
import type {
  addedStepSchema,
  atomSchema,
  conditionSchema,
  defaultsSchema,
  failureSchema,
  negativeSchema,
  providerSchema,
  signatureSchema,
  stepSchema,
  strengthSchema,
  toolSchema,
} from './schema.ts';
import type { secretsSchema } from './secret-schema.ts';

export type Strength = z.output<typeof strengthSchema>;
export type Atom = z.output<typeof atomSchema>;
export type Condition = z.output<typeof conditionSchema>;
export type Signature = z.output<typeof signatureSchema>;
export type Step = z.output<typeof stepSchema>;
export type AddedStep = z.output<typeof addedStepSchema>;
export type Failure = z.output<typeof failureSchema>;
export type Provider = z.output<typeof providerSchema>;
export type Tool = z.output<typeof toolSchema>;
export type Negative = z.output<typeof negativeSchema>;
export type Lexicon = z.output<typeof lexiconSchema>;
/** A thing, a fault or a word of polarity, with its words in every language. */
export type Concept = Lexicon['concepts'][number];
/** A file about how secrets look. */
export type Secrets = z.output<typeof secretsSchema>;
/** How a key is tried live; {@link AskableProbe} where there is a request for it. */
export type Probe = z.output<typeof probeSchema>;
export type AskableProbe = z.output<typeof askableProbeSchema>;
export type ProbeRequest = z.output<typeof probeRequestSchema>;
export type AnswerRow = z.output<typeof answerSchema>;
export type ProbeDefaults = z.output<typeof probeDefaultsSchema>;

/** Everything the product knows, as read from the knowledge files; frozen. */
export interface Knowledge {
  readonly failures: ReadonlyMap<string, Failure>;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly tools: ReadonlyMap<string, Tool>;
  readonly negatives: ReadonlyMap<string, Negative>;
  readonly lexicon: ReadonlyMap<string, Lexicon>;
  readonly secrets: ReadonlyMap<string, Secrets>;
  readonly defaults: z.output<typeof defaultsSchema>;
  /** Ids of the providers that stand in the operator's own folder. */
  readonly ownProviders: ReadonlySet<string>;
  readonly names: z.output<typeof namesSchema>;
}

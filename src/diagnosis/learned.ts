import type { Weighed } from './weigh.ts';

/** A logistic model: what each feature adds to the log-odds, and where they begin. */
export interface Logistic {
  readonly bias: number;
  readonly weights: Readonly<Record<string, number>>;
}

/** What is learned from labelled pastes: a few dozen numbers, none of them about a certain text. */
export interface Learned {
  readonly speak: Logistic;
  /** The probability from which the bot speaks unasked. */
  readonly speakFrom: number;
  readonly confidence: Logistic;
}

/** Features by name; one that is not there counts as 0. */
export type Features = Readonly<Record<string, number>>;

const FACTS = [
  'names-an-api',
  'error-body',
  'wants-help',
  'describes-a-change',
  'list-of-cases',
  'no-failure-words',
  'asks-how-to',
  'reads-like-code',
  'reads-like-docs',
  'reads-like-changelog',
  'reads-like-success',
] as const;

const DESCRIPTIONS = [
  'describes-a-change',
  'list-of-cases',
  'reads-like-code',
  'reads-like-docs',
  'reads-like-changelog',
  'reads-like-success',
] as const;

/** What speaking and confidence depend on: how much evidence there is for what, and what kind of text it is. */
export function featuresOf(weighed: Weighed, facts: ReadonlySet<string>): Features {
  const [first, second] = weighed.kinds;
  const best = first?.score ?? 0;
  const features: Record<string, number> = {
    evidence: best / 4,
    margin: (best - (second?.score ?? 0)) / 4,
    proven: best >= 7.5 ? 1 : 0,
    weak: best < 3 ? 1 : 0,
    against: Math.min(weighed.negative, 12) / 4,
    provider: Math.min(weighed.providers[0]?.score ?? 0, 6) / 4,
    tool: Math.min(weighed.tools[0]?.score ?? 0, 6) / 4,
    'provider-and-proof': best >= 4 && (weighed.providers[0]?.score ?? 0) >= 4 ? 1 : 0,
  };
  const named = features['provider'] !== 0 || features['tool'] !== 0 || facts.has('names-an-api');
  const described = DESCRIPTIONS.some((fact) => facts.has(fact));
  features['unnamed'] = named ? 0 : 1;
  features['described'] = described ? 1 : 0;
  features['described-only'] = described && !facts.has('wants-help') ? 1 : 0;
  features['described-without-error'] = described && !facts.has('error-body') ? 1 : 0;
  for (const fact of FACTS) features[fact] = facts.has(fact) ? 1 : 0;
  return features;
}

/** The probability that a logistic model gives. */
export function probability({ bias, weights }: Logistic, features: Features): number {
  let sum = bias;
  for (const [name, weight] of Object.entries(weights)) sum += weight * (features[name] ?? 0);
  return 1 / (1 + Math.exp(-sum));
}

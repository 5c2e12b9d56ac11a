import type { Ranking } from './ranking.ts';
import type { Weighed } from './weigh.ts';
import type { WordOpinion } from './word-opinion.ts';

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

/** Everything in the world can fail like this, and nothing here is about an API: never a reason to speak unasked. */
export const CONTEXT_MISSING = 'context-missing';

const FACTS = [
  'names-a-key',
  'names-an-api',
  'error-body',
  'states-a-condition',
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

/** What in a text is no prose: what a program printed, or a sentence that says of a thing what is wrong with it. */
export interface Trace {
  /** What sentences say, as `thing+fault`, and single words of the lexicon. */
  readonly said: ReadonlySet<string>;
  readonly answered: boolean;
  readonly text: string;
}

/** Things that only access to something has. */
const OF_ACCESS =
  /^(?:key|token|credentials|authentication|permission|quota|balance|account|model|signature|header|login)\+/;
const SHORT = 160;
const VERY_SHORT = 60;

/** No single number may decide alone. */
const MOST = 6;

/** What else than the evidence speaking and confidence depend on. */
export interface About {
  readonly facts: ReadonlySet<string>;
  /** Can everything in the world fail like the likeliest kind? */
  readonly needsContext: boolean;
  readonly trace: Trace;
}

/** What speaking and confidence depend on: how much evidence there is for what, and what kind of text it is. */
export function featuresOf(weighed: Weighed, opinion: WordOpinion, { facts, needsContext, trace }: About): Features {
  const [first] = weighed.ranked;
  const best = weighed.kinds.find(({ id }) => id === first?.id)?.score ?? 0;
  const provider = scoreAt(weighed.providers, 0);
  const tool = scoreAt(weighed.tools, 0);
  const isUnnamed = provider === 0 && tool === 0 && !facts.has('names-an-api');
  const described = DESCRIPTIONS.some((fact) => facts.has(fact));
  const features: Record<string, number> = {
    evidence: best / 4,
    margin: (scoreAt(weighed.ranked, 0) - scoreAt(weighed.ranked, 1)) / 4,
    ...opinionFeatures(opinion, first?.id),
    proven: Number(best >= 7.5),
    weak: Number(best < 3),
    against: Math.min(weighed.negative, 12) / 4,
    provider: Math.min(provider, 6) / 4,
    tool: Math.min(tool, 6) / 4,
    'provider-and-proof': Number(best >= 4 && provider >= 4),
    unnamed: Number(isUnnamed),
    'context-thin': Number(needsContext && isUnnamed),
    [CONTEXT_MISSING]: Number(needsContext && isUnnamed && !facts.has('names-a-key')),
    described: Number(described),
    'described-only': Number(described && !facts.has('wants-help')),
    'described-without-error': Number(described && !facts.has('error-body')),
    ...traceFeatures(trace, opinion, facts),
  };
  for (const fact of FACTS) features[fact] = Number(facts.has(fact));
  return features;
}

function scoreAt(ranking: Ranking, place: number): number {
  return ranking[place]?.score ?? 0;
}

function opinionFeatures({ failure, kinds }: WordOpinion, kind = ''): Features {
  return {
    'told-failure': clipped(Math.log(failure / (1 - failure))) / 4,
    'told-kind': clipped(Math.log(kinds.get(kind) ?? 0)) / 4,
  };
}

function traceFeatures(
  { said, answered, text }: Trace,
  { failure }: WordOpinion,
  facts: ReadonlySet<string>,
): Features {
  const pairs = [...said].filter((name) => name.includes('+'));
  const told = clipped(Math.log(failure / (1 - failure))) / 4;
  const says = pairs.length > 0;
  return {
    says: Number(says),
    'says-much': Math.min(pairs.length, 3) / 3,
    'says-of-access': Number(pairs.some((name) => OF_ACCESS.test(name))),
    answered: Number(answered),
    'no-trace': Number(!answered && !says && !facts.has('error-body')),
    short: Number(text.length < SHORT),
    'very-short': Number(text.length < VERY_SHORT),
    length: Math.log(Math.max(10, text.length)) / 6,
    'links-a-change': Number(text.includes('/pull/')),
    asks: Number(text.includes('?')),
    'told-and-answered': answered ? told : 0,
    'told-and-says': says ? told : 0,
    'told-surely': Number(failure > 0.9),
  };
}

function clipped(value: number): number {
  return Math.max(-MOST, Math.min(MOST, value));
}

/** The probability that a logistic model gives. */
export function probability(model: Logistic, features: Features): number {
  return 1 / (1 + Math.exp(-logOdds(model, features)));
}

/** The same as log-odds: 0 is as likely as not. */
export function logOdds({ bias, weights }: Logistic, features: Features): number {
  let sum = bias;
  for (const [name, weight] of Object.entries(weights)) sum += weight * (features[name] ?? 0);
  return sum;
}

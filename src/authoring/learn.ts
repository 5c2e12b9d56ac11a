import { CONTEXT_MISSING, type Features, type Learned, type Logistic, logOdds } from '#diagnosis/judge/learned.ts';

/** A paste as the learner sees it. */
export interface Sample {
  readonly features: Features;
  /** Should the bot speak? */
  readonly failure: boolean;
  /** Was the kind that it found right? */
  readonly right: boolean;
  /** Was it pasted by somebody? What we wrote for training counts little, and for no threshold. */
  readonly pasted: boolean;
}

/**
 * The threshold lies where about a hundredth of the negatives are louder: one of them is an accident, so it is the mean of
 * the loudest between these two shares.
 */
const LOUD = { from: 0.01, to: 0.018 };
/** What a text of our own counts of one that was pasted: it is rarer or plainer than life, but there are many of them. */
const OWN = 0.02;
const ROUNDS = 1500;
const RATE = 0.3;
/** Keeps weights small where few samples speak for them. */
const DECAY = 0.004;

/** Learns when to speak and how sure to be. The same samples in the same order give the same numbers. */
export function learn(samples: readonly Sample[]): Learned {
  const inContext = samples.filter(({ features }) => features[CONTEXT_MISSING] !== 1);
  const speak = fit(
    inContext.map(({ features, failure, pasted }) => ({ features, holds: failure, weight: pasted ? 1 : OWN })),
  );
  const pasted = samples.filter((sample) => sample.pasted);
  const confidence = fit(
    pasted.filter(({ failure }) => failure).map(({ features, right }) => ({ features, holds: right, weight: 1 })),
  );
  return { speak, speakFrom: threshold(pasted, speak), confidence };
}

interface Case {
  readonly features: Features;
  readonly holds: boolean;
  readonly weight: number;
}

/** Logistic regression by gradient descent with weight decay. */
function fit(cases: readonly Case[]): Logistic {
  const names = Object.keys(cases[0]?.features ?? {});
  const count = names.length;
  const rows = Float64Array.from(cases.flatMap(({ features }) => names.map((name) => features[name] ?? 0)));
  const total = cases.reduce((sum, { weight }) => sum + weight, 0);
  const weights = new Float64Array(count);
  let bias = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const steps = new Float64Array(count);
    let step = 0;
    for (let index = 0, from = 0; index < cases.length; index += 1, from += count) {
      const { holds, weight } = cases[index] as Case;
      let sum = bias;
      for (let at = 0; at < count; at += 1) sum += (rows[from + at] as number) * (weights[at] as number);
      const error = weight * (sigmoid(sum) - Number(holds));
      step += error;
      for (let at = 0; at < count; at += 1) steps[at] = (steps[at] as number) + error * (rows[from + at] as number);
    }
    bias -= (RATE * step) / total;
    for (let at = 0; at < count; at += 1)
      weights[at] = (weights[at] as number) * (1 - RATE * DECAY) - (RATE * (steps[at] as number)) / total;
  }
  return {
    bias: rounded(bias),
    weights: Object.fromEntries(names.map((name, at) => [name, rounded(weights[at] as number)])),
  };
}

/** The probability from which the bot speaks. */
function threshold(samples: readonly Sample[], speak: Logistic): number {
  const alarms = samples
    .filter(({ failure, features }) => !failure && features[CONTEXT_MISSING] !== 1)
    .map(({ features }) => logOdds(speak, features))
    .sort((a, b) => b - a);
  const negatives = samples.filter(({ failure }) => !failure).length;
  const loud = alarms.slice(Math.floor(negatives * LOUD.from), Math.floor(negatives * LOUD.to) + 1);
  const mean = loud.reduce((sum, one) => sum + one, 0) / Math.max(1, loud.length);
  return rounded(Math.max(0.5, sigmoid(mean)));
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

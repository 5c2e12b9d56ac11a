import { CONTEXT_MISSING, type Features, type Learned, type Logistic, probability } from '#diagnosis/learned.ts';

/** A paste as the learner sees it. */
export interface Sample {
  readonly features: Features;
  /** Should the bot speak? */
  readonly failure: boolean;
  /** Was the kind that it found right? */
  readonly right: boolean;
}

/** The share of negatives on which the bot may speak. */
const FALSE_ALARMS = 0.01;
const ROUNDS = 1500;
const RATE = 0.3;
/** Keeps weights small where few samples speak for them. */
const DECAY = 0.004;

/** Learns when to speak and how sure to be. The same samples in the same order give the same numbers. */
export function learn(samples: readonly Sample[]): Learned {
  const inContext = samples.filter(({ features }) => features[CONTEXT_MISSING] !== 1);
  const speak = fit(inContext.map(({ features, failure }) => ({ features, holds: failure })));
  const confidence = fit(
    samples.filter(({ failure }) => failure).map(({ features, right }) => ({ features, holds: right })),
  );
  return { speak, speakFrom: threshold(samples, speak), confidence };
}

interface Case {
  readonly features: Features;
  readonly holds: boolean;
}

/** Logistic regression by gradient descent with weight decay. */
function fit(cases: readonly Case[]): Logistic {
  const names = Object.keys(cases[0]?.features ?? {});
  const rows = cases.map(({ features }) => names.map((name) => features[name] ?? 0));
  const weights = names.map(() => 0);
  let bias = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const steps = names.map(() => 0);
    let step = 0;
    for (const [index, row] of rows.entries()) {
      const error =
        sigmoid(row.reduce((sum, value, at) => sum + value * (weights[at] as number), bias)) -
        (cases[index]?.holds === true ? 1 : 0);
      step += error;
      for (const [at, value] of row.entries()) steps[at] = (steps[at] as number) + error * value;
    }
    bias -= (RATE * step) / rows.length;
    for (const [at, sum] of steps.entries())
      weights[at] = (weights[at] as number) * (1 - RATE * DECAY) - (RATE * sum) / rows.length;
  }
  return {
    bias: rounded(bias),
    weights: Object.fromEntries(names.map((name, at) => [name, rounded(weights[at] as number)])),
  };
}

/** The lowest probability at which the share of false alarms is small enough. */
function threshold(samples: readonly Sample[], speak: Logistic): number {
  const alarms = samples
    .filter(({ failure }) => !failure)
    .map(({ features }) => (features[CONTEXT_MISSING] === 1 ? 0 : probability(speak, features)));
  alarms.sort((a, b) => b - a);
  const allowed = Math.floor(alarms.length * FALSE_ALARMS);
  return rounded(Math.max(0.5, (alarms[allowed] ?? 0) + 0.005));
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

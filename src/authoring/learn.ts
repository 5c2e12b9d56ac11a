import { CONTEXT_MISSING, type Features, type Learned, type Logistic, logOdds } from '#diagnosis/judge/learned.ts';

/** A paste as the learner sees it. */
export interface Sample {
  readonly features: Features;
  /** Should the bot speak? */
  readonly failure: boolean;
  /** Was the kind that it found right? */
  readonly right: boolean;
  /** Was it pasted by somebody? What we wrote for training is rarer or plainer than life, and is not learned from here. */
  readonly pasted: boolean;
  /** Which of the parts it belongs to that are told apart when a threshold is sought. */
  readonly part: number;
}

/**
 * The threshold lies where about a fiftieth of the negatives are louder: one of them is an accident, so it is the mean of
 * the loudest between these two shares.
 */
const LOUD = { from: 0.014, to: 0.023 };
/** How many failures that are met with silence are as bad as one answer to somebody who reported none. */
const FALSE_REPLY = 8;
const ROUNDS = 1500;
const RATE = 0.3;
/** Keeps weights small where few samples speak for them. */
const DECAY = 0.004;

/** Learns when to speak and how sure to be. The same samples in the same order give the same numbers. */
export function learn(samples: readonly Sample[]): Learned {
  const pasted = samples.filter((sample) => sample.pasted);
  const speak = learnToSpeak(pasted);
  const confidence = fit(
    pasted.filter(({ failure }) => failure).map(({ features, right }) => ({ features, holds: right, weight: 1 })),
  );
  return { speak, speakFrom: threshold(pasted), confidence };
}

function learnToSpeak(pasted: readonly Sample[]): Logistic {
  const inContext = pasted.filter(({ features }) => features[CONTEXT_MISSING] !== 1);
  return fit(
    inContext.map(({ features, failure }) => ({ features, holds: failure, weight: failure ? 1 : FALSE_REPLY })),
  );
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

/**
 * The probability from which the bot speaks. How loud a negative is, is asked of what was learned from the other parts: on
 * what it has seen, a model is surer than on what it has not.
 */
function threshold(pasted: readonly Sample[]): number {
  const parts = [...new Set(pasted.map(({ part }) => part))];
  const alarms = parts
    .flatMap((part) => {
      const speak = learnToSpeak(pasted.filter((sample) => sample.part !== part));
      return pasted
        .filter((sample) => sample.part === part && !sample.failure && sample.features[CONTEXT_MISSING] !== 1)
        .map(({ features }) => logOdds(speak, features));
    })
    .sort((a, b) => b - a);
  const negatives = pasted.filter(({ failure }) => !failure).length;
  const loud = alarms.slice(Math.floor(negatives * LOUD.from), Math.floor(negatives * LOUD.to) + 1);
  const mean = loud.reduce((sum, one) => sum + one, 0) / Math.max(1, loud.length);
  return rounded(sigmoid(mean));
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

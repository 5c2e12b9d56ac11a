import type { TextModel } from '#diagnosis/judge/text-model.ts';
import { BUCKETS, SIGNS, type Words } from '#diagnosis/judge/word-features.ts';

/** A text as the trainer sees it. */
export interface LabelledWords {
  readonly words: Words;
  readonly label: string;
  /** Other labels that would not be wrong. */
  readonly also: readonly string[];
  /** What it counts; 1 where nothing is said. */
  readonly weight?: number;
}

const ROUNDS = 8;
const RATE = 0.5;
/** Keeps weights small where few texts speak for them. */
const DECAY = 2.5e-4;
/** What other labels that would not be wrong get of a text. */
const ALSO = 0.2;
/** Weights are kept in steps from -63 to 63: those of signs are larger than those of words, which must not be lost. */
const LARGEST = 63;
/** In so many texts a number must stand: what is in one text alone tells nothing of others. */
const LEAST = 3;

/**
 * Trains a multinomial logistic model by AdaGrad. The same texts in the same order give the same numbers.
 *
 * @param labels all that may be answered, in the order of the answers
 */
export function trainTextModel(texts: readonly LabelledWords[], labels: readonly string[]): TextModel {
  const count = labels.length;
  const weights = new Float32Array((BUCKETS + SIGNS) * count);
  const squares = new Float32Array((BUCKETS + SIGNS) * count).fill(1e-6);
  const bias = new Float64Array(count);
  const biasSquares = new Float64Array(count).fill(1e-6);
  const learning: Learning = { weights, squares, bias, biasSquares };
  const targets = texts.map((text) => targetOf(text, labels));
  const told = tellers(texts);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const index of shuffled(texts.length, round)) {
      const text = told[index] as Told;
      const { weight = 1 } = texts[index] as LabelledWords;
      correct(text, errorsOf(text, learning, targets[index] as Float64Array, weight), learning);
    }
  }
  return quantised(labels, bias, weights);
}

/** The rows of weights that a text asks, and what each counts. */
interface Told {
  readonly rows: readonly number[];
  readonly values: Float64Array;
}

/** Of each text what something is learned from. Words are many and signs are few: each of the two counts by itself. */
function tellers(texts: readonly LabelledWords[]): readonly Told[] {
  const counts = new Uint32Array(BUCKETS + SIGNS);
  const rowsOf = ({ words }: LabelledWords) => [...words.features, ...words.signs.map((sign) => BUCKETS + sign)];
  for (const text of texts) for (const row of rowsOf(text)) counts[row] = (counts[row] as number) + 1;
  return texts.map((text) => {
    const { features, signs } = text.words;
    const rows = rowsOf(text).filter((row) => (counts[row] as number) >= LEAST);
    const ofWord = 1 / Math.sqrt(Math.max(1, features.length));
    const ofSign = 1 / Math.sqrt(Math.max(1, signs.length));
    return { rows, values: Float64Array.from(rows, (row) => (row < BUCKETS ? ofWord : ofSign)) };
  });
}

interface Learning {
  readonly weights: Float32Array;
  readonly squares: Float32Array;
  readonly bias: Float64Array;
  readonly biasSquares: Float64Array;
}

function correct({ rows, values }: Told, errors: Float64Array, learning: Learning): void {
  const { weights, squares, bias, biasSquares } = learning;
  const count = errors.length;
  for (let label = 0; label < count; label += 1) {
    const error = errors[label] as number;
    biasSquares[label] = (biasSquares[label] as number) + error * error;
    bias[label] = (bias[label] as number) - (RATE * 0.1 * error) / Math.sqrt(biasSquares[label] as number);
  }
  for (let index = 0; index < rows.length; index += 1) {
    const value = values[index] as number;
    for (let label = 0, at = (rows[index] as number) * count; label < count; label += 1, at += 1) {
      const slope = (errors[label] as number) * value + DECAY * (weights[at] as number);
      squares[at] = (squares[at] as number) + slope * slope;
      weights[at] = (weights[at] as number) - (RATE * slope) / Math.sqrt(squares[at] as number);
    }
  }
}

function errorsOf({ rows, values }: Told, { weights, bias }: Learning, target: Float64Array, weight: number) {
  const count = bias.length;
  const sums = Float64Array.from(bias);
  for (let index = 0; index < rows.length; index += 1) {
    const value = values[index] as number;
    for (let label = 0, at = (rows[index] as number) * count; label < count; label += 1, at += 1)
      sums[label] = (sums[label] as number) + (weights[at] as number) * value;
  }
  let most = Number.NEGATIVE_INFINITY;
  for (const sum of sums) most = Math.max(most, sum);
  let total = 0;
  for (let label = 0; label < count; label += 1) {
    sums[label] = Math.exp((sums[label] as number) - most);
    total += sums[label] as number;
  }
  for (let label = 0; label < count; label += 1)
    sums[label] = weight * ((sums[label] as number) / total - (target[label] as number));
  return sums;
}

function targetOf({ label, also }: LabelledWords, labels: readonly string[]): Float64Array {
  const target = new Float64Array(labels.length);
  const others = also.filter((one) => labels.includes(one));
  target[labels.indexOf(label)] = others.length === 0 ? 1 : 1 - ALSO;
  for (const other of others) target[labels.indexOf(other)] = ALSO / others.length;
  return target;
}

/** The numbers below `length` in an order that depends on nothing but the round. */
function shuffled(length: number, round: number): number[] {
  const order = Array.from({ length }, (_, index) => index);
  let state = (round + 1) * 0x9e3779b9;
  for (let at = length - 1; at > 0; at -= 1) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
    const other = (state >>> 0) % (at + 1);
    [order[at], order[other]] = [order[other] as number, order[at] as number];
  }
  return order;
}

function quantised(labels: readonly string[], bias: Float64Array, weights: Float32Array): TextModel {
  let largest = 0;
  for (const weight of weights) largest = Math.max(largest, Math.abs(weight));
  const step = largest === 0 ? 1 : largest / LARGEST;
  return {
    labels,
    bias: Array.from(bias, (one) => Math.round(one * 1000) / 1000),
    step,
    weights: Int8Array.from(weights, (weight) => Math.round(weight / step)),
  };
}

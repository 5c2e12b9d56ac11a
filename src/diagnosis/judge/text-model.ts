import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { BUCKETS, placeWords, SIGNS, type Words } from './word-features.ts';

/** A linear model over words that gives each label a share; the labels are failure kinds and what is no failure. */
export interface TextModel {
  readonly labels: readonly string[];
  readonly bias: readonly number[];
  /** What one step of a weight is worth. */
  readonly step: number;
  /** For each number of a word, and behind them for each number of a sign, the weights of all labels, in steps. */
  readonly weights: Int8Array;
}

/** A model as it is kept in a file; the weights are deflated, in base64. */
export interface StoredTextModel extends Omit<TextModel, 'weights'> {
  readonly weights: string;
}

/** @throws Error where the file does not fit this program: train it anew */
export function openTextModel({ labels, bias, step, weights }: StoredTextModel): TextModel {
  const bytes = inflated(weights);
  if (bytes?.length !== (BUCKETS + SIGNS) * labels.length)
    throw new Error('text-model.json is of another version: npm run train');
  return { labels, bias, step, weights: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** The model as it is kept in a file. */
export function storedTextModel({ weights, ...rest }: TextModel): StoredTextModel {
  const bytes = deflateRawSync(weights, { level: 9 });
  return { ...rest, weights: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) };
}

function inflated(weights: string): Uint8Array | null {
  try {
    return inflateRawSync(bytesOf(atob(weights)));
  } catch {
    return null;
  }
}

/** A plain loop: with a callback for each of a million bytes it takes ten times as long. */
function bytesOf(binary: string): Uint8Array {
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** The share of each label, in the order of the labels; they add up to 1. */
export function sharesOf({ labels, bias, step, weights }: TextModel, { features, signs }: Words): Float64Array {
  const count = labels.length;
  const sums = new Float64Array(count);
  for (const feature of features) addRow(sums, weights, feature * count);
  // Words are many and signs are few: each of the two counts by itself.
  const ofSigns = Math.sqrt(Math.max(1, features.length) / Math.max(1, signs.length));
  if (signs.length > 0) {
    const more = new Float64Array(count);
    for (const sign of signs) addRow(more, weights, (BUCKETS + sign) * count);
    for (let label = 0; label < count; label += 1)
      sums[label] = (sums[label] as number) + (more[label] as number) * ofSigns;
  }
  const scale = step / Math.sqrt(Math.max(1, features.length));
  let most = Number.NEGATIVE_INFINITY;
  for (let label = 0; label < count; label += 1) {
    const score = (sums[label] as number) * scale + (bias[label] as number);
    sums[label] = score;
    most = Math.max(most, score);
  }
  let total = 0;
  for (let label = 0; label < count; label += 1) {
    const share = Math.exp((sums[label] as number) - most);
    sums[label] = share;
    total += share;
  }
  for (let label = 0; label < count; label += 1) sums[label] = (sums[label] as number) / total;
  return sums;
}

function addRow(sums: Float64Array, weights: Int8Array, row: number): void {
  for (let label = 0; label < sums.length; label += 1)
    sums[label] = (sums[label] as number) + (weights[row + label] as number);
}

const WINDOW = 6;

/** The few words that speak most for a label: where they begin and end in a normalised text; null where none does. */
export function tellingWords(
  model: TextModel,
  label: string,
  text: string,
): readonly [start: number, end: number] | null {
  const { labels, weights } = model;
  const index = labels.indexOf(label);
  const { spans, features } = placeWords(text);
  const count = labels.length;
  // What speaks for every label alike tells nothing: only what is over the mean counts.
  const worthOf = (feature: number) => {
    const row = weights.subarray(feature * count, (feature + 1) * count);
    return (row[index] as number) - row.reduce((sum, weight) => sum + weight, 0) / count;
  };
  const worth = features.map((list) => list.reduce((sum, feature) => sum + worthOf(feature), 0));
  let best: readonly [number, number] | null = null;
  let most = 0;
  for (let from = 0; from < worth.length; from += 1) {
    let sum = 0;
    for (let to = from; to < Math.min(worth.length, from + WINDOW); to += 1) {
      sum += worth[to] as number;
      if (sum <= most) continue;
      most = sum;
      best = [spans[from]?.[0] as number, spans[to]?.[1] as number];
    }
  }
  return best;
}

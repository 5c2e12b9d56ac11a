import type { Ranking } from './ranking.ts';
import { sharesOf, type TextModel } from './text-model.ts';
import type { Words } from './word-features.ts';

/** What the words of a text alone tell, before any signature. */
export interface WordOpinion {
  /** How many different words, pairs and beginnings of words were read. */
  readonly amount: number;
  /** How likely somebody reports a failure here, 0 to 1. */
  readonly failure: number;
  /** Of the failure kinds each one's share, 0 to 1, where it is a failure at all. */
  readonly kinds: ReadonlyMap<string, number>;
}

/** What words alone may weigh: less than a signature that says what failed, more than one that fits many causes. */
const WEIGHT = 1.2;
const LEAST_SHARE = 0.01;
/** A kind that the model was not trained for neither gains nor loses. */
const SHARE_OF_UNKNOWN = 0.03;

/** Asks the model. @param isFailure tells the labels that are failure kinds from those that are none */
export function readWordOpinion(model: TextModel, words: Words, isFailure: (label: string) => boolean): WordOpinion {
  const shares = sharesOf(model, words);
  let failure = 0;
  for (const [index, label] of model.labels.entries()) if (isFailure(label)) failure += shares[index] as number;
  const kinds = new Map<string, number>();
  for (const [index, label] of model.labels.entries())
    if (isFailure(label)) kinds.set(label, (shares[index] as number) / Math.max(failure, 1e-9));
  return { amount: words.features.length, failure, kinds };
}

/** The ranking of the signatures with what the words tell added; kinds that only the words speak for come in too. */
export function withWordOpinion(ranking: Ranking, opinion: WordOpinion): Ranking {
  const scores = new Map(ranking.map(({ id, score }) => [id, score]));
  for (const kind of opinion.kinds.keys()) if (!scores.has(kind)) scores.set(kind, 0);
  return [...scores]
    .map(([id, score]) => ({ id, score: score + WEIGHT * Math.log(shareOf(id, opinion)) }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

function shareOf(kind: string, { kinds }: WordOpinion): number {
  return Math.max(LEAST_SHARE, kinds.get(kind) ?? SHARE_OF_UNKNOWN);
}

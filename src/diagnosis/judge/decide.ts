import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import type { Alternative, Diagnosis } from '#diagnosis/types.ts';
import { decideNames, type NameClues } from './decide-names.ts';
import { CONTEXT_MISSING, type Features, type Learned, probability } from './learned.ts';
import type { Ranking } from './ranking.ts';
import type { Weighed } from './weigh.ts';
import type { WordOpinion } from './word-opinion.ts';

/** What is said of a paste. */
export type Decision = Pick<
  Diagnosis,
  'speak' | 'kind' | 'provider' | 'tool' | 'refusedBy' | 'confidence' | 'alternatives'
>;

/** What else than the evidence a choice depends on. */
export interface Circumstances {
  readonly opinion: WordOpinion;
  readonly features: Features;
  readonly clues: NameClues;
}

/** Words alone are enough for a guess at what failed where there are some, tell of a failure, and one kind stands out. */
const FEW_WORDS = 20;
const FAILURE_TOLD = 0.2;
const KIND_TOLD = 0.15;

/** Decides what is said, how surely, and whether it is said unasked. */
export function decide(weighed: Weighed, about: Circumstances, learned: Learned, catalogue: Catalogue): Decision {
  const { features, opinion } = about;
  const [first] = weighed.ranked;
  const names = decideNames(weighed, about.clues, catalogue);
  if (first === undefined || (weighed.kinds.length === 0 && !isTold(first.id, opinion)))
    return { speak: false, kind: null, ...names, confidence: 0, alternatives: [] };
  const confidence = round(probability(learned.confidence, features));
  return {
    speak: features[CONTEXT_MISSING] !== 1 && probability(learned.speak, features) >= learned.speakFrom,
    kind: first.id,
    ...names,
    confidence,
    alternatives: alternatives(weighed.ranked.slice(1, 4), first.score, confidence),
  };
}

function isTold(kind: string, { amount, failure, kinds }: WordOpinion): boolean {
  return amount >= FEW_WORDS && failure >= FAILURE_TOLD && (kinds.get(kind) ?? 0) >= KIND_TOLD;
}

/** What the first kind leaves of the probability is shared among the others by their scores. */
function alternatives(others: Ranking, best: number, confidence: number): Alternative[] {
  const shares = others.map(({ id, score }) => ({ id, share: Math.exp(score - best) }));
  const sum = shares.reduce((total, { share }) => total + share, 0) + 0.3;
  return shares.map(({ id, share }) => ({ kind: id, confidence: round(((1 - confidence) * share) / sum) }));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

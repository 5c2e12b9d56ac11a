import { type Catalogue, OTHER_PROGRAM } from '#diagnosis/catalogue/compile.ts';
import type { Alternative, Diagnosis } from '#diagnosis/types.ts';
import { CONTEXT_MISSING, type Features, type Learned, probability } from './learned.ts';
import type { Ranking } from './ranking.ts';
import { WEIGHTS, type Weighed } from './weigh.ts';
import type { WordOpinion } from './word-opinion.ts';

/** What is said of a paste. */
export type Decision = Pick<Diagnosis, 'speak' | 'kind' | 'provider' | 'tool' | 'confidence' | 'alternatives'>;

/** What else than the evidence a choice depends on. */
export interface Circumstances {
  readonly opinion: WordOpinion;
  readonly features: Features;
  readonly facts: ReadonlySet<string>;
  /** Was an HTTP status read? */
  readonly answered: boolean;
}

/** Words alone are enough for a guess at what failed where there are some, tell of a failure, and one kind stands out. */
const FEW_WORDS = 20;
const FAILURE_TOLD = 0.5;
const KIND_TOLD = 0.2;

/** Decides what is said, how surely, and whether it is said unasked. */
export function decide(weighed: Weighed, about: Circumstances, learned: Learned, catalogue: Catalogue): Decision {
  const { features, opinion } = about;
  const [first] = weighed.ranked;
  const tool = toolOf(weighed.tools);
  const provider = providerOf(weighed.providers, tool, about, catalogue);
  if (first === undefined || (weighed.kinds.length === 0 && !isTold(first.id, opinion)))
    return { speak: false, kind: null, provider, tool, confidence: 0, alternatives: [] };
  const confidence = round(probability(learned.confidence, features));
  return {
    speak: features[CONTEXT_MISSING] !== 1 && probability(learned.speak, features) >= learned.speakFrom,
    kind: first.id,
    provider,
    tool,
    confidence,
    alternatives: alternatives(weighed.ranked.slice(1, 4), first.score, confidence),
  };
}

function isTold(kind: string, { amount, failure, kinds }: WordOpinion): boolean {
  return amount >= FEW_WORDS && failure >= FAILURE_TOLD && (kinds.get(kind) ?? 0) >= KIND_TOLD;
}

function named([first]: Ranking, from: number): string | null {
  return first !== undefined && first.score >= from ? first.id : null;
}

/** Where models of others are served, their names and the names of who made them stand beside the one who refused. */
function houseOf(ranking: Ranking, { knowledge }: Catalogue): string | null {
  const [first] = ranking;
  if (first === undefined || first.score >= WEIGHTS.strength.strong) return null;
  const servesOthers = ({ id }: Ranking[number]) => knowledge.providers.get(id)?.serves_others === true;
  return named(ranking.filter(servesOthers), WEIGHTS.strength.fair);
}

/** By how much a tool must outweigh a program that is not known by name. */
const BEYOND_OTHERS = 1;

/** The tool that the evidence names; of two that are named alike neither is known to be the one, and others are not known. */
function toolOf(ranking: Ranking): string | null {
  const [first, second] = ranking;
  if (first === undefined || first.score === second?.score || first.id === OTHER_PROGRAM) return null;
  const other = ranking.find(({ id }) => id === OTHER_PROGRAM)?.score ?? Number.NEGATIVE_INFINITY;
  return first.score < other + BEYOND_OTHERS ? null : named(ranking, WEIGHTS.nameFrom);
}

/** The provider that the evidence names, or the one that the tool asks by default. */
function providerOf(
  ranking: Ranking,
  tool: string | null,
  { facts, answered }: Circumstances,
  catalogue: Catalogue,
): string | null {
  if (facts.has('custom-base-url')) return named(ranking, WEIGHTS.nameAwayFrom);
  const found = houseOf(ranking, catalogue) ?? named(ranking, WEIGHTS.nameFrom);
  // An answer in which nothing shows the default provider came from somebody else.
  if (found !== null || tool === null || answered) return found;
  return catalogue.knowledge.tools.get(tool)?.default_provider ?? null;
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

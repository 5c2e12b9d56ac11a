import type { Match } from '#diagnosis/read/match.ts';
import type { Strength } from '#knowledge/types.ts';
import type { Ranking } from './ranking.ts';
import { type WordOpinion, withWordOpinion } from './word-opinion.ts';

/** The numbers of the matcher: what evidence counts, and where it is enough. */
export interface Weights {
  readonly strength: Readonly<Record<Strength, number>>;
  /** What further evidence for the same thing adds, of its own weight. */
  readonly repeated: number;
  /** What a kind gets that a signature only allows, of the signature's weight; each further one half of that. */
  readonly also: number;
  /** By how much a signature that names provider or tool outweighs a general one of its strength. */
  readonly specific: number;
  /** The score from which a provider or tool is named. */
  readonly nameFrom: number;
  /** The same for a provider where requests go to an address of somebody else: names and variables say nothing then. */
  readonly nameAwayFrom: number;
}

export const WEIGHTS: Weights = {
  strength: { hint: 1, fair: 2.2, strong: 4.5, proof: 8 },
  repeated: 0.25,
  also: 0.3,
  specific: 1.15,
  nameFrom: 1,
  nameAwayFrom: 4,
};

export interface Weighed {
  /** By the signatures alone. */
  readonly kinds: Ranking;
  /** By the signatures and by what the words tell. */
  readonly ranked: Ranking;
  readonly providers: Ranking;
  readonly tools: Ranking;
  /** How much speaks for silence. */
  readonly negative: number;
}

/**
 * Adds up what the matches say about kind, provider and tool: the best evidence counts whole, more of it a part.
 *
 * @param opinion what the words alone say
 * @param comparedOnly matches whose tool is mentioned for comparison only
 */
export function weigh(
  matches: readonly Match[],
  opinion: WordOpinion,
  weights: Weights,
  comparedOnly: ReadonlySet<Match>,
): Weighed {
  const kinds = new Tally(weights.repeated);
  const providers = new Tally(weights.repeated);
  const tools = new Tally(weights.repeated);
  const negatives = new Tally(weights.repeated);
  const hosts = matches.filter(isHost);
  for (const match of matches) {
    const { signature } = match;
    const isSpecific = signature.provider !== null || signature.tool !== null;
    const weight = weights.strength[signature.strength] * (isSpecific ? weights.specific : 1);
    if (signature.kind !== null) {
      kinds.add(signature.kind, weight);
      let share = weights.also;
      for (const kind of signature.also) {
        kinds.add(kind, weight * share);
        share /= 2;
      }
    }
    if (signature.provider !== null && !(isHost(match) && hosts.some((host) => isWithin(match, host))))
      providers.add(signature.provider, weights.strength[signature.providerStrength]);
    if (signature.tool !== null && !comparedOnly.has(match))
      tools.add(signature.tool, weights.strength[signature.toolStrength]);
    if (signature.negative !== null) negatives.add('', weight);
  }
  const byEvidence = kinds.ranking();
  return {
    kinds: byEvidence,
    ranked: withWordOpinion(byEvidence, opinion),
    providers: providers.ranking(),
    tools: tools.ranking(),
    negative: negatives.ranking()[0]?.score ?? 0,
  };
}

function isHost({ signature }: Match): boolean {
  return signature.id === `${signature.provider}/host`;
}

/** The longer of two hosts says whose door it is: `models.inference.ai.azure.com` is not `ai.azure.com`. */
function isWithin(one: Match, other: Match): boolean {
  return one.start >= other.start && one.end <= other.end && one.end - one.start < other.end - other.start;
}

class Tally {
  readonly #found = new Map<string, { best: number; rest: number }>();
  readonly #repeated: number;

  constructor(repeated: number) {
    this.#repeated = repeated;
  }

  add(id: string, weight: number): void {
    const known = this.#found.get(id);
    if (known === undefined) this.#found.set(id, { best: weight, rest: 0 });
    else {
      known.rest += Math.min(known.best, weight);
      known.best = Math.max(known.best, weight);
    }
  }

  ranking(): Ranking {
    return (
      [...this.#found]
        .map(([id, { best, rest }]) => ({ id, score: best + Math.min(rest * this.#repeated, best * 0.6) }))
        // Of two that weigh alike the one that is named first.
        .sort((a, b) => b.score - a.score)
    );
  }
}

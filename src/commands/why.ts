import { inert } from '#chat/console/render.ts';
import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import { explain } from '#diagnosis/diagnose.ts';
import type { Features } from '#diagnosis/judge/learned.ts';
import type { Ranking } from '#diagnosis/judge/ranking.ts';
import { WEIGHTS } from '#diagnosis/judge/weigh.ts';
import type { WordOpinion } from '#diagnosis/judge/word-opinion.ts';

/** Every signature that fired with its weight, and the sums that they were weighed into. */
export function whyText(text: string, catalogue: Catalogue): string {
  const { diagnosis, matches, opinion, weighed, features } = explain(text, catalogue);
  const fired = [...matches].sort(
    (a, b) => WEIGHTS.strength[b.signature.strength] - WEIGHTS.strength[a.signature.strength],
  );
  const lines = fired.map(({ signature, quote }) => {
    const says = [
      signature.kind,
      signature.provider,
      signature.tool,
      signature.negative === null ? null : 'silence',
    ].filter((one) => one !== null);
    const also = signature.also.length === 0 ? '' : ` (also ${signature.also.join(', ')})`;
    return `  ${WEIGHTS.strength[signature.strength].toFixed(1).padStart(4)} ${signature.strength.padEnd(6)} ${signature.id}: ${says.join(', ')}${also}\n              “${inert(quote).replaceAll(/\s+/g, ' ').slice(0, 100)}”\n`;
  });
  return [
    `Fired (${fired.length})\n${lines.join('')}`,
    `Facts: ${diagnosis.facts.join(', ') || 'none'}\n`,
    `Words alone: ${opinionLines(opinion)}\n`,
    `Kinds by signatures: ${rankingWords(weighed.kinds)}\n`,
    `Kinds with what the words tell: ${rankingWords(weighed.ranked)}\n`,
    `Providers: ${rankingWords(weighed.providers)}\n`,
    `Tools: ${rankingWords(weighed.tools)}\n`,
    `For silence: ${weighed.negative.toFixed(1)}, ${diagnosis.speak ? 'speaks' : 'silent'} in a channel where nobody asked\n`,
    `Decided by: ${featureWords(features)}\n`,
    `Confidence: ${diagnosis.confidence}\n`,
  ].join('\n');
}

function opinionLines({ failure, kinds }: WordOpinion): string {
  const likely = [...kinds].sort((a, b) => b[1] - a[1]).slice(0, 4);
  return `a failure ${failure.toFixed(2)}; of failures ${likely.map(([kind, share]) => `${kind} ${share.toFixed(2)}`).join(', ')}`;
}

function rankingWords(ranking: Ranking): string {
  return ranking.length === 0
    ? 'none'
    : ranking
        .slice(0, 6)
        .map(({ id, score }) => `${id} ${score.toFixed(1)}`)
        .join(', ');
}

function featureWords(features: Features): string {
  return Object.entries(features)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => `${name} ${Number(value.toFixed(2))}`)
    .join(', ');
}

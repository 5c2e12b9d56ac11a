/** An expression for a fact, run only where one of its anchors was found: each of its matches holds one of them. */
export interface AnchoredFact {
  readonly name: string;
  readonly shows: RegExp;
  /** Normalised, at least 4 characters of ASCII or 2 of another script, so that the automaton finds them in passing. */
  readonly anchors: readonly string[];
  /** Single characters that serve as anchors too. */
  readonly marks?: readonly string[];
}

/** How a text that describes or asks differs from one that complains, told from the normalised text. */
export const ANCHORED_IN_NORMALISED: readonly AnchoredFact[] = [
  {
    name: 'describes-a-change',
    shows:
      /\b(?:with this, \w+|with this (?:patch|fix|commit|release)|this change|this pr|now (?:goes|gets|says|gives|shows|counts|lives|call)|we (?:now|should|agreed)|should(?:n"t)? (?:live|have)|nicer|bump|refactor|reword|rename|recognise|from now on|so that|changelog|merged|the tests?|test (?:red|green)|expected string|adjusted|regex|docs? (?:pr|page)|这个 pr|加了|改成|改为|предложение|可以考虑)\b/,
    anchors: listed(
      'with this|this change|this pr|from now on|so that|the test|now goes|now gets',
      'now says|now gives|now shows|now counts|now lives|now call|we now|we should',
      'we agreed|test red|test green|should live|should have|shouldn"t',
      'nicer|bump|refactor|reword|rename|recognise|changelog|merged|expected string|adjusted|regex|doc pr',
      'doc page|docs pr|docs page|这个 pr|加了|改成|改为|предложение|可以考虑',
    ),
  },
  {
    name: 'list-of-cases',
    shows:
      /(?:^|[;|]) ?(?:[-*•] )?\**"?4\d\d"?\**[^;|]{3,80}[;|].{0,8}"?[45]\d\d|if (?:you|the|it|a|there)\b.{0,60}(?:then|check|make sure|look)|you (?:will|"ll|may|might) (?:see|get|notice|find|usually)|most (?:likely|times|of the time)|typically|usually|common causes/,
    anchors: listed(
      'if you|if the|if it|if a|you will|you "ll|you may|you might|most likely',
      'most times|most of the time|typically|usually|common causes',
    ),
    marks: [';', '|'],
  },
];

/** As {@link ANCHORED_IN_NORMALISED}, told from the text as given. */
export const ANCHORED_IN_GIVEN: readonly AnchoredFact[] = [
  {
    name: 'reads-like-success',
    shows:
      /\b(?:works (?:now|again|fine now|great|perfectly)|working (?:now|again)|(?:is|all|got it|now) (?:solved|fixed|sorted)|that (?:was it|did it|fixed it|solved it)|problem solved|all good|as it should\b|my own mistake|my bad\b|never ?mind|no longer (?:see|get|happens)|fixed (?:it|by|now))\b|解决了|问题已解决|заработало|funktioniert (?:jetzt|wieder)/i,
    anchors: listed(
      'works |working |solved|fixed|sorted|that was it|that did it|all good|as it should|my own mistake',
      'my bad|nevermind|never mind|no longer|解决了|问题已解决|заработало|funktioniert',
    ),
  },
  {
    name: 'asks-how-to',
    shows:
      /\b(?:how (?:do|can|to|would|should|does|did)|where (?:do|can|to|would|is the)|is (?:there|it possible|this possible)|(?:can|could|may|should) (?:i|we|you|someone|one)|what (?:is|are|does)|which (?:model|key|plan)|do (?:i|we|you) need|does (?:it|anyone)|would it be|feature request)\b|怎么(?:获取|设置|用|配)|如何|能不能|请问.{0,12}(?:支持|可以)|\bwie (?:kann|bekomme)\b|как (?:получить|сделать|настроить)|¿(?:cómo|dónde)|どうすれば|どうやって/i,
    anchors: listed(
      'how do|how can|how to|how would|how should|how did|where do|where can|where to|where would',
      'where is the|is there|is it possible|is this possible|what is|what are|what does|which model',
      'which key|which plan|do i need|do we need|do you need|does it|can i|can we|can you|can someone',
      'can one|could i|could we|could you|could someone|could one|may i|may we|may you|may someone|may one',
      'should i|should we|should you|should someone|should one|does anyone|would it be|feature request',
      'wie kann|wie bekomme|怎么|如何|能不能|请问|как получить|как сделать|как настроить|¿cómo|¿dónde|どうすれば|どうやって',
    ),
  },
];

/** Every fact with anchors. */
export const ANCHORED: readonly AnchoredFact[] = [...ANCHORED_IN_NORMALISED, ...ANCHORED_IN_GIVEN];

/** The name of the condition that one of a fact's anchors stands in the paste. */
export function anchorName(fact: string): string {
  return `anchor-of:${fact}`;
}

function listed(...lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split('|'));
}

import type { Catalogue } from './compile.ts';
import { type Fact, hostOwner, readFacts } from './facts.ts';
import { findSecrets, masked, secretSpans } from './mask.ts';
import { type Match, match } from './match.ts';
import { type Normalised, normalise } from './normalise.ts';
import { readSignals, type Signals } from './signals.ts';
import type { Alternative, Diagnosis, Evidence } from './types.ts';
import { type Ranking, WEIGHTS, type Weighed, type Weights, weigh } from './weigh.ts';

/** A diagnosis with all that it was made from, for knowledge authors. */
export interface Explained {
  readonly diagnosis: Diagnosis;
  readonly matches: readonly (Match & { readonly quote: string })[];
  readonly weighed: Weighed;
}

/**
 * Says what failed, at whose API and in which tool.
 *
 * @param text the paste as given; any string, also with lone surrogates
 * @param catalogue the compiled knowledge
 */
export function diagnose(text: string, catalogue: Catalogue, weights: Weights = WEIGHTS): Diagnosis {
  return explain(text, catalogue, weights).diagnosis;
}

/** As {@link diagnose}, with every signature that fired and what it was weighed against. */
export function explain(text: string, catalogue: Catalogue, weights: Weights = WEIGHTS): Explained {
  const secrets = findSecrets(text, catalogue.keys);
  const normal = normalise(text, secrets);
  const signals = readSignals(normal, text, secrets, catalogue);
  const facts = readFacts(normal, text, secrets, signals, catalogue);
  for (const { name, at, end } of facts) signals.held.addNamed(`fact:${name}`, at, end);
  let matches = match(signals.held, catalogue);
  const mismatch = keyAtForeignDoor(signals, matches, catalogue);
  if (mismatch !== null) {
    facts.push(mismatch);
    signals.held.addNamed(`fact:${mismatch.name}`, mismatch.at, mismatch.end);
    matches = match(signals.held, catalogue);
  }
  const weighed = weigh(matches, weights);
  const quoted = matches.map((found) => ({ ...found, quote: quote(found, normal, text, secrets) }));
  const chosen = choose(weighed, weights, catalogue);
  const diagnosis: Diagnosis = {
    ...chosen,
    status: statusOf(signals, matches, chosen.kind, catalogue),
    requestId: requestIdOf(
      masked(
        text.slice(0, 20_000),
        secrets.filter((secret) => secret.end <= 20_000),
      ),
    ),
    evidence: evidenceFor(chosen, quoted, normal, text, weights),
    secrets: secretSpans(secrets),
    masked: masked(text, secrets),
    facts: [...new Set(facts.map((fact) => fact.name))],
  };
  return { diagnosis, matches: quoted, weighed };
}

type Chosen = Pick<Diagnosis, 'speak' | 'kind' | 'provider' | 'tool' | 'confidence' | 'alternatives'>;

function choose(weighed: Weighed, weights: Weights, catalogue: Catalogue): Chosen {
  const [first, second] = weighed.kinds;
  const tool = named(weighed.tools, weights);
  const home = tool === null ? undefined : catalogue.knowledge.tools.get(tool)?.default_provider;
  const provider = named(weighed.providers, weights) ?? home ?? null;
  if (first === undefined) return { speak: false, kind: null, provider, tool, confidence: 0, alternatives: [] };
  const against = weighed.negative * weights.negative;
  const confidence = confidenceOf(first.score - against, first.score - (second?.score ?? 0), weights);
  return {
    speak: first.score - against >= weights.speakFrom,
    kind: first.id,
    provider,
    tool,
    confidence,
    alternatives: alternatives(weighed.kinds.slice(1, 4), first.score, confidence),
  };
}

function named(ranking: Ranking, weights: Weights): string | null {
  const [first] = ranking;
  return first !== undefined && first.score >= weights.nameFrom ? first.id : null;
}

function confidenceOf(score: number, margin: number, weights: Weights): number {
  const { bias, score: perScore, margin: perMargin } = weights.confidence;
  return round(1 / (1 + Math.exp(-(bias + perScore * score + perMargin * margin))));
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

/** A key of one provider where another one answered: the text alone proves the cause. */
function keyAtForeignDoor(signals: Signals, matches: readonly Match[], catalogue: Catalogue): Fact | null {
  const doors = new Set(signals.addresses.flatMap(({ host }) => hostOwner(host, catalogue) ?? []));
  for (const { signature } of matches) {
    if (signature.provider !== null && signature.kind !== null && signature.providerStrength !== 'hint')
      doors.add(signature.provider);
  }
  if (doors.size === 0) return null;
  const foreign = signals.maskedKeys.find(
    (key) => key.distinct && !doors.has(key.form.slice(0, key.form.indexOf('/'))),
  );
  return foreign === undefined ? null : { name: 'key-host-mismatch', at: foreign.at, end: foreign.end };
}

const LONGEST_QUOTE = 160;

function quote(found: Match, normal: Normalised, text: string, secrets: Parameters<typeof masked>[1]): string {
  const [from, to] = givenSpan(found, normal);
  return masked(text, secrets, from, Math.min(to, from + LONGEST_QUOTE)).trim();
}

function givenSpan({ start, end }: { start: number; end: number }, normal: Normalised): [number, number] {
  const from = normal.map[start] as number;
  const last = normal.map[Math.max(start, end - 1)] as number;
  return [from, last + 1];
}

function evidenceFor(
  chosen: Chosen,
  matches: Explained['matches'],
  normal: Normalised,
  text: string,
  weights: Weights,
): Evidence[] {
  return matches
    .filter(
      ({ signature }) =>
        says(signature.kind, chosen.kind) ||
        says(signature.provider, chosen.provider) ||
        says(signature.tool, chosen.tool),
    )
    .sort((a, b) => rank(b, chosen, weights) - rank(a, chosen, weights))
    .map((found) => {
      const [start, end] = givenSpan(found, normal);
      return { signature: found.signature.id, quote: found.quote, start, end: Math.min(end, text.length) };
    });
}

function says(said: string | null, chosen: string | null): boolean {
  return said !== null && said === chosen;
}

function rank({ signature }: Match, chosen: Chosen, weights: Weights): number {
  return (says(signature.kind, chosen.kind) ? 100 : 0) + weights.strength[signature.strength];
}

/** The status that belongs to the diagnosis: one that its evidence asks for, else the first one that is named as such. */
function statusOf(
  signals: Signals,
  matches: readonly Match[],
  kind: string | null,
  catalogue: Catalogue,
): number | null {
  const asked = new Set(
    matches
      .filter(({ signature }) => says(signature.kind, kind))
      .flatMap(({ signature }) => [...signature.all, ...signature.any]),
  );
  const byEvidence = signals.statuses.find(({ status }) => asked.has(catalogue.named.get(`status:${status}`) ?? -1));
  return (byEvidence ?? signals.statuses.find(({ named: isNamed }) => isNamed) ?? signals.statuses[0])?.status ?? null;
}

const REQUEST_ID =
  /(?:request[ _-]?id|requestid|req[ _-]id)\\*["']?\s{0,2}[:=]?\s{0,2}\\*["']?([A-Za-z0-9][A-Za-z0-9_-]{7,79})|\b(req_[A-Za-z0-9]{8,64})\b/i;

function requestIdOf(text: string): string | null {
  const found = REQUEST_ID.exec(text);
  return found?.[1] ?? found?.[2] ?? null;
}

import { isAside } from './aside.ts';
import { type Catalogue, OTHER_PROGRAM } from './compile.ts';
import { hostOwner } from './facts.ts';
import learnedNumbers from './learned.json' with { type: 'json' };
import { type Features, featuresOf, type Learned, probability } from './learned.ts';
import { masked, secretSpans } from './mask.ts';
import { type Match, match } from './match.ts';
import { type Reading, readPaste } from './read-paste.ts';
import type { Alternative, Diagnosis, Evidence } from './types.ts';
import { type Ranking, WEIGHTS, type Weighed, weigh } from './weigh.ts';

const LEARNED: Learned = learnedNumbers;

/** A diagnosis with all that it was made from, for knowledge authors. */
export interface Explained {
  readonly diagnosis: Diagnosis;
  readonly matches: readonly Quoted[];
  readonly weighed: Weighed;
  /** What speaking and confidence were computed from. */
  readonly features: Features;
}

interface Quoted extends Match {
  readonly quote: string;
}

/**
 * Says what failed, at whose API and in which tool.
 *
 * @param text the paste as given; any string, also with lone surrogates
 * @param catalogue the compiled knowledge
 */
export function diagnose(text: string, catalogue: Catalogue, learned: Learned = LEARNED): Diagnosis {
  return explain(text, catalogue, learned).diagnosis;
}

/** As {@link diagnose}, with every signature that fired and what it was weighed against. */
export function explain(text: string, catalogue: Catalogue, learned: Learned = LEARNED): Explained {
  const steps = explainInSteps(text, catalogue, learned);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As {@link explain}, but yields every few milliseconds of work, for callers that must not stall on a log of megabytes. */
export function* explainInSteps(
  text: string,
  catalogue: Catalogue,
  learned: Learned = LEARNED,
): Generator<undefined, Explained> {
  const reading = yield* readPaste(text, catalogue);
  let matches = match(reading.held, catalogue);
  const facts = new Set(reading.facts);
  const mismatch = keyAtForeignDoor(reading, matches, catalogue);
  if (mismatch !== null) {
    facts.add(FOREIGN_DOOR);
    reading.held.addNamed(`fact:${FOREIGN_DOOR}`, mismatch.start, mismatch.end);
    matches = match(reading.held, catalogue);
  }
  const weighed = weigh(matches, WEIGHTS, asides(matches, text));
  const quoted = matches.map((found) => quotedMatch(found, text, reading.secrets));
  const features = featuresOf(weighed, facts);
  const chosen = choose(weighed, { features, facts, answered: reading.statuses.length > 0 }, learned, catalogue);
  const shown = masked(text, reading.secrets);
  const diagnosis: Diagnosis = {
    ...chosen,
    status: statusOf(reading, matches, chosen.kind, catalogue),
    requestId: requestIdOf(shown),
    evidence: evidenceFor(chosen, quoted),
    secrets: secretSpans(reading.secrets),
    masked: shown,
    facts: [...facts],
  };
  return { diagnosis, matches: quoted, weighed, features };
}

/** Tools that are mentioned for comparison only. */
function asides(matches: readonly Match[], text: string): ReadonlySet<Match> {
  return new Set(matches.filter(({ signature, start, end }) => signature.tool !== null && isAside(text, start, end)));
}

type Chosen = Pick<Diagnosis, 'speak' | 'kind' | 'provider' | 'tool' | 'confidence' | 'alternatives'>;

/** What else than the evidence a choice depends on. */
interface Circumstances {
  readonly features: Features;
  readonly facts: ReadonlySet<string>;
  /** Was an HTTP status read? */
  readonly answered: boolean;
}

function choose(weighed: Weighed, about: Circumstances, learned: Learned, catalogue: Catalogue): Chosen {
  const { features } = about;
  const [first] = weighed.kinds;
  const tool = toolOf(weighed.tools);
  const provider = providerOf(weighed.providers, tool, about, catalogue);
  if (first === undefined) return { speak: false, kind: null, provider, tool, confidence: 0, alternatives: [] };
  const confidence = round(probability(learned.confidence, features));
  return {
    speak: probability(learned.speak, features) >= learned.speakFrom,
    kind: first.id,
    provider,
    tool,
    confidence,
    alternatives: alternatives(weighed.kinds.slice(1, 4), first.score, confidence),
  };
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

const FOREIGN_DOOR = 'key-host-mismatch';

/** A key of one provider where another one answered: the text alone proves the cause. */
function keyAtForeignDoor(
  reading: Reading,
  matches: readonly Match[],
  catalogue: Catalogue,
): Reading['maskedKeys'][number] | null {
  if (reading.maskedKeys.length === 0) return null;
  const doors = new Set(reading.hosts.flatMap((host) => hostOwner(host, catalogue) ?? []));
  for (const { signature } of matches) {
    if (signature.provider !== null && signature.kind !== null && signature.providerStrength !== 'hint')
      doors.add(signature.provider);
  }
  if (doors.size === 0) return null;
  return (
    reading.maskedKeys.find(({ distinct, form }) => distinct && !doors.has(form.slice(0, form.indexOf('/')))) ?? null
  );
}

const SHORT_QUOTE = 12;
const AROUND = 24;
const LONGEST_QUOTE = 160;

/** A status alone says little: its quote takes the words around it along, as far as the line goes. */
function quotedMatch(found: Match, text: string, secrets: Reading['secrets']): Quoted {
  let { start } = found;
  let end = Math.min(found.end, start + LONGEST_QUOTE);
  if (end - start < SHORT_QUOTE) {
    const before = /[^\n]*$/.exec(text.slice(Math.max(0, start - AROUND), start))?.[0] ?? '';
    const after = /^[^\n]*/.exec(text.slice(end, end + AROUND))?.[0] ?? '';
    start -= before.length === AROUND ? before.length - (before.indexOf(' ') + 1) : before.length;
    end += after.length === AROUND ? Math.max(0, after.lastIndexOf(' ')) : after.length;
  }
  for (const secret of secrets) {
    if (secret.start >= end) break;
    if (secret.end > start && secret.start < start) start = secret.start;
    if (secret.start < end && secret.end > end) end = secret.end;
  }
  return { ...found, start, end, quote: masked(text, secrets, start, end) };
}

function evidenceFor(chosen: Chosen, matches: readonly Quoted[]): Evidence[] {
  return matches
    .filter(
      ({ signature }) =>
        says(signature.kind, chosen.kind) ||
        says(signature.provider, chosen.provider) ||
        says(signature.tool, chosen.tool),
    )
    .sort((a, b) => rank(b, chosen) - rank(a, chosen))
    .map(({ signature, quote, start, end }) => ({ signature: signature.id, quote, start, end }));
}

function says(said: string | null, chosen: string | null): boolean {
  return said !== null && said === chosen;
}

function rank({ signature }: Match, chosen: Chosen): number {
  return (says(signature.kind, chosen.kind) ? 100 : 0) + WEIGHTS.strength[signature.strength];
}

/** The status that belongs to the diagnosis: one that its evidence asks for, else the first one that is named as such. */
function statusOf(
  reading: Reading,
  matches: readonly Match[],
  kind: string | null,
  catalogue: Catalogue,
): number | null {
  const asked = new Set(
    matches
      .filter(({ signature }) => says(signature.kind, kind))
      .flatMap(({ signature }) => [...signature.all, ...signature.any]),
  );
  const byEvidence = reading.statuses.find(({ status }) => asked.has(catalogue.named.get(`status:${status}`) ?? -1));
  return (byEvidence ?? reading.statuses.find(({ named: isNamed }) => isNamed) ?? reading.statuses[0])?.status ?? null;
}

/** Ids stand at both ends of a log; the middle of one of megabytes is not searched. */
const SEARCHED = 20_000;
const REQUEST_ID =
  /(?:request[ _-]?id|requestid|req[ _-]id)\\*["']?\s{0,2}[:=]?\s{0,2}\\*["']?([A-Za-z0-9][A-Za-z0-9_-]{7,79})|\b(req_[A-Za-z0-9]{8,64})\b/i;

function requestIdOf(text: string): string | null {
  const found = REQUEST_ID.exec(text.length > 2 * SEARCHED ? text.slice(0, SEARCHED) + text.slice(-SEARCHED) : text);
  return found?.[1] ?? found?.[2] ?? null;
}

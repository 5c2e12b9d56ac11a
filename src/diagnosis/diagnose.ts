import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import { decide } from '#diagnosis/judge/decide.ts';
import { BY_WORDS, evidenceFor, type Quoted, quotedMatch, requestIdOf, statusOf } from '#diagnosis/judge/evidence.ts';
import learnedNumbers from '#diagnosis/judge/learned.json' with { type: 'json' };
import { type Features, featuresOf, type Learned } from '#diagnosis/judge/learned.ts';
import textModel from '#diagnosis/judge/text-model.json' with { type: 'json' };
import { openTextModel, type TextModel, tellingWords } from '#diagnosis/judge/text-model.ts';
import { WEIGHTS, type Weighed, weigh } from '#diagnosis/judge/weigh.ts';
import type { Words } from '#diagnosis/judge/word-features.ts';
import { readWordOpinion, type WordOpinion } from '#diagnosis/judge/word-opinion.ts';
import { readCircumstances } from '#diagnosis/read/circumstances.ts';
import { isComparedOnly } from '#diagnosis/read/compared-only.ts';
import { hostOwner } from '#diagnosis/read/facts.ts';
import { type Match, match } from '#diagnosis/read/match.ts';
import { readNames } from '#diagnosis/read/read-names.ts';
import { type Reading, readPaste } from '#diagnosis/read/read-paste.ts';
import { masked, secretSpans } from '#diagnosis/text/mask.ts';
import type { Diagnosis, Evidence } from './types.ts';

/** All that is learned from labelled pastes. */
export interface Trained {
  readonly learned: Learned;
  readonly words: TextModel;
}

let opened: Trained | undefined;

/** What is committed; opened when it is first asked for, so that a program of another version can train it anew. */
function committed(): Trained {
  opened ??= { learned: learnedNumbers, words: openTextModel(textModel) };
  return opened;
}

/** A diagnosis with all that it was made from, for knowledge authors. */
export interface Explained {
  readonly diagnosis: Diagnosis;
  readonly matches: readonly Quoted[];
  readonly weighed: Weighed;
  /** What speaking and confidence were computed from. */
  readonly words: Words;
  /** What sentences say of which thing, by name. */
  readonly said: ReadonlySet<string>;
  readonly opinion: WordOpinion;
  readonly features: Features;
}

/**
 * Says what failed, at whose API and in which tool.
 *
 * @param text the paste as given; any string, also with lone surrogates
 * @param catalogue the compiled knowledge
 */
export function diagnose(text: string, catalogue: Catalogue, trained: Trained = committed()): Diagnosis {
  return explain(text, catalogue, trained).diagnosis;
}

/** As {@link diagnose}, with every signature that fired and what it was weighed against. */
export function explain(text: string, catalogue: Catalogue, trained: Trained = committed()): Explained {
  const steps = explainInSteps(text, catalogue, trained);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As {@link explain}, but yields every few milliseconds of work, for callers that must not stall on a log of megabytes. */
export function* explainInSteps(
  text: string,
  catalogue: Catalogue,
  trained: Trained = committed(),
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
  const opinion = readWordOpinion(trained.words, reading.words, (label) => catalogue.knowledge.failures.has(label));
  const weighed = weigh(matches, opinion, WEIGHTS, comparedOnly(matches, text));
  const quoted = matches.map((found) => quotedMatch(found, text, reading.secrets));
  const answered = reading.statuses.length > 0;
  const features = featuresOf(weighed, opinion, {
    facts,
    needsContext: catalogue.knowledge.failures.get(weighed.ranked[0]?.id ?? '')?.needs_context === true,
    trace: { said: reading.said, answered, text },
  });
  const shown = masked(text, reading.secrets);
  const clues = { names: readNames(shown), facts, answered, hosts: reading.hosts };
  const chosen = decide(weighed, { opinion, features, clues }, trained.learned, catalogue);
  const about = [
    ...facts,
    ...readCircumstances(shown),
    ...(mismatch === null && isAtOwnHost(chosen, reading.hosts, catalogue) ? [OWN_HOST] : []),
  ];
  const diagnosis: Diagnosis = {
    ...chosen,
    keyOf: keyOwner(reading, catalogue),
    status: statusOf(reading, matches, chosen.kind, catalogue),
    requestId: requestIdOf(shown),
    // Why this kind comes before whose API and which tool.
    evidence: [...wordsFor(chosen.kind, weighed, { text, reading, trained }), ...evidenceFor(chosen, quoted)],
    secrets: secretSpans(reading.secrets),
    masked: shown,
    facts: about,
  };
  return { diagnosis, matches: quoted, words: reading.words, said: reading.said, opinion, weighed, features };
}

/** Tools that are mentioned for comparison only. */
function comparedOnly(matches: readonly Match[], text: string): ReadonlySet<Match> {
  return new Set(
    matches.filter(({ signature, start, end }) => signature.tool !== null && isComparedOnly(text, start, end)),
  );
}

/** Where no signature speaks for the kind: the words that do. */
function wordsFor(
  kind: string | null,
  weighed: Weighed,
  { text, reading, trained }: { readonly text: string; readonly reading: Reading; readonly trained: Trained },
): Evidence[] {
  if (kind === null || weighed.kinds.some(({ id }) => id === kind)) return [];
  const { head, secrets } = reading;
  const found = tellingWords(trained.words, kind, head.text);
  if (found === null) return [];
  const start = head.map[found[0]] as number;
  const end = (head.map[found[1] - 1] as number) + 1;
  return [{ signature: BY_WORDS, quote: masked(text, secrets, start, end), start, end }];
}

const FOREIGN_DOOR = 'key-host-mismatch';
/** The text shows an address of the provider that refused: the request did go there. */
const OWN_HOST = 'at-own-host';

function isAtOwnHost(
  { provider, refusedBy }: Pick<Diagnosis, 'provider' | 'refusedBy'>,
  hosts: readonly string[],
  catalogue: Catalogue,
): boolean {
  if (provider === null) return false;
  // A provider without a file was named by the host that was read.
  if (!catalogue.knowledge.providers.has(provider)) return (refusedBy?.host ?? null) !== null;
  return hosts.some((host) => hostOwner(host, catalogue) === provider);
}

/** Whose keys the text shows, those that are there in full first. */
function keyOwners({
  secrets,
  maskedKeys,
}: Reading): readonly { readonly owner: string; readonly start: number; readonly end: number }[] {
  const whole = secrets.flatMap(({ provider, proved, start, end }) =>
    provider === null || !proved ? [] : [{ owner: provider, start, end }],
  );
  const shortened = maskedKeys
    .filter(({ distinct }) => distinct)
    .map(({ form, start, end }) => ({ owner: form.slice(0, form.indexOf('/')), start, end }));
  return [...whole, ...shortened];
}

/** The one provider whose key a text shows; null where there is none or more than one. */
function keyOwner(reading: Reading, { knowledge }: Catalogue): string | null {
  const owners = new Set(keyOwners(reading).map(({ owner }) => owner));
  const [owner] = owners;
  return owner !== undefined && owners.size === 1 && knowledge.providers.has(owner) ? owner : null;
}

/** A key of one provider where another one answered: the text alone proves the cause. */
function keyAtForeignDoor(
  reading: Reading,
  matches: readonly Match[],
  catalogue: Catalogue,
): { readonly start: number; readonly end: number } | null {
  const keys = keyOwners(reading);
  if (keys.length === 0) return null;
  const doors = new Set(reading.hosts.flatMap((host) => hostOwner(host, catalogue) ?? []));
  for (const { signature } of matches) {
    if (signature.provider !== null && signature.kind !== null && signature.providerStrength !== 'hint')
      doors.add(signature.provider);
  }
  if (doors.size === 0 || keys.some(({ owner }) => doors.has(owner))) return null;
  return keys[0] ?? null;
}

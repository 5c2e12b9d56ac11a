import type { Knowledge, Provider, Signature, Step, Tool } from '#knowledge/types.ts';

/** One piece of advice that says whether its sources were opened. */
export interface Advice {
  /** Such as "providers/unbound.yaml". */
  readonly file: string;
  /** Such as "step unbound-base-url", "probe" or "file". */
  readonly what: string;
  /** The day on which the sources were opened; null where nobody has. */
  readonly verified: string | null;
  readonly sources: readonly string[];
}

/** A web address of the knowledge and the files that name it. */
export interface KnownLink {
  readonly url: string;
  readonly files: readonly string[];
}

type Dated = Pick<Step, 'last_verified' | 'source'>;

/** Every piece of advice, file by file. */
export function adviceOf(knowledge: Knowledge): readonly Advice[] {
  const found: Advice[] = [];
  const add = (file: string, what: string, { last_verified, source }: Dated) =>
    found.push({ file, what, verified: last_verified ?? null, sources: source });
  for (const { id, steps } of knowledge.failures.values())
    for (const step of steps) add(`failures/${id}.yaml`, `step ${step.id}`, step);
  for (const [folder, entry] of entriesOf(knowledge)) {
    const file = `${folder}/${entry.id}.yaml`;
    add(file, 'file', entry);
    if ('probe' in entry && entry.probe !== undefined && 'request' in entry.probe) add(file, 'probe', entry.probe);
    for (const step of entry.steps) add(file, `step ${step.id}`, step);
  }
  return found;
}

/**
 * Every web address that the knowledge names, each once.
 *
 * @param ids of the failures, providers and tools to look into; empty for all
 */
export function linksOf(knowledge: Knowledge, ids: readonly string[] = []): readonly KnownLink[] {
  const files = new Map<string, Set<string>>();
  const add = (file: string, texts: readonly (string | undefined)[]) => {
    for (const text of texts)
      for (const [url] of (text ?? '').matchAll(ADDRESS)) files.set(url, (files.get(url) ?? new Set()).add(file));
  };
  const wanted = (id: string) => ids.length === 0 || ids.includes(id);
  for (const { id, signatures, steps } of knowledge.failures.values())
    if (wanted(id)) add(`failures/${id}.yaml`, [...signatureSources(signatures), ...stepTexts(steps)]);
  for (const [folder, entry] of entriesOf(knowledge))
    if (wanted(entry.id)) add(`${folder}/${entry.id}.yaml`, textsOf(entry));
  return [...files].map(([url, named]) => ({ url, files: [...named] }));
}

/** Addresses with a placeholder in them lead nowhere. */
const ADDRESS = /https?:\/\/[^\s()"'<>{}]+(?![^\s]*[{}])/g;

function entriesOf(knowledge: Knowledge): readonly (readonly [string, Provider | Tool])[] {
  return [
    ...[...knowledge.providers.values()].map((entry) => ['providers', entry] as const),
    ...[...knowledge.tools.values()].map((entry) => ['tools', entry] as const),
  ];
}

function textsOf(entry: Provider | Tool): readonly (string | undefined)[] {
  return [
    ...entry.source,
    ...(entry.ended?.source ?? []),
    ...signatureSources([...entry.recognise, ...entry.signatures]),
    ...stepTexts(entry.steps),
    ...('hosts' in entry ? providerTexts(entry) : []),
  ];
}

function providerTexts({ dashboard, status_page: status, docs, keys, probe }: Provider) {
  const rows = probe === undefined || !('request' in probe) ? [] : [...probe.answers, ...(probe.second_answers ?? [])];
  const asked = probe === undefined ? [] : 'request' in probe ? probe.source : probe.not_probeable.source;
  return [dashboard, status, docs, ...asked, ...[...keys, ...rows].flatMap(({ source }) => source)];
}

function signatureSources(signatures: readonly Pick<Signature, 'source'>[]): readonly string[] {
  return signatures.flatMap(({ source }) => source);
}

function stepTexts(steps: readonly Pick<Step, 'source' | 'link'>[]): readonly (string | undefined)[] {
  return steps.flatMap(({ source, link }) => [...source, link]);
}

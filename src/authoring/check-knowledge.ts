import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import { unknownVariables } from '#diagnosis/checklist.ts';
import { explain } from '#diagnosis/diagnose.ts';
import type { Diagnosis } from '#diagnosis/types.ts';
import type { Failure, Knowledge, Negative, Provider, Signature, Step, Tool } from '#knowledge/types.ts';

/** A mistake in the knowledge: in which file and field, and what was expected and found. */
export interface KnowledgeFault {
  readonly part: 'failures' | 'providers' | 'tools' | 'negatives' | 'lexicon' | 'secrets';
  readonly id: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What was looked at. */
export interface KnowledgeReport {
  readonly faults: readonly KnowledgeFault[];
  readonly signatures: number;
  readonly examples: number;
  readonly counterExamples: number;
}

interface Expected {
  readonly kind?: string | null | undefined;
  readonly provider?: string | null | undefined;
  readonly tool?: string | null | undefined;
}

type Entry = {
  readonly part: KnowledgeFault['part'];
  readonly id: string;
  readonly signatures: readonly Listed[];
  readonly steps: readonly ListedStep[];
  readonly verdicts: readonly (Failure['verdicts'][number] & { readonly for?: readonly string[] | undefined })[];
};
type Listed = {
  readonly path: readonly (string | number)[];
  readonly signature: AnySignature;
  readonly says: Expected | 'silent';
};
type AnySignature = Pick<Signature, 'id' | 'examples' | 'counter_examples'>;
type ListedStep = {
  readonly path: readonly (string | number)[];
  readonly step: Step & { readonly for?: readonly string[] | undefined };
};

/**
 * Runs the whole catalogue on every example and counterexample, and checks what the schema cannot: names of kinds,
 * providers, tools and variables.
 */
export function checkKnowledge(knowledge: Knowledge, catalogue: Catalogue): KnowledgeReport {
  const entries = entriesOf(knowledge);
  const faults: KnowledgeFault[] = [];
  let signatures = 0;
  let examples = 0;
  let counterExamples = 0;
  for (const entry of entries) {
    const report = (path: readonly (string | number)[], message: string) =>
      faults.push({ part: entry.part, id: entry.id, path, message });
    const ids = new Set<string>();
    for (const listed of entry.signatures) {
      signatures += 1;
      examples += listed.signature.examples.length;
      counterExamples += listed.signature.counter_examples.length;
      if (ids.has(listed.signature.id))
        report([...listed.path, 'id'], `"${listed.signature.id}" appears twice in this file`);
      ids.add(listed.signature.id);
      checkSignature(entry.id, listed, catalogue, report);
    }
    for (const listed of entry.steps) checkStep(listed, knowledge, report);
    checkVerdicts(entry.verdicts, knowledge, report);
  }
  return { faults, signatures, examples, counterExamples };
}

type Report = (path: readonly (string | number)[], message: string) => void;

function checkSignature(owner: string, { path, signature, says }: Listed, catalogue: Catalogue, report: Report): void {
  const id = `${owner}/${signature.id}`;
  for (const [index, example] of signature.examples.entries()) {
    const { diagnosis, matches } = explain(example.paste, catalogue);
    const expected = says === 'silent' ? says : { ...says, ...example.expect };
    const fires = matches.some((match) => match.signature.id === id);
    const wrong = fires ? difference(expected, diagnosis) : 'the signature itself does not fire';
    if (wrong !== null) report([...path, 'examples', index], `${id} · example ${example.name ?? index + 1}: ${wrong}`);
  }
  for (const [index, example] of signature.counter_examples.entries()) {
    const wrong = difference(example.expect, explain(example.paste, catalogue).diagnosis);
    if (wrong !== null)
      report([...path, 'counter_examples', index], `${id} · counter example (${example.why}): ${wrong}`);
  }
}

/** What differs from what an example expects, and the evidence that led there; null where nothing does. */
function difference(expected: Expected | 'silent', found: Diagnosis): string | null {
  const by = `by ${found.evidence[0]?.signature ?? 'nothing'}`;
  if (expected === 'silent') return found.speak ? `expected silence, found ${found.kind} ${by}` : null;
  for (const field of ['kind', 'provider', 'tool'] as const) {
    if (expected[field] !== undefined && expected[field] !== found[field]) {
      return `expected ${field} ${expected[field] ?? 'unknown'}, found ${found[field] ?? 'unknown'} ${by}`;
    }
  }
  return null;
}

/** Words at the beginning of a sentence that mean nothing to somebody who has read no other sentence. */
const DANGLING =
  /^(?:(?:it|they|these|those|that|this)\b|(?:look at|look for|look in|open|find|list|ask for|compare|copy|check|search) (?:it|its|them|their)\b)/i;

function checkStep({ path, step }: ListedStep, knowledge: Knowledge, report: Report): void {
  const { provider = [], not_provider = [], tool = [], not_tool = [] } = step.when ?? {};
  const missing = (ids: readonly string[], known: ReadonlyMap<string, unknown>, field: string, what: string) => {
    for (const id of ids.filter((one) => !known.has(one))) report([...path, field], `"${id}" is no ${what}`);
  };
  missing(step.for ?? [], knowledge.failures, 'for', 'failure kind');
  missing([...provider, ...not_provider], knowledge.providers, 'when', 'provider');
  missing([...tool, ...not_tool], knowledge.tools, 'when', 'tool');
  if (typeof step.commands === 'string' && knowledge.defaults.commands[step.commands] === undefined) {
    report([...path, 'commands'], `"${step.commands}" is not a command in defaults.yaml`);
  }
  for (const field of ['first', 'check'] as const)
    if (DANGLING.test(step[field] ?? ''))
      report(
        [...path, field],
        'begins with a word that points at another text: the first message shows this sentence alone',
      );
  for (const [field, text] of Object.entries(textsOf(step))) {
    for (const name of unknownVariables(text, knowledge))
      report([...path, field], `{${name}} is no variable; see docs/knowledge.md`);
  }
}

function checkVerdicts(verdicts: Entry['verdicts'], knowledge: Knowledge, report: Report): void {
  for (const [index, verdict] of verdicts.entries()) {
    for (const kind of verdict.for ?? [])
      if (!knowledge.failures.has(kind)) report(['verdicts', index, 'for'], `"${kind}" is no failure kind`);
    for (const name of unknownVariables(verdict.says, knowledge))
      report(['verdicts', index, 'says'], `{${name}} is no variable; see docs/knowledge.md`);
    const isLast = verdict.for === undefined && index === verdicts.length - 1;
    if (isLast && verdict.when !== undefined)
      report(['verdicts', index, 'when'], 'the last verdict is said where no other holds, so it has no condition');
    if (!isLast && verdict.for === undefined && verdict.when === undefined)
      report(['verdicts', index], 'no verdict after this one is ever said: give it a condition');
  }
}

function textsOf(step: Step): Record<string, string> {
  const { goal, first = '', check, good, bad, fix, link = '' } = step;
  const commands = typeof step.commands === 'object' ? Object.values(step.commands).join('\n') : '';
  return { goal, first, check, good, bad, fix, link, commands };
}

function entriesOf(knowledge: Knowledge): readonly Entry[] {
  const steps = (list: readonly Step[]): ListedStep[] => list.map((step, index) => ({ path: ['steps', index], step }));
  const signatures = (list: readonly Signature[]): Listed[] =>
    list.map((signature, index) => ({ path: ['signatures', index], signature, says: signature.says }));
  const recognise = (entry: Provider | Tool, role: 'provider' | 'tool'): Listed[] =>
    entry.recognise.map((signature, index) => ({ path: ['recognise', index], signature, says: { [role]: entry.id } }));
  const silent = (entry: Negative): Listed[] =>
    entry.signatures.map((signature, index) => ({ path: ['signatures', index], signature, says: 'silent' }));
  return [
    ...[...knowledge.failures.values()].map(
      (one): Entry => ({
        part: 'failures',
        id: one.id,
        signatures: signatures(one.signatures),
        steps: steps(one.steps),
        verdicts: one.verdicts,
      }),
    ),
    ...[...knowledge.providers.values()].map(
      (one): Entry => ({
        part: 'providers',
        id: one.id,
        signatures: [...signatures(one.signatures), ...recognise(one, 'provider')],
        steps: steps(one.steps),
        verdicts: one.verdicts,
      }),
    ),
    ...[...knowledge.tools.values()].map(
      (one): Entry => ({
        part: 'tools',
        id: one.id,
        signatures: [...signatures(one.signatures), ...recognise(one, 'tool')],
        steps: steps(one.steps),
        verdicts: one.verdicts,
      }),
    ),
    ...[...knowledge.negatives.values()].map(
      (one): Entry => ({ part: 'negatives', id: one.id, signatures: silent(one), steps: [], verdicts: [] }),
    ),
  ];
}

import type { Diagnosis } from '#diagnosis/types.ts';
import type { Knowledge } from '#knowledge/types.ts';

/** A labelled paste. */
export interface Labelled {
  readonly id: string;
  readonly text: string;
  readonly kind: string;
  readonly provider: string;
  readonly tool: string;
  readonly http_status: number | null;
  readonly source: string;
  readonly alt_kinds: readonly string[];
  readonly lang?: string;
}

/** A labelled paste with what the matcher said of it. */
export interface Scored {
  readonly record: Labelled;
  readonly diagnosis: Diagnosis;
}

/** The figures; shares are between 0 and 1. */
export interface AccuracyReport {
  readonly pastes: number;
  readonly failures: number;
  readonly kind_strict: number;
  readonly kind_with_alternatives: number;
  readonly kind_top_2: number;
  readonly kind_mean_over_kinds: number;
  /** Of the failures whose label names one. */
  readonly provider_found: number;
  /** Of those whose label names one that there is a file for. */
  readonly provider_found_known: number;
  readonly provider_wrong: number;
  /** Named one that there is a file for, and it was another or none. */
  readonly provider_wrong_known: number;
  readonly tool_found: number;
  readonly tool_found_known: number;
  readonly tool_wrong: number;
  /** Named one that there is a file for, and it was another or none. */
  readonly tool_wrong_known: number;
  readonly speaks_on_failures: number;
  readonly speaks_on_negatives: number;
  readonly status_right: number;
  readonly calibration_error: number;
  readonly confusions: readonly string[];
}

/**
 * Reads a labelled file.
 *
 * @throws Error naming the line that is no record
 */
export function parseCorpus(text: string): Labelled[] {
  return text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => {
      const record = JSON.parse(line) as Partial<Labelled>;
      if (typeof record.text !== 'string' || typeof record.kind !== 'string')
        throw new Error(`line ${number}: needs text and kind`);
      return {
        id: `line ${number}`,
        provider: 'unknown',
        tool: 'unknown',
        http_status: null,
        source: '',
        alt_kinds: [],
        ...record,
      } as Labelled;
    });
}

/** Measures answers against their labels; a label that is no failure kind is a negative. */
export function score(scored: readonly Scored[], knowledge: Knowledge): AccuracyReport {
  const failures = scored.filter(({ record }) => !knowledge.negatives.has(record.kind));
  const negatives = scored.filter(({ record }) => knowledge.negatives.has(record.kind));
  const right = ({ record, diagnosis }: Scored) => accepted(record).includes(diagnosis.kind ?? '');
  const named = (field: 'provider' | 'tool', known: ReadonlyMap<string, unknown>) => {
    const isRight = ({ record, diagnosis }: Scored) => isSameName(record[field], diagnosis[field]);
    const labelled = failures.filter(({ record }) => record[field] !== 'unknown');
    const wrong = failures.filter((one) => one.diagnosis[field] !== null && !isRight(one));
    const wrongKnown = wrong.filter(({ diagnosis }) => known.has(diagnosis[field] ?? ''));
    return {
      found: share(labelled, isRight),
      known: share(
        labelled.filter(({ record }) => known.has(nameOf(record[field]))),
        isRight,
      ),
      wrong: wrong.length / failures.length,
      wrongKnown: wrongKnown.length / failures.length,
    };
  };
  const provider = named('provider', knowledge.providers);
  const tool = named('tool', knowledge.tools);
  const withStatus = failures.filter(({ record }) => record.http_status !== null);
  return {
    pastes: scored.length,
    failures: failures.length,
    kind_strict: share(failures, ({ record, diagnosis }) => diagnosis.kind === record.kind),
    kind_with_alternatives: share(failures, right),
    kind_top_2: share(failures, ({ record, diagnosis }) =>
      [diagnosis.kind, diagnosis.alternatives[0]?.kind].some((kind) => accepted(record).includes(kind ?? '')),
    ),
    kind_mean_over_kinds: meanOverKinds(failures, right),
    provider_found: provider.found,
    provider_found_known: provider.known,
    provider_wrong: provider.wrong,
    provider_wrong_known: provider.wrongKnown,
    tool_found: tool.found,
    tool_found_known: tool.known,
    tool_wrong: tool.wrong,
    tool_wrong_known: tool.wrongKnown,
    speaks_on_failures: share(failures, ({ diagnosis }) => diagnosis.speak),
    speaks_on_negatives: share(negatives, ({ diagnosis }) => diagnosis.speak),
    status_right: share(withStatus, ({ record, diagnosis }) => diagnosis.status === record.http_status),
    calibration_error: calibrationError(
      failures.map((one) => ({ confidence: one.diagnosis.confidence, right: right(one) })),
    ),
    confusions: confusions(failures.filter((one) => !right(one))),
  };
}

/** `other:acme` names what the labels had no id for. */
export function nameOf(label: string): string {
  return label.replace(/^other:/, '');
}

/** Is what was named what the label says? `data-go-kr` and `data.go.kr` are the same name. */
export function isSameName(label: string, found: string | null): boolean {
  return found !== null && lettersOf(nameOf(label)) === lettersOf(found);
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** The kinds that count as right for a record. */
export function accepted(record: Labelled): readonly string[] {
  return [record.kind, ...record.alt_kinds];
}

function share<T>(list: readonly T[], holds: (one: T) => boolean): number {
  return list.length === 0 ? 1 : list.filter(holds).length / list.length;
}

function meanOverKinds(failures: readonly Scored[], right: (one: Scored) => boolean): number {
  const kinds = Map.groupBy(failures, ({ record }) => record.kind);
  const shares = [...kinds.values()].map((list) => share(list, right));
  return shares.reduce((sum, one) => sum + one, 0) / Math.max(1, shares.length);
}

/** Expected calibration error over ten bins: how far confidence and the share of right answers lie apart. */
function calibrationError(answers: readonly { readonly confidence: number; readonly right: boolean }[]): number {
  const bins = Map.groupBy(answers, ({ confidence }) => Math.min(9, Math.floor(confidence * 10)));
  let error = 0;
  for (const bin of bins.values()) {
    const mean = bin.reduce((sum, { confidence }) => sum + confidence, 0) / bin.length;
    error += (bin.length / answers.length) * Math.abs(mean - share(bin, ({ right }) => right));
  }
  return error;
}

function confusions(misses: readonly Scored[]): string[] {
  const counts = new Map<string, string[]>();
  for (const { record, diagnosis } of misses) {
    const pair = `${record.kind} taken for ${diagnosis.kind ?? 'nothing'}`;
    counts.set(pair, [...(counts.get(pair) ?? []), record.id]);
  }
  return [...counts]
    .sort((a, b) => b[1].length - a[1].length)
    .slice(0, 10)
    .map(([pair, ids]) => `${ids.length} × ${pair} (${ids.slice(0, 5).join(', ')})`);
}

import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import { explain, type Trained } from '#diagnosis/diagnose.ts';
import type { TextModel } from '#diagnosis/judge/text-model.ts';
import { accepted, type Labelled } from './accuracy.ts';
import { learn, type Sample } from './learn.ts';
import { type LabelledWords, trainTextModel } from './train-text-model.ts';

/** Into how many parts the texts are split so that what is learned second never sees a model that was trained on them. */
const PARTS = 5;

/** What a text that somebody pasted counts of one that was written for training. */
const PASTED = 4;

/** Is told of each step that is done. */
type Tell = (line: string) => void;

/**
 * Learns everything that is learned: first what words tell, then when to speak and how sure to be. What words tell of a
 * text is, for the second, asked of a model that was not trained on it, as it will be in use. Texts without a source were
 * written for the first; of how often people report failures and how they say little, so they count little for the second.
 */
export function train(records: readonly Labelled[], catalogue: Catalogue, tell: Tell = () => {}): Trained {
  const labels = [...catalogue.knowledge.failures.keys(), ...catalogue.knowledge.negatives.keys()];
  const untrained = { ...UNTRAINED, words: trainTextModel([], labels) };
  const texts = records.map((record) => wordsOf(record, catalogue, untrained));
  const partOf = partition(records, PARTS);
  const isPasted = pastedAmong(records);
  const samples: Sample[] = [];
  for (let part = 0; part < PARTS; part += 1) {
    const others = texts.filter((_, index) => partOf[index] !== part);
    const words = trainTextModel(others, labels);
    for (const [index, record] of records.entries())
      if (partOf[index] === part)
        samples.push({ ...sampleOf(record, words, catalogue), pasted: isPasted(record), part });
    tell(`step ${part + 1} of ${PARTS + 1}: words, without a ${PARTS}th of the texts`);
  }
  const learned = learn(samples);
  const words = trainTextModel(texts, labels);
  tell(`step ${PARTS + 1} of ${PARTS + 1}: words of all ${records.length} texts`);
  return { learned, words };
}

/** Where nothing was pasted, what there is stands for it. */
function pastedAmong(records: readonly Labelled[]): (record: Labelled) => boolean {
  const isPasted = ({ source }: Labelled) => source !== '';
  return records.some(isPasted) ? isPasted : () => true;
}

/**
 * Says in which part each record belongs: all of one repository in the same one, records without a source by turns.
 *
 * @returns for each record a number from 0 to `parts` - 1
 */
export function partition(records: readonly Labelled[], parts: number): readonly number[] {
  const repositories = [...new Set(records.map(repositoryOf))].sort();
  const partOf = new Map(repositories.map((repository, index) => [repository, index % parts]));
  return records.map((record, index) =>
    record.source === '' ? index % parts : (partOf.get(repositoryOf(record)) as number),
  );
}

/** The repository that a record goes back to; empty where it has no source. */
export function repositoryOf({ source }: Labelled): string {
  return source.split('/').slice(3, 5).join('/');
}

function wordsOf(record: Labelled, catalogue: Catalogue, untrained: Trained): LabelledWords {
  const { text, kind, alt_kinds, source } = record;
  return {
    words: explain(text, catalogue, untrained).words,
    label: kind,
    also: alt_kinds,
    weight: source === '' ? 1 : PASTED,
  };
}

function sampleOf(record: Labelled, words: TextModel, catalogue: Catalogue): Omit<Sample, 'pasted' | 'part'> {
  const { diagnosis, features } = explain(record.text, catalogue, { ...UNTRAINED, words });
  return {
    features,
    failure: !catalogue.knowledge.negatives.has(record.kind),
    right: accepted(record).includes(diagnosis.kind ?? ''),
  };
}

const NOTHING = { bias: 0, weights: {} };
const UNTRAINED = { learned: { speak: NOTHING, speakFrom: 1, confidence: NOTHING } };

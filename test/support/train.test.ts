import { expect, test } from 'vitest';
import type { Labelled } from '#authoring/accuracy.ts';
import { partition, train } from '#authoring/train.ts';
import { trainTextModel } from '#authoring/train-text-model.ts';
import { explain } from '#diagnosis/diagnose.ts';
import { openTextModel, sharesOf, storedTextModel, tellingWords } from '#diagnosis/judge/text-model.ts';
import { readWords } from '#diagnosis/judge/word-features.ts';
import { normalise } from '#diagnosis/text/normalise.ts';
import { realCatalogue } from '#test/catalogue.ts';

const LABELS = ['fruit', 'tool'];
const TEXTS = [
  ['the apple is ripe and sweet', 'fruit'],
  ['a sweet pear, and plums', 'fruit'],
  ['two ripe plums', 'fruit'],
  ['the hammer fell on the saw', 'tool'],
  ['a rusty saw and a drill', 'tool'],
  ['this drill is as loud as a hammer', 'tool'],
  ['an apple, a pear', 'fruit'],
] as const;

/** What fewer than three texts have teaches nothing. */
const OFTEN = [...TEXTS, ...TEXTS, ...TEXTS];

const wordsOf = (text: string) => readWords([normalise(text).text]);
const model = trainTextModel(
  OFTEN.map(([text, label]) => ({ words: wordsOf(text), label, also: [] })),
  LABELS,
);

test('a trained model tells texts apart that it has not seen', () => {
  expect(sharesOf(model, wordsOf('sweet apple'))[0]).toBeGreaterThan(0.6);
  expect(sharesOf(model, wordsOf('a loud hammer'))[1]).toBeGreaterThan(0.6);
});

test('the shares add up to one, also for a text without words', () => {
  for (const text of ['', '…', 'a loud hammer'])
    expect(sharesOf(model, wordsOf(text)).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
});

test('the same texts give the same numbers', () => {
  const again = trainTextModel(
    OFTEN.map(([text, label]) => ({ words: wordsOf(text), label, also: [] })),
    LABELS,
  );
  expect(storedTextModel(again)).toEqual(storedTextModel(model));
});

test('what is stored is what is read', () => {
  expect(openTextModel(JSON.parse(JSON.stringify(storedTextModel(model))))).toEqual(model);
});

test('a file that does not fit is refused, with what to do', () => {
  expect(() => openTextModel({ ...storedTextModel(model), labels: ['fruit'] })).toThrow('npm run train');
});

test('the words that tell are pointed at', () => {
  const text = 'yesterday on the long way home i found a sweet ripe apple there';
  const [start, end] = tellingWords(model, 'fruit', text) as readonly [number, number];
  expect(text.slice(start, end)).toMatch(/sweet|ripe|apple/);
  expect(tellingWords(model, 'fruit', '')).toBeNull();
});

const record = (text: string, kind: string, source: string): Labelled => ({
  id: text,
  text,
  kind,
  source,
  provider: 'unknown',
  tool: 'unknown',
  http_status: null,
  alt_kinds: [],
});

test('records of one repository are never split', () => {
  const records = ['a/x/issues/1', 'b/y/issues/1', 'a/x/issues/2', 'c/z/issues/3', 'b/y/pull/9'].map((path) =>
    record(path, 'key_invalid', `https://github.com/${path}`),
  );
  const [a, b, again, , other] = partition(records, 2);
  expect(again).toBe(a);
  expect(other).toBe(b);
  expect(new Set(partition(records, 2)).size).toBe(2);
});

test('what is learned speaks on failures and is silent on talk, and is no copy of its inputs', () => {
  const catalogue = realCatalogue();
  const names = ['alder', 'birch', 'cedar', 'elm', 'fir', 'hazel', 'larch', 'maple', 'oak', 'pine'];
  const trained = train(
    names.flatMap((name) => [
      record(`my ${name} app gets 401 Incorrect API key provided since today`, 'key_invalid', ''),
      record(`shall we meet at the ${name} for lunch, or have you plans already`, 'not_an_error', ''),
    ]),
    catalogue,
  );
  const asked = (text: string) => explain(text, catalogue, trained).diagnosis;
  expect(asked('our willow service gets 401 Incorrect API key provided').speak).toBe(true);
  expect(asked('shall we meet for lunch at the willow').speak).toBe(false);
});

test('of a few words nothing is guessed', () => {
  const catalogue = realCatalogue();
  for (const text of [
    'hello',
    'it says nope',
    'my frobnicator says E_NOPE since noon',
    'sk-…(51 characters)',
    'thanks!',
  ])
    expect(explain(text, catalogue).diagnosis).toMatchObject({ kind: null, speak: false, confidence: 0 });
});

test('where words alone tell, they are quoted first, also where a tool is known', () => {
  const text =
    'in zed we moved to the new server yesterday and since then the api answers every request with forbidden, same key works from my laptop at home';
  const { diagnosis } = explain(text, realCatalogue());
  const [first] = diagnosis.evidence;
  expect({ kind: diagnosis.kind, signature: first?.signature }).toEqual({ kind: 'ip_restricted', signature: 'words' });
  expect(text.slice(first?.start, first?.end)).toBe(first?.quote);
});

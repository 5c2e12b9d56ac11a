import { expect, test } from 'vitest';
import type { Counted, KeptReply, Statistics } from '#store/types.ts';
import { statisticsReply } from '#support/views/desk/statistics.ts';
import { realCatalogue } from '#test/catalogue.ts';
import { faultsOfReply } from '#test/fakes/memory/strict.ts';

const { knowledge } = realCatalogue();
const MINUTE_MS = 60_000;
const NOTHING: Statistics = {
  pastes: 0,
  handed: 0,
  withdrawn: 0,
  kinds: [],
  providers: [],
  tools: [],
  steps: [],
  notThis: [],
  checks: [],
  causes: [],
  unrecognised: 0,
  answerMs: [],
};
const counted = (...names: readonly string[]): Counted[] =>
  names.map((name, at) => ({ names: [name], count: 20 - at }));
const shown = (statistics: Partial<Statistics>) =>
  statisticsReply('The week', { ...NOTHING, ...statistics }, knowledge);
/** The value of the field that stands at this place. */
const values = ({ fields = [] }: KeptReply) => fields.map(({ value }) => value);

test('where nothing was asked there is a sentence and no number', () => {
  const reply = shown({});
  expect(reply).toMatchObject({ title: 'The week', tone: 'neutral' });
  expect(reply.text).not.toBe('');
  expect(reply.text).not.toMatch(/\d/);
  expect(reply.fields).toBeUndefined();
});

test('each number is told, with its share of all', () => {
  const reply = shown({ pastes: 8, handed: 3, withdrawn: 1, unrecognised: 2 });
  expect(values(reply).slice(0, 3)).toEqual(['8', '4 (50%)', '3 (38%)']);
  expect(values(reply).some((value) => /^2\b.*\/cases unrecognised/.test(value))).toBe(true);
  expect(values(shown({ pastes: 1 })).slice(0, 3)).toEqual(['1', '1 (100%)', '0 (0%)']);
  expect(values(shown({ pastes: 1 })).some((value) => value.includes('/cases'))).toBe(false);
  expect(faultsOfReply(reply)).toEqual([]);
});

test('how long a human took: the median, the slowest of nine in ten, and of how many', () => {
  const minutes = (...list: readonly number[]) => list.map((one) => one * MINUTE_MS);
  const told = (answerMs: readonly number[]) => values(shown({ pastes: 1, answerMs }))[3] ?? '';
  expect(told(minutes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)).match(/\d+ \w+/g)).toEqual([
    '6 minutes',
    '10 minutes',
    '10 cases',
  ]);
  expect(told(minutes(1, 60)).match(/\d+ \w+/g)).toEqual(['1 hour', '1 hour', '2 cases']);
  expect(told(minutes(3)).match(/\d+ \w+/g)).toEqual(['3 minutes', '3 minutes', expect.stringMatching(/^1 cases?$/)]);
  expect(told([])).not.toMatch(/\d/);
});

test('providers, tools, kinds and steps are called by their names; what is not known by its id', () => {
  const [provider, tool] = ['openai', 'aider'];
  const [id = '', failure] = [...knowledge.failures].find(([, { steps }]) => steps.length > 0) ?? [];
  const [step] = failure?.steps ?? [];
  const reply = shown({
    pastes: 50,
    providers: counted(provider, 'acme'),
    tools: counted(tool),
    steps: counted(step?.id ?? '', 'gone-step'),
    notThis: counted('openai/quota'),
    checks: counted('works'),
    kinds: counted(id, 'gone_kind'),
  });
  expect(values(reply).slice(5)).toEqual([
    `20 × ${knowledge.providers.get(provider)?.name}\n19 × acme`,
    `20 × ${knowledge.tools.get(tool)?.name}`,
    `20 × ${step?.goal}\n19 × gone-step`,
    '20 × openai/quota',
    '20 × works',
  ]);
  expect(reply.chart?.bars).toEqual([
    { label: failure?.title, value: 20 },
    { label: 'gone_kind', value: 19 },
  ]);
  expect(reply.chart?.title).toContain('The week');
});

test('only causes that were other ones are told', () => {
  const causes = [
    { names: ['a', 'b'], count: 2 },
    { names: ['a', 'a'], count: 9 },
  ];
  expect(values(shown({ pastes: 1, causes })).at(-1)).toMatch(/^2 × a\b.*\bb$/);
  expect(values(shown({ pastes: 1, causes: causes.slice(1) })).some((value) => value.includes('×'))).toBe(false);
});

test.for([
  [5, null],
  [6, '1'],
  [8, '3'],
] as const)('of %i lines five are told, and how many more there are', ([count, more]) => {
  const names = Array.from({ length: count }, (_, at) => `p${at}`);
  const lines =
    values(shown({ pastes: 1, providers: counted(...names) }))
      .at(-1)
      ?.split('\n') ?? [];
  expect(lines.filter((line) => line.includes('×'))).toHaveLength(5);
  expect(lines[5]?.match(/\d+/)?.[0] ?? null).toBe(more);
});

test.for([10, 11, 13])('of %i kinds ten have a bar of their own, and the rest one together', (count) => {
  const kinds = Array.from({ length: count }, (_, at) => ({ names: [`k${at}`], count: 1 }));
  const bars = shown({ pastes: 1, kinds }).chart?.bars ?? [];
  expect(bars.slice(0, 10).map(({ label }) => label)).toEqual(kinds.slice(0, 10).map(({ names: [name] }) => name));
  expect(bars.slice(10).map(({ value }) => value)).toEqual(count === 10 ? [] : [count - 10]);
});

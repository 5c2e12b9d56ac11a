import type { Knowledge } from '#knowledge/types.ts';
import type { Chart, Counted, KeptReply, Statistics } from '#store/types.ts';
import { text } from '#support/texts/text.ts';
import { spanInWords } from '#support/views/moment.ts';

const MOST_LINES = 5;
const MOST_BARS = 10;

/** What the staff sees of a span of time: numbers as text, and the kinds as a picture. */
export function statisticsReply(title: string, statistics: Statistics, knowledge: Knowledge): KeptReply {
  const { pastes, handed, withdrawn, answerMs, unrecognised } = statistics;
  if (pastes === 0) return { tone: 'neutral', title, text: text('statistics.none') };
  const alone = pastes - handed - withdrawn;
  const fields = [
    { name: text('statistics.pastes'), value: `${pastes}` },
    { name: text('statistics.alone'), value: shareOf(alone, pastes) },
    { name: text('statistics.handed'), value: shareOf(handed, pastes) },
    { name: text('statistics.first_reply'), value: timesInWords(answerMs) },
    {
      name: text('statistics.unrecognized'),
      value:
        unrecognised === 0
          ? text('statistics.unrecognized_none')
          : text('statistics.unrecognized_count', { count: unrecognised }),
    },
    {
      name: text('statistics.providers'),
      value: lines(statistics.providers, ([id = '']) => knowledge.providers.get(id)?.name ?? id),
    },
    {
      name: text('statistics.tools'),
      value: lines(statistics.tools, ([id = '']) => knowledge.tools.get(id)?.name ?? id),
    },
    { name: text('statistics.steps'), value: lines(statistics.steps, ([id = '']) => stepName(id, knowledge)) },
    { name: text('statistics.not_this'), value: lines(statistics.notThis, ([signature = '']) => signature) },
    { name: text('statistics.checks'), value: lines(statistics.checks, ([verdict = '']) => verdict) },
    {
      name: text('statistics.causes'),
      value: lines(
        statistics.causes.filter(({ names: [before, cause] }) => before !== cause),
        ([before = '', cause = '']) => text('statistics.cause', { before, cause }),
      ),
    },
  ];
  return {
    tone: 'neutral',
    title,
    text: '',
    fields: fields.filter(({ value }) => value !== ''),
    chart: chartOf(text('statistics.chart', { title }), statistics.kinds, knowledge),
  };
}

/** The kinds as bars; the rest in one. */
function chartOf(title: string, kinds: readonly Counted[], knowledge: Knowledge): Chart {
  const bars = kinds.slice(0, MOST_BARS).map(({ names: [id = ''], count }) => ({
    label: knowledge.failures.get(id)?.title ?? id,
    value: count,
  }));
  const rest = kinds.slice(MOST_BARS).reduce((sum, { count }) => sum + count, 0);
  return { title, bars: rest === 0 ? bars : [...bars, { label: text('statistics.others'), value: rest }] };
}

function shareOf(count: number, all: number): string {
  return text('statistics.share', { count, percent: Math.round((100 * count) / all) });
}

function lines(counted: readonly Counted[], nameOf: (names: readonly string[]) => string): string {
  const shown = counted
    .slice(0, MOST_LINES)
    .map(({ names, count }) => text('statistics.line', { count, name: nameOf(names) }));
  const more = counted.length - shown.length;
  return [...shown, ...(more > 0 ? [text('statistics.more', { count: more })] : [])].join('\n');
}

function stepName(id: string, { failures, providers, tools }: Knowledge): string {
  for (const { steps } of [...failures.values(), ...providers.values(), ...tools.values()]) {
    const step = steps.find((one) => one.id === id);
    if (step !== undefined) return step.goal;
  }
  return id;
}

const NINE_TENTHS = 0.9;

function timesInWords(sorted: readonly number[]): string {
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  if (sorted.length === 0) return text('statistics.none_yet');
  return text('statistics.times', {
    median: spanInWords(at(0.5)),
    nine_tenths: spanInWords(at(NINE_TENTHS)),
    cases: sorted.length,
  });
}

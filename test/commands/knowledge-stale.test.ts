import { expect, test } from 'vitest';
import { knowledgeCommand } from '#commands/knowledge.ts';
import { listStale } from '#commands/knowledge-stale.ts';
import type { Knowledge } from '#knowledge/types.ts';
import { realCatalogue } from '#test/catalogue.ts';
import { fakeIo } from './io.ts';

const { knowledge } = realCatalogue();
const NOW = Date.parse('2026-12-01T12:00:00Z');

/** The real knowledge with one provider only, whose file and steps carry these dates. */
function withDates(file: string | null, steps: readonly (string | null)[]): Knowledge {
  const unbound = knowledge.providers.get('unbound');
  if (unbound === undefined) throw new Error('no provider');
  const dated = <T extends object>(entry: T, day: string | null) => {
    const rest = Object.fromEntries(
      Object.entries(entry).filter(([name]) => name !== 'last_verified' && name !== 'unverified'),
    ) as T;
    return day === null ? { ...rest, unverified: true as const } : { ...rest, last_verified: day };
  };
  const { probe: _, ...provider } = unbound;
  const changed = dated(provider, file);
  const own = steps.map((day, index) => dated(unbound.steps[index] ?? unbound.steps[0]!, day));
  return {
    ...knowledge,
    failures: new Map(),
    providers: new Map([['unbound', { ...changed, steps: own }]]),
    tools: new Map(),
  };
}

test('what nobody has verified comes first, then the oldest; fresh advice is only counted', () => {
  const { io, out } = fakeIo();
  listStale(withDates('2026-11-30', ['2026-08-01', null, '2026-01-05']), 90, NOW, io);
  const lines = out()
    .split('\n')
    .filter((line) => line.startsWith('  '));
  expect(lines.map((line) => line.trim().split(/\s+/)[0])).toEqual(['never', '2026-01-05', '2026-08-01']);
  expect(out()).toContain('4 pieces of advice: 1 verified, 2 stale, 1 never verified.');
});

test('--days moves the line', () => {
  const { io, out } = fakeIo();
  listStale(withDates('2026-11-30', ['2026-08-01']), 200, NOW, io);
  expect(out()).toBe('2 pieces of advice: 2 verified, 0 stale, 0 never verified.\n');
});

test('the command counts every piece of advice of the real files', async () => {
  const { io, out } = fakeIo();
  expect(await knowledgeCommand(['stale'], io)).toBe(0);
  const pieces =
    [...knowledge.failures.values()].flatMap(({ steps }) => steps).length +
    [...knowledge.providers.values(), ...knowledge.tools.values()].flatMap(({ steps }) => [null, ...steps]).length +
    [...knowledge.providers.values()].filter(({ probe }) => probe !== undefined && 'request' in probe).length;
  expect(out()).toContain(`${pieces} pieces of advice: `);
});

test.for(['soon', '-1', '1.5'])('--days %s is not understood', async (days) => {
  const { io, error } = fakeIo();
  expect(await knowledgeCommand(['stale', `--days=${days}`], io)).toBe(2);
  expect(error()).toContain('--days');
});

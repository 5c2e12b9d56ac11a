import fc from 'fast-check';
import { expect, test } from 'vitest';
import { move, startWalk, type Walk } from '#diagnosis/walk.ts';

const start = startWalk(['copy', 'url', 'scope']);

test('"looks fine" goes on and remembers, the last one ends the walk', () => {
  const walk = move(move(move(start, 'fine'), 'skipped'), 'fine');
  expect(walk).toMatchObject({ state: 'ended', at: 3, outcomes: { copy: 'fine', url: 'skipped', scope: 'fine' } });
});

test('"that was it" ends the walk at its step', () => {
  expect(move(move(start, 'fine'), 'fixed')).toMatchObject({ state: 'fixed', at: 1, outcomes: { url: 'fixed' } });
});

test('back goes back, not before the first, and out of the end', () => {
  expect(move(start, 'back').at).toBe(0);
  const ended = move(move(move(start, 'fine'), 'fine'), 'fine');
  expect(move(ended, 'back')).toMatchObject({ state: 'walking', at: 2 });
});

test('a walk that is over does not move', () => {
  const stopped = move(start, 'stop');
  expect(move(stopped, 'fine')).toBe(stopped);
});

test('no moves lead out of the list', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('fine', 'fixed', 'skipped', 'back', 'stop')), (moves) => {
      const walk = moves.reduce<Walk>((so, by) => move(so, by), start);
      expect(walk.at).toBeGreaterThanOrEqual(0);
      expect(walk.at).toBeLessThanOrEqual(3);
      expect(walk.state === 'walking' ? walk.steps[walk.at] : '').toBeTypeOf('string');
    }),
  );
});

test('an empty checklist has nothing to walk', () => {
  expect(startWalk([]).state).toBe('ended');
});

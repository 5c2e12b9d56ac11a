import { setImmediate as soon } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openLog } from '#ops/log.ts';
import { withIds } from '#ops/log-context.ts';

function lines(): { readonly written: string[]; readonly log: ReturnType<typeof openLog> } {
  const written: string[] = [];
  return { written, log: openLog('debug', (line) => written.push(line)) };
}

const KEYS = [
  `xoxb-${'1'.repeat(12)}-abcdefghijkl`,
  'xapp-1-A0123456789-abcdef',
  `sk-proj-${'Zq7Kx2Wm9Rt4Yp6L'.repeat(3)}`,
  `gsk_${'Zq7Kx2Wm9Rt4Yp6L'.repeat(3)}`,
  'MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789AB',
  'Bearer abcdefghijklmnop',
];

test.for(KEYS)('what looks like a credential is cut out, wherever it is: %s', (key) => {
  const { written, log } = lines();
  log('error', `it broke at ${key}`, { detail: `said ${key}`, code: key });
  withIds({ turn: `slack:${key}` }, () => log('info', 'x'));
  expect(written.join('')).not.toContain(key.slice(-12));
  expect(written).toHaveLength(2);
});

test('nothing in a line turns text about or commands a terminal', () => {
  const { written, log } = lines();
  log('warn', 'odd \u009b31m', { id: 'a\u202eb\u2028c' });
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ msg: 'odd ·31m', id: 'a·b·c' });
});

test('every line of a turn carries its id, also after a wait, and those of another turn carry theirs', async () => {
  const { written, log } = lines();
  const turn = (id: string) =>
    withIds({ turn: id }, async () => {
      log('info', 'first');
      await soon();
      log('info', 'second', { ms: 3 });
    });
  await Promise.all([turn('a'), turn('b')]);
  log('info', 'third');
  const read = written.map((line) => JSON.parse(line) as { turn?: string; msg: string });
  expect(read.map(({ turn: id, msg }) => `${id ?? ''} ${msg}`).sort()).toEqual([
    ' third',
    'a first',
    'a second',
    'b first',
    'b second',
  ]);
});

test('work for a case is not taken for part of the turn that woke it', () => {
  const { written, log } = lines();
  withIds({ turn: 'a' }, () => withIds({ case: 7 }, () => log('warn', 'late')));
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ case: 7, msg: 'late' });
  expect(written[0]).not.toContain('turn');
});

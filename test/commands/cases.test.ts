import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { casesCommand } from '#commands/cases.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/types.ts';
import { DIAGNOSIS } from '#test/samples.ts';
import { fakeIo } from './io.ts';

const ANN = { chat: 'slack', tenant: 'T1', id: 'U1', name: 'Ann\u001b[31m' };
const SUE = { chat: 'slack', tenant: 'T1', id: 'U9', name: 'Sue' };

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keymedic-cases-'));
  store = await openStore({ type: 'file', folder });
  await store.write(async (trx) => {
    const place = { chat: 'slack', tenant: 'T1', channel: 'C1', thread: null, direct: false };
    for (const paste of ['401 of the first', '401 of the second']) {
      const it = await trx.openCase({ person: ANN, place, paste, diagnosis: DIAGNOSIS }, { type: 'opened', by: ANN });
      const change = { state: 'waiting_for_staff', owner: 'human', handedAt: 1_800_000_000_000, handoff: {} } as const;
      await trx.changeCase(it.id, change, { type: 'handed_off', by: ANN });
    }
    const noted = { type: 'resolved', by: SUE, data: { cause: 'key_revoked', note: 'made anew' } } as const;
    await trx.changeCase(1, { state: 'resolved', owner: 'bot' }, noted);
  });
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...argv: readonly string[]) {
  const { io, out, error } = fakeIo({ DATA_DIR: folder });
  return { status: await casesCommand(argv, io), out: out(), error: error() };
}

test('lists what is with the staff, or all', async () => {
  const open = await run('list');
  expect(open.out).toContain('Case 2');
  expect(open.out).not.toContain('Case 1');
  expect(open.out).not.toContain('\u001b[31m');
  const all = await run('list', '--all', '--json');
  expect(all.out.trim().split('\n')).toHaveLength(2);
});

test('shows a case and what happened to it', async () => {
  const shown = await run('show', '1');
  expect(shown.out).toContain('401 of the first');
  expect(shown.out).toMatch(/resolved by Sue {2}cause=key_revoked note=made anew/);
  expect(await run('show', '99')).toMatchObject({ status: 1, error: 'Case 99 does not exist.\n' });
});

test('exports cases with their events, one a line', async () => {
  const { out } = await run('export');
  const cases = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: number; events: readonly unknown[] });
  expect(cases.map(({ id, events }) => [id, events.length])).toEqual([
    [2, 2],
    [1, 3],
  ]);
});

test('forgets a person, also while the bot uses the file', async () => {
  await store.write((trx) =>
    trx.send({ type: 'post', caseId: null, role: 'leak', to: SUE, reply: { tone: 'neutral', title: 'x', text: '' } }),
  );
  const [leased] = await store.lease(1);
  expect((await run('forget', 'slack:T1:U1')).out).toContain('2 cases');
  expect((await run('export')).out).not.toMatch(/U1\b|of the first|made anew/);
  // What the bot is about to send stays its own.
  expect(leased).toBeDefined();
  expect(await store.lease(1)).toEqual([]);
  expect((await run('forget', 'Ann')).status).toBe(2);
});

test('explains itself', async () => {
  expect((await run('--help')).status).toBe(0);
  expect((await run('')).status).toBe(2);
});

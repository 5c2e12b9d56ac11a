import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Case } from '#store/types.ts';
import { type MemoryChat, memoryChat, NAME, TENANT } from '#test/fakes/memory/chat.ts';
import { memoryDriver } from '#test/fakes/memory/driver.ts';
import { postgresPrograms, type RunningPostgres, startPostgres } from '#test/fakes/postgres.ts';
import { restorePostgres, restoreSqlite, SCREEN, STOPPED_AT } from '#test/store/v0-1/restore.ts';
import { lostCase } from '#test/support/case/life.ts';
import type { Person, Shown } from './driver.ts';
import { openTheatre, type Theatre, type TheatreStore } from './harness.ts';
import { pressAndSubmit } from './stories/handing-over.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PROGRAMS = postgresPrograms();
let postgres: RunningPostgres | null = null;
beforeAll(async () => {
  if (PROGRAMS !== null) postgres = await startPostgres(PROGRAMS);
}, 60_000);
afterAll(() => postgres?.stop());

interface Place {
  readonly name: string;
  /** Puts the database of version 0.1 there. */
  readonly restore: (folder: string) => Promise<TheatreStore>;
}

const PLACES: readonly Place[] = [
  {
    name: 'SQLite',
    async restore(folder) {
      restoreSqlite(folder);
      return { type: 'file', folder };
    },
  },
  ...(PROGRAMS === null
    ? []
    : [
        {
          name: 'PostgreSQL',
          async restore(): Promise<TheatreStore> {
            await restorePostgres(postgres?.url ?? '');
            return { type: 'postgres', url: postgres?.url ?? '' };
          },
        },
      ]),
];

function person(name: string): Person {
  return { id: `U-${name}`, name: name.charAt(0).toUpperCase() + name.slice(1) };
}

const [SUE, TOM] = [person('sue'), person('tom')];

/** Every button of version 0.1: where it stands, and who it is for. */
const BUTTONS = [...SCREEN.messages, ...SCREEN.whispered].flatMap((shown) =>
  (shown.reply?.buttons ?? []).map(({ label, action }) => ({ id: shown.id, label, action, by: ownerOf(shown) })),
);

function ownerOf(shown: { readonly to?: string; readonly place?: { readonly channel: string } }): Person {
  const id = shown.to ?? shown.place?.channel.replace(/^D-/, '') ?? '';
  return id.startsWith('U-') ? person(id.slice(2)) : SUE;
}

describe.for(PLACES)('a bot on a database of version 0.1, on $name', ({ restore }) => {
  let folder: string;
  let chat: MemoryChat;
  let theatre: Theatre;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keymedic-upgrade-'));
    chat = memoryChat(SCREEN);
    theatre = await openTheatre(
      async () => ({
        connect: async () => [chat],
        staff: { chat: NAME, tenant: TENANT, channel: 'C-staff', thread: null, direct: false },
        driver: (bot) => memoryDriver(chat, bot),
        close: async () => undefined,
      }),
      await restore(folder),
      STOPPED_AT + 2000,
    );
    await theatre.driver.settled();
  }, 60_000);
  afterEach(async () => {
    await theatre.close();
    await postgres?.empty();
    rmSync(folder, { recursive: true, force: true });
  });

  const byPerson = async (name: string) => {
    const found = await theatre.store.write((trx) =>
      trx.casesOf({ chat: NAME, tenant: TENANT, id: `U-${name}` }, STATES),
    );
    const [it] = found;
    if (it === undefined) throw new Error(`no case of ${name}`);
    return it;
  };
  const staffSees = (wanted: RegExp): readonly Shown[] =>
    theatre.driver.visible({ channel: 'C-staff' }).filter(({ text }) => wanted.test(text));

  test('every case is where it was, and none is lost', async () => {
    const cases = await theatre.store.write((trx) =>
      Promise.all(Array.from({ length: 25 }, (_one, at) => trx.case(at + 1))),
    );
    expect(cases.map((it) => it?.state)).toEqual([
      'open',
      'open',
      'resolved',
      'open',
      'open',
      'withdrawn',
      ...Array.from({ length: 4 }, () => 'open'),
      // It was claimed by nobody.
      'waiting_for_staff',
      'waiting_for_staff',
      'waiting_for_staff',
      'waiting_for_person',
      'resolved',
      'waiting_for_staff',
      'waiting_for_staff',
      'claimed',
      'claimed',
      ...Array.from({ length: 2 }, () => 'waiting_for_person'),
      'resolved',
      'waiting_for_staff',
      'waiting_for_person',
      'open',
    ]);
    expect(cases.flatMap((it) => (it === null ? [] : (lostCase(it) ?? [])))).toEqual([]);
    const checked = await byPerson('checker');
    expect(checked.checks.map(({ verdict, host }) => [verdict, host])).toEqual([['works', expect.stringMatching(/./)]]);
  });

  test('what was lost, and what was put off, comes up by itself', async () => {
    const { driver, later, due } = theatre;
    await due();
    expect(staffSees(/Case 11 has been waiting for/)).toHaveLength(1);
    expect(staffSees(/Case 13 has been waiting for/)).toHaveLength(1);
    later(DAY_MS);
    await due();
    for (const id of [16, 17, 23])
      expect(staffSees(new RegExp(`Case ${id} (?:has been waiting|was reopened)`))).toHaveLength(1);
    expect(driver.direct(SUE).some(({ text }) => text.includes('Case 19: the snooze is over'))).toBe(true);
    for (const name of ['stepper', 'asked-to-check', 'closed-to-us'])
      expect(driver.direct(person(name)).at(-1)?.text).toContain('Does it work now?');
    later(6 * DAY_MS);
    await due();
    expect(staffSees(/Case 12 has been waiting for/)).toHaveLength(1);
    expect(driver.direct(person('asked')).at(-1)?.text).toContain('closed');
  });

  test('what was not sent is sent, and what was cut off is said to be', async () => {
    const { driver, later } = theatre;
    expect(await theatre.store.write((trx) => trx.marksWith('check:'))).toEqual([]);
    later(HOUR_MS);
    await expect.poll(() => driver.visible({ channel: 'C-help' }).at(-1)?.text, { timeout: 4000 }).toContain('OpenAI');
  });

  test('the lists, the search, the numbers and the drafts are there', async () => {
    const { driver } = theatre;
    const ask = async (text: string) => {
      await driver.command(SUE, 'cases', text, { channel: 'C-staff' });
      await driver.settled();
      return [...driver.whispers(SUE), ...driver.visible({ channel: 'C-staff' })]
        .map(({ text: shown }) => shown)
        .join('\n');
    };
    expect(await ask('mine')).toContain('Your cases\nCase 24');
    expect(await ask('unclaimed')).toMatch(/Unclaimed cases\nCase 23/);
    expect(await ask('search cline')).toMatch(/Cases with cline\nCase 16/);
    expect(await ask('20')).toContain('Case 20');
    expect(await ask('unrecognised')).toContain('frobnicator');
    const statistics = await theatre.store.statistics(0);
    expect(statistics).toMatchObject({ pastes: 25, handed: 14, withdrawn: 1, unrecognised: 1 });
    expect(statistics.steps).toHaveLength(1);
    expect(statistics.notThis).toHaveLength(1);
    expect(statistics.checks).toEqual([{ names: ['works'], count: 1 }]);
    expect(await theatre.store.solvedSteps(0)).toHaveLength(1);
  });

  test('a walk goes on, ends, and its case can be handed over, claimed, answered and resolved', async () => {
    const { driver } = theatre;
    const walker = person('walker');
    const message = BUTTONS.find(({ action }) => action === 'step:2:1:fine')?.id ?? '';
    await driver.press(walker, message, 'Looks fine, next');
    await driver.settled();
    expect(driver.visible({ channel: 'C-help' }).find(({ id }) => id === message)?.text).toContain('Step 3 of');
    await pressAndSubmit(driver, [walker, message, 'Get a human'], { 'Tool and version': 'curl' });
    const card = staffSees(/Case 2:[\s\S]*Handed over/)[0]?.id ?? '';
    await driver.press(TOM, card, 'Claim');
    await driver.settled();
    await pressAndSubmit(driver, [TOM, card, 'Reply'], { 'To the person': 'Which project?' });
    expect(driver.direct(walker).at(-1)?.text).toContain('Which project?');
    await pressAndSubmit(driver, [TOM, card, 'Resolve'], {});
    expect((await byPerson('walker')).state).toBe('resolved');
  });

  test.for([
    ['reopen:N', (it: Case) => it.state === 'claimed' && it.claimedBy?.id === 'U-sue'],
    ['claim:N', (it: Case) => it.state === 'claimed' && it.claimedBy?.id === 'U-sue'],
    ['did:N:fine:openai-key-still-listed', (it: Case) => it.state === 'claimed'],
    ['walk:N', (it: Case) => it.walk?.state === 'walking'],
    ['dismiss:N', (it: Case) => it.state === 'withdrawn'],
    ['helped:N', (it: Case) => it.state === 'resolved'],
    ['still:N', (it: Case) => it.state === 'claimed'],
  ] as const)('%s does what it did', async ([wanted, holds]) => {
    const fits = (action: string) =>
      wanted.startsWith('did') ? /^did:\d+:fine:/.test(action) : action.replaceAll(/\d+/g, 'N') === wanted;
    const live = BUTTONS.filter(({ action }) => fits(action));
    const outcomes: boolean[] = [];
    for (const { by, id, label, action } of live) {
      if (!labelsOf(chat, id).includes(label)) continue;
      await theatre.driver.press(by, id, label);
      await theatre.driver.settled();
      const it = await theatre.store.write((trx) => trx.case(Number(action.split(':')[1])));
      outcomes.push(it !== null && holds(it));
    }
    expect(outcomes).toContain(true);
  });

  test('no button is unknown, and none fails', async () => {
    const { driver, log } = theatre;
    expect(new Set(BUTTONS.map(({ action }) => action.split(':')[0])).size).toBeGreaterThan(22);
    for (const { by, id, label, action } of BUTTONS) {
      const before = [chat.whispered.length, chat.said.length].join();
      // What was pressed before may have changed the message, or taken it away: that is how it should be.
      if (!labelsOf(chat, id).includes(label)) continue;
      await driver.press(by, id, label);
      await driver.settled();
      expect([chat.whispered.length, chat.said.length].join(), `${action} by ${by.id}`).not.toBe(before);
    }
    expect(chat.whispered.filter(({ reply }) => reply.title.includes('no longer exists'))).toEqual([]);
    expect(log.filter((line) => line.includes('failed'))).toEqual([]);
  });
});

const STATES = ['open', 'waiting_for_staff', 'claimed', 'waiting_for_person', 'resolved', 'withdrawn'] as const;

function labelsOf(chat: MemoryChat, id: string): readonly string[] {
  const whisper = chat.whispered.find((one) => one.id === id)?.reply;
  const reply = whisper ?? chat.messages.find((one) => one.id === id)?.reply;
  return (reply?.buttons ?? []).map(({ label }) => label);
}

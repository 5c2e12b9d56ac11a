import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '#chat/port.ts';
import { openProber } from '#probe/prober.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/types.ts';
import { type Asker, askerOf, DEFAULT_KEY_LIMITS, keyAdmission } from '#support/key-check/limits.ts';
import { testKnowledge } from '#test/fakes/providers/check.ts';
import { fileIn, temporaryFolder } from '#test/store/stores.ts';

const { knowledge, defaults } = testKnowledge();
const HOST = ['api.openai.com'];
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const asker = (person: string, server = 'slack:T1', accountAt: number | null = null): Asker => ({
  person,
  server,
  accountAt,
});

let now = 0;
let store: Store;
let place: ReturnType<typeof temporaryFolder>;
beforeEach(async () => {
  now = 1_800_000_000_000;
  place = temporaryFolder();
  store = await openStore(fileIn(place.folder), () => now);
});
afterEach(async () => {
  await store.close();
  place.remove();
});

const admission = (changed: Partial<typeof DEFAULT_KEY_LIMITS> = {}) =>
  keyAdmission({ ...DEFAULT_KEY_LIMITS, ...changed }, { store, defaults: () => defaults, clock: () => now });

/** So many checks one after the other; the id of each refusal, or null. */
async function checks(count: number, admit: ReturnType<typeof keyAdmission>, who: (at: number) => Asker, hosts = HOST) {
  const refusals: (string | null)[] = [];
  for (let at = 0; at < count; at += 1) {
    const admitted = await admit(who(at), hosts, false);
    if (admitted.ok) admitted.leave();
    refusals.push(admitted.ok ? null : admitted.refusal.id);
  }
  return refusals;
}

describe('a person', () => {
  test('has five checks in ten minutes, and is told how long to wait', async () => {
    const admit = admission();
    expect(await checks(5, admit, () => asker('ann'))).toEqual([null, null, null, null, null]);
    expect(await admit(asker('ann'), HOST, false)).toEqual({
      ok: false,
      refusal: { id: 'person-limit', says: "You've used all your checks (5). Try again in 10 minutes." },
    });
    expect(await checks(1, admit, () => asker('ben'))).toEqual([null]);
  });

  test('gets no more by a restart, and twenty in a day at most', async () => {
    let admitted = 0;
    for (let round = 0; round < 6; round += 1) {
      await store.close();
      store = await openStore(fileIn(place.folder), () => now);
      const refusals = await checks(6, admission(), () => asker('ann'));
      admitted += refusals.filter((refusal) => refusal === null).length;
      now += 10 * MINUTE;
    }
    expect(admitted).toBe(20);
    const refused = await admission()(asker('ann'), HOST, false);
    expect(refused.ok ? '' : refused.refusal.says).toMatch(/\(20\)\. Try again in 23 hours\./);
    now += DAY;
    expect(await checks(1, admission(), () => asker('ann'))).toEqual([null]);
  });

  test('whose account is too new is told how old it must be', async () => {
    const admitted = await admission()(asker('new', 'discord:1', now - 23 * 60 * MINUTE), HOST, false);
    expect(admitted.ok ? '' : admitted.refusal.says).toContain('at least 24 hours old');
    expect(await checks(1, admission(), () => asker('old', 'discord:1', now - DAY))).toEqual([null]);
  });
});

test('a server has a hundred a day, whoever asks; another has its own', async () => {
  const admit = admission({ perHostMinute: 1000 });
  const refusals = await checks(101, admit, (at) => asker(`p${at}`));
  expect(refusals.indexOf('server-limit')).toBe(100);
  expect(await checks(1, admit, () => asker('p1', 'slack:T2'))).toEqual([null]);
});

test('all together have a limit', async () => {
  const refusals = await checks(4, admission({ perDay: 3 }), (at) => asker(`p${at}`, `slack:T${at}`));
  expect(refusals).toEqual([null, null, null, 'total-limit']);
});

test('a host is counted that is really asked; who is turned away there has lost nothing', async () => {
  const prober = openProber({ knowledge, defaults, version: '0.0.0-test' });
  const looked = { findings: [], key: null, mended: false, owner: null };
  const hosts = (id: string) => {
    const choice = prober.choose({ provider: id }, looked);
    return choice.ok ? prober.hostsOf(choice.target) : [];
  };
  // Hugging Face's keys are asked about at another host than its models.
  expect(hosts('huggingface')).toEqual(['huggingface.co']);
  const admit = admission({ perServerDay: 1000, underWay: 1000 });
  const refusals = await checks(70, admit, (at) => asker(`p${at}`), hosts('huggingface') as string[]);
  expect(refusals.filter((refusal) => refusal === null)).toHaveLength(60);
  for (let count = 0; count < 8; count += 1)
    expect(await checks(1, admit, () => asker('late'), hosts('huggingface') as string[])).toEqual(['host-limit']);
  expect(await checks(5, admit, () => asker('late'), hosts('openai') as string[])).not.toContain('person-limit');
  await prober.close();
});

test('a further house of the same check costs its host a use, and the person none', async () => {
  const admit = admission({ perHostMinute: 2 });
  for (let count = 0; count < 2; count += 1) expect((await admit(asker('ann'), ['a.example.com'], true)).ok).toBe(true);
  expect((await admit(asker('ann'), ['a.example.com'], true)).ok).toBe(false);
  expect(await checks(5, admit, () => asker('ann'), ['b.example.com'])).toEqual([
    null,
    null,
    'host-limit',
    'host-limit',
    'host-limit',
  ]);
});

test('twenty at the same time; who leaves makes room, once', async () => {
  const admit = admission({ perHostMinute: 1000 });
  const open = [];
  for (let count = 0; count < 20; count += 1) open.push(await admit(asker(`p${count}`), HOST, false));
  expect(await admit(asker('next'), HOST, false)).toMatchObject({ ok: false, refusal: { id: 'busy' } });
  const [first] = open;
  if (first?.ok !== true) throw new Error('not admitted');
  first.leave();
  first.leave();
  expect((await admit(asker('next'), HOST, false)).ok).toBe(true);
  expect((await admit(asker('another'), HOST, false)).ok).toBe(false);
});

test('a check counts for the server of its case, else for the workspace of the person, else for direct messages', () => {
  const actor = { chat: 'discord', tenant: '', id: '7', name: 'Ann', bot: false };
  const at = (tenant: string): Place => ({
    chat: 'discord',
    tenant,
    channel: '1',
    thread: null,
    direct: tenant === '',
  });
  expect(askerOf(actor, at('G1'), null).server).toBe('discord:G1');
  expect(askerOf(actor, at(''), null).server).toBe('discord:direct');
  expect(askerOf({ ...actor, chat: 'slack', tenant: 'T1' }, at(''), null).server).toBe('slack:T1');
});

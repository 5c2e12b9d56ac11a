import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '#chat/port.ts';
import { dialectOf, openStore, type StoreAddress } from '#store/open.ts';
import type { Case, Store } from '#store/types.ts';
import { postgresPrograms, type RunningPostgres, startPostgres } from '#test/fakes/postgres.ts';
import { DIAGNOSIS } from '#test/samples.ts';

const PROGRAMS = postgresPrograms();
let postgres: RunningPostgres | null = null;
beforeAll(async () => {
  if (PROGRAMS !== null) postgres = await startPostgres(PROGRAMS);
}, 60_000);
afterAll(() => postgres?.stop());

const STORES: readonly { readonly name: string; readonly address: (folder: string) => StoreAddress }[] = [
  { name: 'SQLite', address: (folder) => ({ type: 'file', folder }) },
  ...(PROGRAMS === null
    ? []
    : [{ name: 'PostgreSQL', address: (): StoreAddress => ({ type: 'postgres', url: postgres?.url ?? '' }) }]),
];

const ACME = { chat: 'slack', tenant: 'T1' };
const BOLT = { chat: 'slack', tenant: 'T2' };

describe.for(STORES)('$name', ({ address }) => {
  let store: Store;
  let folder = '';
  let now = 1_000_000;
  beforeEach(async () => {
    now = 1_000_000;
    folder = mkdtempSync(join(tmpdir(), 'keymedic-tenants-'));
    store = await openStore(address(folder), () => now);
  });
  afterEach(async () => {
    await store.close();
    await postgres?.empty();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The ids of people and channels are the same in both workspaces: only the workspace tells them apart. */
  const handed = ({ chat, tenant }: { readonly chat: string; readonly tenant: string }) =>
    store.write(async (trx) => {
      const person = { chat, tenant, id: 'U1', name: 'Ann' };
      const place: Place = { chat, tenant, channel: 'C1', thread: null, direct: false };
      const it = await trx.openCase(
        { person, place, paste: 'HTTP 401', diagnosis: DIAGNOSIS },
        { type: 'opened', by: person },
      );
      await trx.link(it.id, 'card', { place: { ...place, channel: `C-${tenant}` }, id: '1.1' });
      const event = { type: 'unrecognised', by: null } as const;
      const due = { what: 'nudge', at: now } as const;
      const change = { state: 'claimed', claimedBy: person, handedAt: now, due, handoff: { tool: 'curl' } } as const;
      return trx.changeCase(it.id, change, event);
    });
  const idsOf = (cases: readonly Case[]) => cases.map(({ id }) => id);

  test('within a workspace there are the cases of that workspace alone', async () => {
    const [acme, bolt] = [await handed(ACME), await handed(BOLT)];
    await store.within(BOLT).write(async (trx) => {
      expect(await trx.case(acme.id)).toBeNull();
      expect((await trx.case(bolt.id))?.id).toBe(bolt.id);
      expect(idsOf(await trx.findCases({ limit: 9 }))).toEqual([bolt.id]);
      expect(idsOf(await trx.findCases({ states: ['claimed'], limit: 9 }))).toEqual([bolt.id]);
      expect(idsOf(await trx.findCases({ words: ['401'], limit: 9 }))).toEqual([bolt.id]);
      expect(idsOf(await trx.findCases({ person: { ...ACME, id: 'U1' }, limit: 9 }))).toEqual([]);
      expect(idsOf(await trx.dueCases(9))).toEqual([bolt.id]);
      expect(idsOf(await trx.mistaken(['unrecognised'], 9))).toEqual([bolt.id]);
      expect((await trx.claimers(0, 9)).map(({ tenant }) => tenant)).toEqual(['T2']);
      const place = { ...ACME, channel: 'C-T1', thread: null, direct: false };
      expect(await trx.caseOf({ place, id: '1.1' })).toBeNull();
    });
    expect(idsOf(await store.write((trx) => trx.findCases({ limit: 9 })))).toEqual([bolt.id, acme.id]);
    await handed(BOLT);
    expect(await store.within(ACME).statistics(0)).toMatchObject({
      pastes: 1,
      handed: 1,
      unrecognised: 1,
      kinds: [{ names: ['key_invalid'], count: 1 }],
    });
    expect((await store.statistics(0)).unrecognised).toBe(3);
  });

  /** What stands anywhere in the database, past the store. */
  const rowsWith = async (words: string): Promise<readonly string[]> => {
    const db = new Kysely<Record<string, object>>({ dialect: dialectOf(address(folder)) });
    const tables = await db.introspection.getTables();
    const rows = await Promise.all(tables.map(({ name }) => db.selectFrom(name).selectAll().execute()));
    await db.destroy();
    return rows.flat().flatMap((row) => (JSON.stringify(row).includes(words) ? [JSON.stringify(row)] : []));
  };

  test('an installation is kept, renewed and configured; made again it keeps what was set', async () => {
    const { installations } = store;
    expect(await installations.find(ACME)).toBeNull();
    await installations.renew(ACME, 'too late');
    await installations.keep(ACME, 'one');
    await installations.configure(ACME, { staffChannel: 'C9' });
    await installations.keep(BOLT, 'other');
    await installations.renew(ACME, 'two');
    expect(await installations.find(ACME)).toEqual({ sealed: 'two', settings: { staffChannel: 'C9' } });
    await installations.keep(ACME, 'three');
    expect(await installations.find(ACME)).toEqual({ sealed: 'three', settings: { staffChannel: 'C9' } });
    expect(await installations.settings('slack')).toHaveLength(2);
    expect(await installations.settings('discord')).toEqual([]);
  });

  test('a workspace that is forgotten leaves nothing, and the other keeps all', async () => {
    for (const tenant of [ACME, BOLT]) {
      const it = await handed(tenant);
      await store.installations.keep(tenant, 'sealed');
      await store.write(async (trx) => {
        const to = { ...tenant, channel: 'C1', thread: null, direct: false };
        const reply = { tone: 'neutral', title: 'T', text: 'x' } as const;
        await trx.send({ type: 'post', caseId: it.id, role: 'answer', to, reply });
        await trx.send({ type: 'post', caseId: null, role: 'leak', to, reply });
        await trx.mark([`quiet:slack:${tenant.tenant}:U1`, `check:${it.id}:key`], now + 1000);
        await trx.firstSeen(`slack:${tenant.tenant}:C1:1.1`);
        await trx.firstSeen(`digest:2026-11-30:slack:${tenant.tenant}:`);
        await trx.audit({ at: 'now', person: `slack:${tenant.tenant}:U1`, verdict: 'works' });
      });
    }
    const left = () =>
      store.write(async (trx) => ({
        cases: (await trx.findCases({ limit: 9 })).map(({ person }) => person.tenant),
        marks: [...(await trx.marksWith('quiet:')), ...(await trx.marksWith('check:'))],
        heard: [await trx.firstSeen('slack:T1:C1:1.1'), await trx.firstSeen('slack:T2:C1:1.1')],
      }));
    await store.write((trx) => trx.forgetTenant('slack', 'T1', now));
    expect(await rowsWith('T1')).toEqual([]);
    expect((await rowsWith('T2')).length).toBeGreaterThan(8);
    expect(await store.installations.find(ACME)).toBeNull();
    expect(await store.installations.find(BOLT)).not.toBeNull();
    expect((await store.pending()).count).toBe(2);
    const after = await left();
    expect(after.cases).toEqual(['T2']);
    expect(after.marks).toEqual(['quiet:slack:T2:U1', expect.stringMatching(/^check:\d+:key$/)]);
    expect(after.heard).toEqual([true, false]);
    // Slack tells it twice, and may tell it again.
    await store.write((trx) => trx.forgetTenant('slack', 'T1', now));
    expect((await left()).cases).toEqual(['T2']);
  });

  test('no case is opened for a workspace that is gone, or being left', async () => {
    const person = { ...ACME, id: 'U1', name: 'Ann' };
    const place: Place = { ...ACME, channel: 'C1', thread: null, direct: false };
    const open = () =>
      store
        .within(ACME)
        .write((trx) =>
          trx.openCase({ person, place, paste: 'x', diagnosis: DIAGNOSIS }, { type: 'opened', by: null }),
        );
    await expect(open()).rejects.toThrow('taken the bot out');
    await store.installations.keep(ACME, 'sealed');
    await Promise.allSettled([open(), store.write((trx) => trx.forgetTenant('slack', 'T1')), open()]);
    expect(await store.write((trx) => trx.casesOf(person, ['open']))).toEqual([]);
  });

  test('an uninstallation that is told late does not undo a newer installation', async () => {
    await store.installations.keep(ACME, 'sealed');
    await store.write((trx) => trx.forgetTenant('slack', 'T1', now - 1));
    expect(await store.installations.find(ACME)).not.toBeNull();
    await store.write((trx) => trx.forgetTenant('slack', 'T1', now));
    expect(await store.installations.find(ACME)).toBeNull();
  });
});

import { loadKnowledge } from '#knowledge/load.ts';
import { loadProbeDefaults } from '#knowledge/load-probe-defaults.ts';
import type { Knowledge, ProbeDefaults } from '#knowledge/types.ts';
import { type OpenProber, openProber, type ProberOptions } from '#probe/prober.ts';
import type { AuditRow, Wish } from '#probe/types.ts';
import { SecretKey } from '#secret-key.ts';
import { checkKey, type KeyCheck, type KeyCheckParts } from '#support/key-check/check-key.ts';
import { pointAt } from './point-at.ts';
import type { RunningFake } from './server.ts';
import type { FakeProvider } from './types.ts';

/** What the tests check with. */
export interface TestKnowledge {
  readonly knowledge: Knowledge;
  readonly defaults: ProbeDefaults;
}

let read: TestKnowledge | undefined;

/** The knowledge of the product; KNOWLEDGE_DIR adds a folder, so that a vendor can run these tests on its own files. */
export function testKnowledge(): TestKnowledge {
  if (read !== undefined) return read;
  const folder = process.env['KNOWLEDGE_DIR'];
  const loaded = loadKnowledge(folder);
  const defaults = loadProbeDefaults(folder);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults[0]));
  if (!defaults.ok) throw new Error(JSON.stringify(defaults.faults[0]));
  read = { knowledge: loaded.knowledge, defaults: defaults.defaults };
  return read;
}

/** A key check against fakes, with everything that it recorded. */
export interface Bench {
  readonly parts: KeyCheckParts;
  readonly prober: OpenProber;
  readonly rows: AuditRow[];
  check(key: string, wish: Wish): Promise<KeyCheck>;
}

/** Puts a check together as the composition root does, but for its limits and its clock. */
export function openBench(
  knowledge: Knowledge,
  defaults: ProbeDefaults,
  options: Partial<ProberOptions> & Pick<Partial<KeyCheckParts>, 'admit' | 'confirm' | 'wasSeenInPublic'> = {},
): Bench {
  const { confirm = null, wasSeenInPublic, admit, ...probing } = options;
  const prober = openProber({
    knowledge,
    defaults,
    version: '0.0.0-test',
    timeoutMs: 2000,
    ...probing,
  });
  const rows: AuditRow[] = [];
  const parts: KeyCheckParts = {
    prober,
    knowledge,
    defaults,
    audit: { record: async (row) => void rows.push(row) },
    now: () => new Date('2026-11-20T12:00:00Z'),
    secret: 'test secret',
    confirm,
    ...(admit === undefined ? {} : { admit }),
    ...(wasSeenInPublic === undefined ? {} : { wasSeenInPublic }),
  };
  const check = (key: string, wish: Wish) =>
    checkKey({ key: new SecretKey(key), wish, person: 'U1', before: null }, parts);
  return { parts, prober, rows, check };
}

/** A bench on which a fake is the house of its provider. */
export function benchFor(
  fake: FakeProvider,
  running: RunningFake,
  options: Parameters<typeof openBench>[2] = {},
): Bench {
  const { knowledge, defaults } = testKnowledge();
  return openBench(pointAt(knowledge, fake.id, running.origin), defaults, {
    allowed: new Set([running.target]),
    ...options,
  });
}

/** What a person would enter to have this provider asked. */
export function wishFor(fake: FakeProvider, running: RunningFake): Wish {
  return {
    provider: fake.id,
    ...(fake.basePath === undefined ? {} : { baseUrl: `${running.origin}${fake.basePath}` }),
  };
}

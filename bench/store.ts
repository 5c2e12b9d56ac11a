import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBot } from '#assemble.ts';
import type { FormTurn } from '#chat/port.ts';
import { compile } from '#diagnosis/catalogue/compile.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import { loadProbeDefaults } from '#knowledge/load-probe-defaults.ts';
import { openProber } from '#probe/prober.ts';
import { openStore, type StoreAddress } from '#store/open.ts';
import type { Case, Store } from '#store/types.ts';
import { DEFAULT_DESK } from '#support/desk/desk.ts';
import { DEFAULT_MANNERS } from '#support/turns/manners.ts';
import { actorOf, directPlace, memoryChat } from '#test/fakes/memory/chat.ts';
import { postgresPrograms, startPostgres } from '#test/fakes/postgres.ts';

const HELP = `Usage: npm run -s bench:store -- [--cases 100000] [--handoffs 2000] [--postgres] [--json]

Fills a database with cases of the support staff, then times what the staff does (median of many runs), and hands cases over
through the real use case, as many a second as it can. SQLite in a file; --postgres: a PostgreSQL that it starts.
`;

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    handoffs: { type: 'string', default: '2000' },
    postgres: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const STATES = ['resolved', 'resolved', 'resolved', 'resolved', 'resolved', 'resolved', 'resolved', 'claimed'] as const;
const KINDS = ['key_invalid', 'rate_limited', 'credits_exhausted', 'wrong_endpoint', 'model_unavailable'];
const TOOLS = ['curl', 'cursor', 'claude-code', 'roo-code', 'openai-python'];
const STAFF = Array.from({ length: 13 }, (_, index) => person(`S${index}`));
const BATCH = 500;
const RUNS = 200;

function person(id: string) {
  return { chat: 'memory', tenant: 'T1', id, name: `Person ${id}` };
}

function diagnosisOf(number: number): Case['diagnosis'] {
  const [kind = null, tool = null] = [KINDS[number % KINDS.length], TOOLS[number % TOOLS.length]];
  const said = { status: 401, requestId: `req_${number.toString(36)}`, confidence: 0.9, alternatives: [], facts: [] };
  return { kind, provider: 'openai', tool, ...said, quotes: ['401'], signature: null, secrets: 0 };
}

const place = (channel: string) => ({ chat: 'memory', tenant: 'T1', channel, thread: null, direct: false });

async function fill(store: Store, count: number): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    await store.write(async (trx) => {
      for (let number = from; number < Math.min(count, from + BATCH); number += 1) {
        const who = person(`U${number % 30_000}`);
        const paste = `HTTP 401 from api.openai.com: Incorrect API key provided, request ${number} of host-${number % 997}.example`;
        const opened = { person: who, place: place('C1'), paste, diagnosis: diagnosisOf(number) };
        const it = await trx.openCase(opened, { type: 'opened', by: who });
        // The newest wait; of the others most are done.
        const waits = number >= count - 200;
        const state = waits ? 'waiting_for_staff' : (STATES[number % STATES.length] ?? 'resolved');
        const claimedBy = waits ? null : (STAFF[number % STAFF.length] ?? null);
        const handoff = { tool: `${TOOLS[number % TOOLS.length]} 1.${number % 50}`, urgency: 'today' };
        const change = { state, owner: 'human', handedAt: Date.now(), handoff, claimedBy } as const;
        await trx.changeCase(it.id, change, { type: 'handed_off', by: who });
      }
    });
    if (process.stderr.isTTY) process.stderr.write(`\r${Math.min(count, from + BATCH)} of ${count} cases`);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
}

async function median(work: (run: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const from = performance.now();
    await work(run);
    times.push(performance.now() - from);
  }
  return times.toSorted((a, b) => a - b)[RUNS / 2] ?? 0;
}

async function timeDesk(store: Store, count: number): Promise<Record<string, number>> {
  const open = ['waiting_for_staff', 'claimed', 'waiting_for_person'] as const;
  const find = (query: object) => store.write((trx) => trx.findCases({ ...query, limit: 9 }));
  const [sue = person('S0')] = STAFF;
  return {
    'list: open': await median(() => find({ states: open })),
    'list: mine': await median(() => find({ states: open, claimedBy: sue })),
    'list: unclaimed': await median(() => find({ states: ['waiting_for_staff'] })),
    'search: two common words': await median(() => find({ words: ['openai', 'curl'] })),
    'search: one rare word': await median((run) => find({ words: [`req_${(run * 37).toString(36)}`] })),
    'search: a rare and a common word': await median((run) => find({ words: ['openai', `host-${run}.example`] })),
    'search: a beginning': await median((run) => find({ words: [`host-${run}*`] })),
    'history of one person': await median((run) => find({ person: person(`U${run}`) })),
    claim: await median((run) =>
      store.write(async (trx) => {
        const it = await trx.case(count - run);
        if (it !== null)
          await trx.changeCase(it.id, { state: 'claimed', claimedBy: sue, due: null }, { type: 'claimed', by: sue });
      }),
    ),
  };
}

/** Through the real use case: the form, the card, the note to the person, and their delivery to a chat in memory. */
async function handOver(store: Store, count: number): Promise<number> {
  const loaded = loadKnowledge(undefined);
  const defaults = loadProbeDefaults(undefined);
  if (!loaded.ok || !defaults.ok) throw new Error('the knowledge cannot be loaded');
  const chat = memoryChat();
  const catalogue = compile(loaded.knowledge);
  const prober = openProber({ knowledge: loaded.knowledge, defaults: defaults.defaults, version: '0' });
  const bot = await startBot({
    store,
    chats: [chat],
    catalogue: () => catalogue,
    defaults: () => defaults.defaults,
    prober,
    manners: DEFAULT_MANNERS,
    desk: { ...DEFAULT_DESK, digest: false },
    learnOrder: false,
    staff: place('C-staff'),
    secret: null,
    retentionDays: 30,
    clock: Date.now,
    log: () => undefined,
  });
  const ids: number[] = [];
  for (let from = 0; from < count; from += BATCH)
    await store.write(async (trx) => {
      for (let number = from; number < Math.min(count, from + BATCH); number += 1) {
        const who = person(`N${number}`);
        const opened = { person: who, place: place('C1'), paste: 'HTTP 401', diagnosis: diagnosisOf(number) };
        ids.push((await trx.openCase(opened, { type: 'opened', by: who })).id);
      }
    });
  const from = performance.now();
  await Promise.all(
    ids.map((id, number) => {
      const actor = actorOf({ id: `N${number}`, name: `Person N${number}` });
      const there = directPlace(actor.id);
      const turn: FormTurn = {
        type: 'form',
        id: `memory:form:${id}`,
        actor,
        place: there,
        ...chat.interaction(actor, there),
        form: `handoff:${id}`,
        values: { tool: 'curl 8.5', endpoint: 'OpenAI', urgency: 'today', key: '', email: '' },
        secrets: {},
      };
      return chat.hear(turn);
    }),
  );
  while (!bot.idle() || (await store.pending()).count > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const seconds = (performance.now() - from) / 1000;
  await bot.stop();
  await prober.close();
  return count / seconds;
}

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const [count, handoffs] = [Number(values.cases), Number(values.handoffs)];
  const programs = values.postgres ? postgresPrograms() : null;
  const postgres = programs === null ? null : await startPostgres(programs);
  const folder = mkdtempSync(join(tmpdir(), 'keymedic-bench-'));
  const address: StoreAddress = postgres === null ? { type: 'file', folder } : { type: 'postgres', url: postgres.url };
  const store = await openStore(address);
  try {
    await fill(store, count);
    const desk = await timeDesk(store, count);
    const perSecond = await handOver(store, handoffs);
    if (values.json)
      process.stdout.write(`${JSON.stringify({ cases: count, ms: desk, handoffs_per_second: perSecond })}\n`);
    else {
      process.stdout.write(
        `${count} cases, ${postgres === null ? 'SQLite' : 'PostgreSQL'}; median of ${RUNS} runs (bar: 20 ms)\n`,
      );
      for (const [name, ms] of Object.entries(desk)) process.stdout.write(`${name.padEnd(34)} ${ms.toFixed(2)} ms\n`);
      process.stdout.write(`${'handoffs, delivered'.padEnd(34)} ${perSecond.toFixed(0)} a second (bar: 200)\n`);
    }
  } finally {
    await store.close();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();

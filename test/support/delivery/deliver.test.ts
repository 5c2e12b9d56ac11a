import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Delivery } from '#chat/port.ts';
import { openStore } from '#store/open.ts';
import type { DeliveryOutcome, Store } from '#store/types.ts';
import { type Deliverer, type DelivererParts, startDeliverer } from '#support/delivery/deliver.ts';
import { type MemoryChat, memoryChat, NAME, TENANT } from '#test/fakes/memory/chat.ts';

const DAY_MS = 24 * 3_600_000;
const TO = { chat: NAME, tenant: TENANT, channel: 'C1', thread: null, direct: false };
const REPLY = { tone: 'neutral', title: 'T', text: 'x' } as const;

let store: Store;
let chat: MemoryChat;
let deliverer: Deliverer | null = null;
let ahead = 0;
const log: string[] = [];
const outcomes: DeliveryOutcome[] = [];

beforeEach(async () => {
  ahead = 0;
  log.length = 0;
  outcomes.length = 0;
  store = await openStore({ type: 'memory' }, () => Date.now() + ahead);
  chat = memoryChat();
});
afterEach(async () => {
  await deliverer?.stop();
  deliverer = null;
  await store.close();
});

function start(change: Partial<DelivererParts> = {}): Deliverer {
  deliverer = startDeliverer({
    store,
    chats: new Map([[NAME, chat]]),
    started: () => true,
    clock: () => Date.now() + ahead,
    log: (level, event, fields) => void log.push(JSON.stringify([level, event, fields])),
    draw: async () => new Uint8Array([0x89, 0x50, 0x4e, 0x47]),
    onOutcome: async (_leased, outcome) => void outcomes.push(outcome),
    around: (_leased, work) => work(),
    ...change,
  });
  return deliverer;
}

const send = (to: Partial<typeof TO> = {}, reply: object = REPLY) =>
  store.write((trx) =>
    trx.send({ type: 'post', caseId: null, role: 'answer', to: { ...TO, ...to }, reply: { ...REPLY, ...reply } }),
  );
const answered = async (delivery: Delivery) => {
  chat.next.push(delivery);
  await send();
  start();
  await expect.poll(() => outcomes.length).toBe(1);
  return outcomes[0];
};

test('who stops while the store fails is not kept waiting', async () => {
  let asked = 0;
  const finish = async () => {
    asked += 1;
    throw new Error('the database is away');
  };
  await send();
  const running = start({ store: { ...store, finish } });
  await expect.poll(() => asked).toBe(1);
  expect(running.idle()).toBe(false);
  const from = performance.now();
  await running.stop();
  expect(performance.now() - from).toBeLessThan(400);
  // Once more than it was tried: who is about to stop does not give up without looking.
  expect(asked).toBe(2);
  await expect.poll(() => running.idle()).toBe(true);
});

test('a store that is away for a moment is told again what became of a message, which is shown once', async () => {
  let failures = 1;
  const finish: Store['finish'] = async (leased, outcome) => {
    failures -= 1;
    if (failures >= 0) throw new Error('the database is away');
    await store.finish(leased, outcome);
  };
  await send();
  const running = start({ store: { ...store, finish } });
  await expect.poll(() => running.idle(), { timeout: 5000 }).toBe(true);
  expect(outcomes).toMatchObject([{ type: 'sent' }]);
  expect(chat.messages).toHaveLength(1);
  expect((await store.pending()).count).toBe(0);
});

test('who has stopped takes nothing any more', async () => {
  const running = start();
  await running.stop();
  await send();
  running.wake();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(chat.messages).toEqual([]);
});

test.for([
  [DAY_MS, 'later'],
  [DAY_MS + 1, 'failed'],
] as const)('a message that could not be sent for %i ms: %s', async ([ms, type]) => {
  await store.close();
  let now = 1_000_000;
  store = await openStore({ type: 'memory' }, () => now);
  chat.next.push({ type: 'later', afterMs: 5, why: 'trouble' });
  await send();
  now += ms;
  start({ clock: () => now });
  await expect.poll(() => outcomes.length).toBeGreaterThan(0);
  expect(outcomes[0]?.type).toBe(type);
});

test('what a chat refuses is a line in the log, with the reason and without the message', async () => {
  expect(await answered({ type: 'failed', reason: 'archived', detail: 'is_archived' })).toMatchObject({
    type: 'failed',
    reason: 'archived',
  });
  expect(log).toHaveLength(1);
  expect(log[0]).toMatch(/^\["warn"/);
  expect(log[0]).toContain('is_archived');
});

test('a message is edited and removed where it was sent; of one that is gone nothing is left to do', async () => {
  const { id } = await store.write((trx) =>
    trx.openCase(
      { person: { chat: NAME, tenant: TENANT, id: 'U', name: 'A' }, place: TO, paste: '', diagnosis: {} as never },
      { type: 'opened', by: null },
    ),
  );
  const running = start();
  const say = async (outgoing: object) => {
    await store.write((trx) => trx.send({ caseId: id, role: 'answer', ...outgoing } as never));
    running.wake();
    await expect.poll(() => running.idle()).toBe(true);
  };
  await say({ type: 'post', to: TO, reply: REPLY });
  await say({ type: 'edit', reply: { ...REPLY, title: 'U' } });
  expect(chat.messages).toMatchObject([{ edited: true, reply: { title: 'U' } }]);
  await say({ type: 'remove' });
  expect(chat.messages).toEqual([]);
  await say({ type: 'remove' });
  await say({ type: 'edit', role: 'never-sent', reply: REPLY });
  expect(outcomes.map(({ type }) => type)).toEqual(['sent', 'sent', 'sent', 'dropped', 'dropped']);
  expect((await store.pending()).count).toBe(0);
});

test('a chart is drawn when it is sent; where it cannot be, its words go alone', async () => {
  const chart = { title: 'What failed', bars: [{ label: 'A', value: 1 }] };
  const running = start();
  await send({}, { chart });
  running.wake();
  await expect.poll(() => chat.messages.length).toBe(1);
  expect(chat.messages[0]?.reply?.picture).toMatchObject({ alt: expect.stringContaining('A') });
  await running.stop();
  const blind = start({ draw: () => Promise.reject(new Error('no fonts')) });
  await send({}, { chart });
  blind.wake();
  await expect.poll(() => chat.messages.length).toBe(2);
  expect(chat.messages[1]?.reply?.picture).toBeUndefined();
  expect(log.some((line) => line.startsWith('["warn"'))).toBe(true);
});

test('what is for a chat that has not started waits for it; for one that nobody serves it is given up after a day', async () => {
  let started = false;
  await send();
  start({ started: () => started });
  await expect.poll(() => outcomes[0]).toEqual({ type: 'later', afterMs: 250 });
  expect(chat.messages).toEqual([]);
  started = true;
  await expect.poll(() => chat.messages.length, { timeout: 3000 }).toBe(1);
  await deliverer?.stop();
  outcomes.length = 0;
  start();
  await send({ chat: 'elsewhere' });
  await expect.poll(() => outcomes[0]).toEqual({ type: 'later', afterMs: 1000 });
  ahead = DAY_MS + 60_000;
  await expect.poll(() => outcomes.at(-1), { timeout: 4000 }).toMatchObject({ type: 'failed', reason: 'gone' });
});

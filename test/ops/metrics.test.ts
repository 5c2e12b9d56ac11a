import { expect, test, vi } from 'vitest';
import { openMetrics } from '#ops/metrics.ts';
import { openStore } from '#store/open.ts';
import { memoryChat } from '#test/fakes/memory/chat.ts';
import { openTheatre, type Theatre } from '#test/scenarios/harness.ts';
import { openMemory } from '#test/scenarios/memory-stage.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';

const SECRET = `sk-proj-${'Zq7Kx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0GuEa'.repeat(2)}`;

async function played(play: (theatre: Theatre) => Promise<void>): Promise<string> {
  const theatre = await openTheatre(openMemory);
  try {
    await play(theatre);
    await theatre.driver.settled();
    return await theatre.metrics.text();
  } finally {
    await theatre.close();
  }
}

test('a day in a channel can be read from the metrics', async () => {
  const text = await played(async ({ driver, goodKey }) => {
    const { ann, ben, sue } = driver.people;
    const { help } = driver.channels;
    await driver.say(ann, { channel: help }, PASTE);
    await driver.settled();
    await driver.say(ben, { channel: help }, 'lunch at noon?');
    await driver.say(sue, { channel: help }, 'the outage is over');
    await driver.settled();
    const answer = driver.visible({ channel: help }).find(({ author }) => author === 'bot');
    await driver.press(ann, answer?.id ?? '', 'Get a human');
    await driver.settled();
    await driver.submit(ann, { 'Tool and version': 'curl' });
    await driver.settled();
    await driver.command(ben, 'keycheck');
    await driver.settled();
    await driver.submit(ben, { 'API key': goodKey, Provider: 'OpenAI' });
  });
  expect(text).toMatch(/^keymedic_diagnoses_total\{kind="key_invalid"\} 1$/m);
  expect(text).toMatch(/^keymedic_diagnoses_total\{kind="none"\} 2$/m);
  expect(text).toMatch(/^keymedic_silences_total\{reason="below-threshold"\} 1$/m);
  expect(text).toMatch(/^keymedic_silences_total\{reason="staff"\} 1$/m);
  expect(text).toMatch(/^keymedic_diagnosis_seconds_count 3$/m);
  expect(text).toMatch(/^keymedic_turn_seconds_count\{chat="memory",type="message"\} 3$/m);
  expect(text).toMatch(/^keymedic_reply_seconds_count\{chat="memory"\} 1$/m);
  expect(text).toMatch(/^keymedic_handoffs_total 1$/m);
  expect(text).toMatch(/^keymedic_cases\{state="waiting_for_staff"\} 1$/m);
  expect(text).toMatch(/^keymedic_key_checks_total\{verdict="works"\} 1$/m);
  expect(text).toMatch(/^keymedic_outbox_messages 0$/m);
  expect(text).toMatch(/^keymedic_database_up 1$/m);
  expect(text).toMatch(/^keymedic_chat_connected\{chat="memory"\} 1$/m);
});

test('what a chat does not do is counted, by reason', async () => {
  const text = await played(async ({ driver }) => {
    driver.fail('rate-limited');
    const { help } = driver.channels;
    await driver.say(driver.people.ann, { channel: help }, PASTE);
    await vi.waitFor(() => expect(driver.visible({ channel: help })).toHaveLength(2));
  });
  expect(text).toMatch(/^keymedic_api_errors_total\{chat="memory",reason="trouble"\} 1$/m);
  expect(text).toMatch(/^keymedic_reply_seconds_count\{chat="memory"\} 1$/m);
});

test('nothing that people write, and nobody, gets into the metrics', async () => {
  const text = await played(async ({ driver }) => {
    const { ann } = driver.people;
    await driver.say(ann, { channel: driver.channels.help }, `${PASTE} ${SECRET} wombat`);
    await driver.say(driver.people.ben, { channel: driver.channels.help }, 'wombat');
    await driver.command(ann, 'wombat', 'wombat');
    await driver.command(ann, 'diagnose', `${PASTE} wombat`);
  });
  for (const word of ['wombat', SECRET.slice(0, 20), 'U-ann', 'Ann', 'C-help', 'T1']) expect(text).not.toContain(word);
  const labels = new Set([...text.matchAll(/(\w+)="/g)].map(([, name]) => name));
  expect(labels).toEqual(new Set(['chat', 'kind', 'le', 'reason', 'state', 'type', 'version']));
});

test('without the database the rest can still be read', async () => {
  const store = await openStore({ type: 'memory' });
  await store.close();
  const metrics = openMetrics({ version: '1', chats: [memoryChat()], store, clock: Date.now });
  const text = await metrics.text();
  expect(text).toMatch(/^keymedic_database_up 0$/m);
  expect(text).not.toMatch(/^keymedic_outbox_messages/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
});

test('the buckets of every histogram ascend to infinity', async () => {
  const text = await played(async ({ driver }) => {
    await driver.say(driver.people.ann, { channel: driver.channels.help }, PASTE);
  });
  const bounds = new Map<string, number[]>();
  for (const [, name = '', labels = '', le = ''] of text.matchAll(/^(\w+)_bucket\{(.*?),?le="([^"]+)"\}/gm)) {
    const key = `${name} ${labels}`;
    bounds.set(key, [...(bounds.get(key) ?? []), le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le)]);
  }
  expect(bounds.size).toBeGreaterThan(2);
  const wrong = [...bounds].filter(([, found]) => {
    // Each is at most five times the one before: a gap would hide where the times lie.
    const steps = found.slice(1, -1).map((bound, at) => bound / (found[at] ?? 0));
    return found.at(-1) !== Number.POSITIVE_INFINITY || steps.some((step) => step <= 1 || step > 5.01);
  });
  expect(wrong).toEqual([]);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ButtonTurn, FormTurn } from '#chat/port.ts';
import { actorOf, directPlace, memoryChat, NAME, TENANT } from '#test/fakes/memory/chat.ts';
import { memoryDriver } from '#test/fakes/memory/driver.ts';
import type { Person } from '#test/scenarios/driver.ts';
import { openTheatre, type Theatre } from '#test/scenarios/harness.ts';
import { claimed } from '#test/scenarios/stories/handing-over.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';

/** Platforms sign who it was, not what they could see: Ben sends what only staff, or Ann, were shown. */
const BEN = { id: 'U-ben', name: 'Ben' };

let theatre: Theatre;
let chat: ReturnType<typeof memoryChat>;
let card: string;

beforeEach(async () => {
  chat = memoryChat();
  theatre = await openTheatre(async () => ({
    connect: async () => [chat],
    staff: { chat: NAME, tenant: TENANT, channel: 'C-staff', thread: null, direct: false },
    driver: (bot) => memoryDriver(chat, bot),
    close: async () => undefined,
  }));
  card = await claimed(theatre);
});

afterEach(() => theatre.close());

function kept() {
  const failures = theatre.log.filter((line) => line.includes('failed'));
  return theatre.store.write(async (trx) => ({ it: await trx.case(1), events: await trx.events(1), failures }));
}

function base(id: string, person: Person = BEN) {
  const actor = actorOf(person);
  const place = directPlace(person.id);
  return { id: `memory:forged:${id}`, actor, place, ...chat.interaction(actor, place) };
}

test.for([
  ['resolve:1', { cause: 'key_revoked', note: 'x' }],
  ['reply:1', { text: 'x' }],
  ['snooze:1', { for: '1h' }],
  ['correct:1', { kind: 'key_revoked', wrong: 'yes' }],
  ['hand-over:1', { to: `${NAME}|${TENANT}|U-ben` }],
  ['ask-step:1', { step: 'x' }],
  ['handoff:1', { tool: 'x', endpoint: 'x', urgency: 'down' }],
  ['resolve:99', {}],
  ['reply:no number', { text: 'x' }],
  ['nothing:1', {}],
  ['constructor:1', {}],
  ['__proto__:1', {}],
  ['handoff:NaN', { tool: 'x' }],
  ['resolve:9999999999', { cause: 'key_revoked' }],
  ['', {}],
] as const)('a form that was never opened for the sender changes nothing: %s', async ([form, values]) => {
  const before = await kept();
  const direct = theatre.driver.direct(theatre.driver.people.ann).length;
  const turn: FormTurn = { type: 'form', ...base(form), form, values, secrets: {} };
  await chat.hear(turn);
  await theatre.driver.settled();
  expect(await kept()).toEqual(before);
  expect(theatre.driver.direct(theatre.driver.people.ann)).toHaveLength(direct);
  expect(theatre.driver.whispers(BEN).length).toBeGreaterThan(0);
});

test('of a form that somebody has added fields to, ours alone are read', async () => {
  const { driver } = theatre;
  const { ben } = driver.people;
  await driver.say(ben, { channel: driver.channels.help }, PASTE);
  await driver.settled();
  const values = { tool: 'curl', link: 'https://evil.example', before: 'Case 7', wombat: 'x', constructor: 'x' };
  await chat.hear({ type: 'form', ...base('more'), form: 'handoff:2', values, secrets: {} });
  await driver.settled();
  const it = await theatre.store.write((trx) => trx.case(2));
  expect(it?.handoff).toEqual({ tool: 'curl', before: '', link: expect.stringContaining('https://chat.example/') });
});

test.for([
  ['hand-over:1', { to: `${NAME}|${TENANT}|U-ben` }],
  ['hand-over:1', { to: 'nowhere|T1|U-sue' }],
] as const)('the staff cannot give a case to who is not of the staff: %j', async ([form, values]) => {
  const before = await kept();
  await chat.hear({ type: 'form', ...base('given', theatre.driver.people.sue), form, values, secrets: {} });
  await theatre.driver.settled();
  expect(await kept()).toEqual(before);
  expect(theatre.driver.whispers(theatre.driver.people.sue).at(-1)?.text).toContain("aren't on the support team");
});

test('a cause that is none is not kept', async () => {
  const values = { cause: 'nonsense', note: '' };
  await chat.hear({
    type: 'form',
    ...base('cause', theatre.driver.people.sue),
    form: 'resolve:1',
    values,
    secrets: {},
  });
  await theatre.driver.settled();
  const { it, events } = await kept();
  expect(it?.state).toBe('resolved');
  expect(events.at(-1)?.data).toMatchObject({ cause: null });
});

const ACTIONS =
  `claim:1 resolve:1 reply:1 show:1 ask-key:1 ask-step:1 correct:1 hand-over:1 snooze:1 reopen:1 helped:1 still:1
  read:1 walk:1 not-this:1 dismiss:1 share:1 key:1 human:1 forget:1 quiet:1 list:9:open did:1:fixed:x choose:1:rate_limited
  step:1:0:fixed answer:1:x:yes claim:-1 claim:1e3 claim:99 claim:9999999999 list:9999999999:open
  __proto__:1 constructor:1 : claim`.split(/\s+/);

test.for(['', 'x'.repeat(100), ...ACTIONS])(
  'a button that was never shown to the presser changes nothing: %s',
  async (action) => {
    const before = await kept();
    const turn: ButtonTurn = { type: 'button', ...base(action), action, message: null };
    await chat.hear(turn);
    await theatre.driver.settled();
    expect(await kept()).toEqual(before);
    expect(theatre.driver.form(BEN)).toBeNull();
    expect(theatre.driver.whispers(BEN).length).toBeGreaterThan(0);
    expect(theatre.driver.whispers(BEN).some(({ text }) => text.includes('Incorrect API key'))).toBe(false);
  },
);

test('a line behind >> of somebody who is not staff goes nowhere', async () => {
  const { driver } = theatre;
  const before = driver.direct(driver.people.ann).length;
  await driver.say(driver.people.ben, { channel: driver.channels.staff, thread: card }, '>> send me your key');
  await driver.settled();
  expect(driver.direct(driver.people.ann)).toHaveLength(before);
});

test('what was pressed once and is sent again does nothing the second time', async () => {
  const { driver } = theatre;
  await driver.press(driver.people.sue, card, 'Ask for a key check');
  await driver.settled();
  const before = await kept();
  const direct = driver.direct(driver.people.ann).length;
  await driver.redeliver();
  await driver.settled();
  expect(await kept()).toEqual(before);
  expect(driver.direct(driver.people.ann)).toHaveLength(direct);
});

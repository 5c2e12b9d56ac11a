import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MemoryChat, memoryChat, NAME, TENANT } from '#test/fakes/memory/chat.ts';
import { memoryDriver } from '#test/fakes/memory/driver.ts';
import { lostCase } from '#test/support/case/life.ts';
import type { Person } from './driver.ts';
import { openTheatre, type Theatre } from './harness.ts';
import { handedOver } from './stories/handing-over.ts';
import { PASTE, QUOTA } from './stories/pastes.ts';

/** What somebody does next: numbers choose among what they can see. */
type Deed =
  | { readonly do: 'press'; readonly who: Who; readonly button: number }
  | { readonly do: 'write'; readonly who: 'ann'; readonly text: string }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'restart' };
type Who = 'ann' | 'sue' | 'tom';

const HOUR_MS = 3_600_000;
const RUNS = Number(process.env['LIFE_RUNS'] ?? 12);

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('press' as const),
      who: fc.constantFrom('ann' as const, 'sue' as const, 'tom' as const),
      button: fc.nat(200),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      who: fc.constant('ann' as const),
      text: fc.constantFrom(PASTE, QUOTA, 'any news?'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(0.6, 2, 26, 80).map((h) => h * HOUR_MS),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' } as const) },
);

/** The buttons on somebody's screen, in the order in which they came. */
function buttonsOf(chat: MemoryChat, who: Who): readonly { readonly id: string; readonly label: string }[] {
  const seen = chat.messages.filter(({ place }) =>
    place.direct ? place.channel === `D-U-${who}` : who !== 'ann' || place.channel !== 'C-staff',
  );
  const whispered = chat.whispered.filter(({ to }) => to === `U-${who}`);
  return [...seen, ...whispered].flatMap(({ id, reply }) => (reply?.buttons ?? []).map(({ label }) => ({ id, label })));
}

async function press(
  theatre: Theatre,
  chat: MemoryChat,
  { who, button }: Extract<Deed, { do: 'press' }>,
): Promise<void> {
  const { driver } = theatre;
  const person: Person = driver.people[who];
  const buttons = buttonsOf(chat, who).filter(({ label }) => label !== 'Delete my data');
  // The newest is what people press most.
  const chosen = buttons.toReversed()[button % Math.max(1, buttons.length)];
  if (chosen === undefined) return;
  await driver.press(person, chosen.id, chosen.label);
  await driver.settled();
  const form = driver.form(person);
  if (form === null) return;
  const values = form.fields
    .filter(({ optional, value }) => !optional && value === '')
    .map(({ label, options }) => [label, options[0] ?? (label === 'API key' ? theatre.goodKey : 'x')]);
  await driver.submit(person, Object.fromEntries(values));
}

async function act(theatre: Theatre, chat: MemoryChat, one: Deed): Promise<void> {
  const { driver, later, due, restart } = theatre;
  if (one.do === 'press') await press(theatre, chat, one);
  else if (one.do === 'write') await driver.tell(driver.people[one.who], one.text);
  else if (one.do === 'restart') await restart();
  else {
    later(one.ms);
    await due();
  }
  await driver.settled();
}

/** Every case there is, and how often it was ended and brought back. */
async function check({ store, log }: Theatre): Promise<void> {
  for (let id = 1; ; id += 1) {
    const found = await store.write(async (trx) => ({ it: await trx.case(id), events: await trx.events(id) }));
    if (found.it === null) break;
    expect(lostCase(found.it)).toBeNull();
    let over = false;
    for (const { type } of found.events) {
      const ends = type === 'resolved' || type === 'solved';
      expect(ends && over, `case ${id} is closed twice`).toBe(false);
      over = ends || (over && !['reopened', 'walk_begun', 'handed_off'].includes(type));
    }
  }
  expect(log.filter((line) => line.includes('a turn failed') || line.includes('broke off'))).toEqual([]);
}

test('whatever people press, write and leave, no case is lost', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(deed, { minLength: 10, maxLength: 40, size: 'max' }),
      async (handed, deeds) => {
        const chat = memoryChat();
        const theatre = await openTheatre(async () => ({
          connect: async () => [chat],
          staff: { chat: NAME, tenant: TENANT, channel: 'C-staff', thread: null, direct: false },
          driver: (bot) => memoryDriver(chat, bot),
          close: async () => undefined,
        }));
        try {
          const { driver } = theatre;
          if (handed) await handedOver(theatre);
          else await driver.say(driver.people.ann, { channel: driver.channels.help }, PASTE);
          await driver.settled();
          for (const one of deeds) {
            await act(theatre, chat, one);
            await check(theatre);
          }
        } finally {
          await theatre.close();
        }
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
});

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KeptReply } from '#store/types.ts';
import { actorOf, directPlace, memoryChat, NAME, placeAt, TENANT } from '#test/fakes/memory/chat.ts';
import { memoryDriver } from '#test/fakes/memory/driver.ts';
import type { Person } from '#test/scenarios/driver.ts';
import { openTheatre, type Theatre } from '#test/scenarios/harness.ts';
import { claimed } from '#test/scenarios/stories/handing-over.ts';
import { hostileText, RUN } from './hostile.ts';

const PEOPLE = {
  ann: { id: 'U-ann', name: 'Ann' },
  ben: { id: 'U-ben', name: 'Ben' },
  sue: { id: 'U-sue', name: 'Sue' },
};
const STRANGER = { id: 'U-eve', name: '<!channel> *Eve*' };

/** Stands in the second case alone. */
const SECRET = 'wombat-7Q';

let theatre: Theatre;
let chat: ReturnType<typeof memoryChat>;
let count = 0;

beforeAll(async () => {
  chat = memoryChat();
  theatre = await openTheatre(async () => ({
    connect: async () => [chat],
    staff: { chat: NAME, tenant: TENANT, channel: 'C-staff', thread: null, direct: false },
    driver: (bot) => memoryDriver(chat, bot),
    close: async () => undefined,
  }));
  await claimed(theatre);
  await theatre.driver.tell(PEOPLE.ben, `${SECRET}: 401 Incorrect API key provided`);
  await theatre.driver.settled();
});
afterAll(() => theatre.close());

const id = fc.oneof(fc.constantFrom('0', '1', '2', '99', '2147483648', 'NaN', '-1', '1e3', ''), fc.string());
const VERBS =
  'walk not-this dismiss share key human claim resolve reply show ask-key ask-step correct hand-over snooze reopen helped still read quiet speak step choose did list answer diagnose handoff constructor __proto__ toString'.split(
    ' ',
  );
const part = fc.oneof(fc.constantFrom('fixed', '0', 'open', 'mine', 'key_invalid', 'yes', '__proto__'), fc.string());
const named = fc
  .tuple(fc.constantFrom(...VERBS), id, fc.array(part, { maxLength: 3 }))
  .map((all) => all.flat().join(':'));
const values = fc.dictionary(
  fc.oneof(
    fc.constantFrom(
      'cause',
      'note',
      'text',
      'for',
      'kind',
      'provider',
      'tool',
      'wrong',
      'to',
      'step',
      'error',
      'urgency',
    ),
    fc.string(),
  ),
  hostileText,
  { maxKeys: 5 },
);
const command = fc.constantFrom('diagnose', 'keycheck', 'cases', 'mycases', 'mydata', 'constructor', '__proto__');
const words = fc
  .tuple(fc.constantFrom('', 'open', 'mine', 'search', 'show', 'person', 'stats', 'give', 'constructor'), hostileText)
  .map(([verb, text]) => `${verb} ${text}`);

type Sent =
  | { readonly type: 'button'; readonly action: string }
  | { readonly type: 'form'; readonly form: string; readonly values: Record<string, string> }
  | { readonly type: 'command'; readonly name: string; readonly text: string }
  | { readonly type: 'message'; readonly text: string; readonly asked: boolean };

const sent: fc.Arbitrary<Sent> = fc.oneof(
  fc.record({ type: fc.constant('button' as const), action: fc.oneof(named, hostileText) }),
  fc.record({ type: fc.constant('form' as const), form: fc.oneof(named, hostileText), values }),
  fc.record({ type: fc.constant('command' as const), name: command, text: words }),
  fc.record({ type: fc.constant('message' as const), text: hostileText, asked: fc.boolean() }),
);

async function send(person: Person, what: Sent): Promise<void> {
  count += 1;
  const actor = actorOf(person);
  const place = what.type === 'message' && !what.asked ? placeAt({ channel: 'C-help' }) : directPlace(person.id);
  const base = { id: `${NAME}:fuzz:${count}`, actor, place };
  const doing = chat.interaction(actor, place);
  if (what.type === 'message') {
    const said = {
      message: { place, id: `f${count}` },
      author: actor,
      files: [],
      attached: [],
      unread: [],
      at: 0,
      edited: false,
      about: null,
    };
    await chat.hear({ ...base, ...said, ...what });
  } else if (what.type === 'button') await chat.hear({ ...base, ...doing, ...what, message: null });
  else if (what.type === 'form') await chat.hear({ ...base, ...doing, ...what, secrets: {} });
  else await chat.hear({ ...base, ...doing, ...what });
}

/** What is there before a run is of no interest to the next one. */
function forget(): void {
  for (const list of [chat.said, chat.whispered, chat.messages]) list.length = 0;
  (theatre.log as string[]).length = 0;
}

const failures = () => theatre.log.filter((line) => /a turn failed|given up|could not/.test(line));

// First: what the other test does to the cases would hide what this one looks for.
test('who is neither its person nor staff changes no case, and reads nothing of it', async () => {
  const kept = () =>
    theatre.store.write(async (trx) => {
      const ids = [1, 2];
      return Promise.all(ids.map(async (one) => [await trx.case(one), (await trx.events(one)).length]));
    });
  const before = await kept();
  await fc.assert(
    fc.asyncProperty(sent, async (what) => {
      forget();
      await send(STRANGER, what);
      expect(
        chat.whispered
          .filter(({ to }) => to === STRANGER.id)
          .map(wordsOf)
          .join('\n'),
      ).not.toContain(SECRET);
      expect(JSON.stringify(chat.forms.get(STRANGER.id) ?? null)).not.toContain(SECRET);
    }),
    RUN,
  );
  expect(await kept()).toEqual(before);
});

test('nothing that anybody sends makes the bot fail', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.values(PEOPLE), STRANGER), sent, async (person, what) => {
      forget();
      await send(person, what);
      expect(failures()).toEqual([]);
    }),
    RUN,
  );
});

function wordsOf({ reply }: { readonly reply: KeptReply }): string {
  return JSON.stringify(reply);
}

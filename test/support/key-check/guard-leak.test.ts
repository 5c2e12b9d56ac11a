import { expect, test } from 'vitest';
import { memoryChat } from '#test/fakes/memory/chat.ts';
import { memoryDriver } from '#test/fakes/memory/driver.ts';
import { openTheatre } from '#test/scenarios/harness.ts';
import { openMemory } from '#test/scenarios/memory-stage.ts';

/** Of the length and the randomness that prove a key: it is made up. */
const KEY = [
  'sk-proj-',
  'u8jzPde0IgxLd6GncfBAepfJBd0Kh8oOOL8dKLzdocJ2isAjIhKtJ0RlgLKOmxgJTeKdNnFRIB',
  'T3BlbkFJ',
  'XuDL7DxtpYlSXpfKtHF4vUCsMehGAkWvj7FAc9QeWJKY40uvSwMFLZDe1f8rESQedUStPKR0Cs',
].join('');

/** Ann posts a key where a chat can, or cannot, show something to her alone, and may, or may not, delete it. */
async function posted({ whispers, deletes }: { readonly whispers: boolean; readonly deletes: boolean }) {
  const chat = memoryChat();
  const removed: string[] = [];
  const own = chat.whisper.bind(chat);
  Object.assign(chat, {
    capabilities: { ...chat.capabilities, redactOthers: true },
    whisper: async (...args: Parameters<typeof own>) => whispers && (await own(...args)),
    async redact({ id }: { readonly id: string }) {
      if (deletes) removed.push(id);
      return deletes;
    },
  });
  const theatre = await openTheatre(async () => ({
    ...(await openMemory()),
    connect: async () => [chat],
    driver: (bot) => memoryDriver(chat, bot),
  }));
  const { driver } = theatre;
  const { ann } = driver.people;
  const id = await driver.say(
    ann,
    { channel: driver.channels.help },
    `why does this not work? export OPENAI_API_KEY=${KEY}`,
  );
  await driver.settled();
  const bots = <T extends { author: string }>(all: readonly T[]) => all.filter(({ author }) => author === 'bot');
  const seen = {
    removed: removed.includes(id),
    whispered: driver.whispers(ann).length,
    direct: bots(driver.direct(ann)).length,
    inChannel: bots(driver.visible({ channel: driver.channels.help })),
    staff: bots(driver.visible({ channel: driver.channels.staff })),
    log: theatre.log.filter((line) => line.includes('a key was posted')),
  };
  await theatre.close();
  return seen;
}

test('who cannot be whispered to is told in the direct messages, once', async () => {
  expect(await posted({ whispers: true, deletes: false })).toMatchObject({ whispered: 1, direct: 0 });
  expect(await posted({ whispers: false, deletes: false })).toMatchObject({ whispered: 0, direct: 1 });
});

test('a message that was deleted is not linked to; one that stays is', async () => {
  const [gone, left] = [
    await posted({ whispers: true, deletes: true }),
    await posted({ whispers: true, deletes: false }),
  ];
  expect([gone.removed, left.removed]).toEqual([true, false]);
  expect(gone.staff.map(({ text }) => text.includes('https://chat.example/'))).toEqual([false]);
  expect(left.staff.map(({ text }) => text.includes('https://chat.example/'))).toEqual([true]);
  expect([gone.inChannel, left.inChannel].map((notes) => notes.length)).toEqual([1, 1]);
  expect(JSON.parse(gone.log[0] ?? '')).toMatchObject({ keys: 1, removed: true });
  expect(JSON.parse(left.log[0] ?? '')).toMatchObject({ keys: 1, removed: false });
});

test('a key that a bot or a webhook posts sets off the alarm and is answered to nobody', async () => {
  const chat = memoryChat();
  const own = chat.start.bind(chat);
  Object.assign(chat, {
    start: (handle: Parameters<typeof own>[0]) => {
      return own((turn) => handle(turn.type === 'message' ? { ...turn, actor: { ...turn.actor, bot: true } } : turn));
    },
  });
  const theatre = await openTheatre(async () => ({
    ...(await openMemory()),
    connect: async () => [chat],
    driver: (bot) => memoryDriver(chat, bot),
  }));
  const { driver } = theatre;
  const { ann } = driver.people;
  const help = { channel: driver.channels.help };
  await driver.say(ann, help, '401 Incorrect API key provided, see https://platform.openai.com/account/api-keys');
  await driver.say(ann, help, `deploy failed: OPENAI_API_KEY=${KEY}`);
  await driver.settled();
  const staff = driver.visible({ channel: driver.channels.staff }).filter(({ author }) => author === 'bot');
  const answers = driver.visible(help).filter(({ author }) => author === 'bot');
  const everything = driver.everything();
  await theatre.close();
  expect(staff.map(({ text }) => text.includes('A bot or webhook posted a key'))).toEqual([true]);
  expect([answers, driver.whispers(ann)]).toEqual([[], []]);
  expect(everything).not.toContain(KEY);
});

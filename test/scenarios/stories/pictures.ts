import { expect, vi } from 'vitest';
import { drawnPicture } from '#test/pictures/drawn.ts';
import { emptyPng } from '#test/pictures/hostile.ts';
import type { Driver } from '#test/scenarios/driver.ts';
import type { Story } from './story.ts';

const ERROR = [
  'openai.AuthenticationError: Error code: 401',
  'Incorrect API key provided. You can find your API key',
  'at https://platform.openai.com/account/api-keys',
];
/** Made up. */
const KEY = 'Kq7Wm2Xv9Rt4Bn8Lp3Zd6Hs5JfQw8Ty1Ua';

/** What the bot said where people ask. */
function answersIn(driver: Driver) {
  return driver.visible({ channel: driver.channels.help }).filter(({ author }) => author === 'bot');
}

async function send(driver: Driver, bytes: Uint8Array, text = '', mention = false): Promise<void> {
  const files = [{ name: 'screenshot.png', text: '', bytes }];
  await driver.say(driver.people.ann, { channel: driver.channels.help }, text, { files, mention });
}

/** A picture is read like a paste, carefully. */
export const pictures: Readonly<Record<string, Story>> = {
  'a screenshot of an error is answered, and the answer says where it was read': async ({ driver }) => {
    await send(driver, await drawnPicture(ERROR));
    await driver.settled();
    expect(answersIn(driver)).toHaveLength(1);
    expect(answersIn(driver)[0]?.text).toContain('OpenAI');
    expect(answersIn(driver)[0]?.text).toContain('Read from your screenshot.');
  },

  'a key in a screenshot is told to its author alone, and nothing of it is kept': async ({ driver, store, log }) => {
    const { ann } = driver.people;
    await send(driver, await drawnPicture([`export OPENAI_API_KEY=sk-proj-${KEY}`, ...ERROR]));
    await driver.settled();
    const told = [...driver.whispers(ann), ...driver.direct(ann)].map(({ text }) => text).join('\n');
    expect(told).toContain('Your screenshot seems to show a key');
    expect(
      answersIn(driver)
        .map(({ text }) => text)
        .join('\n'),
    ).not.toContain('seems to show a key');
    const kept = JSON.stringify([
      await store.write((trx) => trx.findCases({ limit: 50 })),
      answersIn(driver),
      told,
      log,
    ]);
    for (let at = 0; at + 8 <= KEY.length; at += 1) expect(kept).not.toContain(KEY.slice(at, at + 8));
  },

  'who asks about a picture that cannot be read is asked for the text; unasked nothing is said': async ({ driver }) => {
    const blank = await drawnPicture([]);
    await send(driver, blank);
    await driver.settled();
    expect(answersIn(driver)).toEqual([]);
    await send(driver, blank, '', true);
    await driver.settled();
    expect(answersIn(driver)[0]?.text).toContain('Please paste the error as text, with any key removed.');
  },

  'a picture that is too large is not decoded': async ({ driver }) => {
    const bomb = emptyPng(30_000, 30_000);
    await send(driver, bomb);
    await driver.settled();
    expect(answersIn(driver)).toEqual([]);
    await send(driver, bomb, '', true);
    await driver.settled();
    expect(answersIn(driver)[0]?.text).toContain('This picture is too large for me to read.');
  },

  'words and the picture beside them are one paste': async ({ driver }) => {
    const picture = await drawnPicture(['Error code: 429', 'insufficient_quota: You exceeded your current quota']);
    await send(driver, picture, 'my openai bot prints this', true);
    await driver.settled();
    expect(answersIn(driver)).toHaveLength(1);
    expect(answersIn(driver)[0]?.text).toContain('OpenAI');
    expect(answersIn(driver)[0]?.text).toContain('Read from your screenshot.');
  },

  'the fourth picture of a person in ten minutes is not read': async ({ driver }) => {
    for (let count = 0; count < 3; count += 1) await send(driver, emptyPng(32, 32 + count));
    await driver.settled();
    await send(driver, emptyPng(32, 40), '', true);
    await driver.settled();
    expect(answersIn(driver)[0]?.text).toContain("I'm busy with other pictures");
  },

  'who asked about a picture that was being read when the bot stopped is asked for the text': async ({
    driver,
    restart,
    picturesBegun,
  }) => {
    await send(driver, await drawnPicture(ERROR), '', true);
    await vi.waitFor(() => expect(picturesBegun()).toBeGreaterThan(0), 10_000);
    await restart();
    await driver.settled();
    expect(answersIn(driver)).toHaveLength(1);
    expect(answersIn(driver)[0]?.text).toMatch(/Please paste the error as text|OpenAI/);
  },
};

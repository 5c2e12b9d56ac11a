import { expect } from 'vitest';
import type { Driver } from '#test/scenarios/driver.ts';
import type { Theatre } from '#test/scenarios/harness.ts';
import type { Story } from './story.ts';

/** Looks like a live key, belongs to nobody. */
const HALF = 'Zq7Kx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0GuEa'.repeat(3).slice(0, 74);
const CANARY = `sk-proj-${HALF}T3BlbkFJ${HALF}`;

/** A whole key of its own for each way to expose one. */
const keyOf = (mark: string) => `sk-proj-${(mark + HALF).slice(0, 74)}T3BlbkFJ${HALF}`;

/** Each of these once had its message deleted. */
const INNOCENT = [
  'https://proxy:****@gw.example.com/v1',
  'postgres://app:${DB_PASSWORD}@db/app',
  'https://user:password@localhost:3000/',
  'sk-video-classification-1.10.2-py3',
  'git checkout sk-2024-11-fix-login-page-v2',
  'const token = getTokenFromSession2Storage1();',
  'token: openai-credentials-prod-2024-v12',
];

/** Ways in which keys get to be seen by others. */
const EXPOSED: readonly (readonly [mark: string, expose: (theatre: Theatre, key: string) => Promise<unknown>])[] = [
  ['Ch1', ({ driver }, key) => driver.say(driver.people.ann, { channel: driver.channels.help }, `my key ${key} fails`)],
  [
    'Ch2',
    ({ driver }, key) =>
      driver.say(
        driver.people.ann,
        { channel: driver.channels.help },
        `OPENAI_API_KEY=${key.slice(0, 70)}\n${key.slice(70)}`,
      ),
  ],
  [
    'Fi3',
    ({ driver }, key) =>
      driver.say(driver.people.ann, { channel: driver.channels.help }, 'my log', {
        files: [{ name: 'a.log', text: `{"line":"key:\\n${key}\\n401"}` }],
      }),
  ],
  ['Di4', ({ driver }, key) => driver.tell(driver.people.ann, key)],
  ['Co5', ({ driver }, key) => driver.command(driver.people.ann, 'keycheck', key, { channel: driver.channels.help })],
];

/** Ways in which people enter a key, all of which are mended before it is sent. */
const ENTERED: readonly ((key: string) => string)[] = [
  (key) => key,
  (key) => ` ${key} `,
  (key) => `${key}\n`,
  (key) => `"${key}"`,
  (key) => `Bearer ${key}`,
  (key) => `OPENAI_API_KEY=${key}`,
  (key) => `${key.slice(0, 40)}\u200b${key.slice(40)}`,
  (key) => `${key.slice(0, 80)}\n${key.slice(80)}`,
  (key) => `${key}${key}`,
  (key) => `||${key}||`,
  (key) => `${key}.`,
  (key) => key.replaceAll('-', '\\-'),
];

/** Sends the open form. A field of one line makes a blank of a line break. */
async function enterKey(driver: Driver, key: string): Promise<void> {
  const { ann } = driver.people;
  const values = (entered: string) => ({ 'API key': entered, Provider: 'OpenAI' });
  try {
    await driver.submit(ann, values(key));
  } catch {
    await driver.submit(ann, values(key.replaceAll('\n', ' ')));
  }
}

/** Keys: asked for in private alone, never shown, never kept. */
export const keys: Readonly<Record<string, Story>> = {
  '/keycheck in a channel invites into the direct messages; the form there takes the key': async (theatre) => {
    const { driver, goodKey } = theatre;
    const { ann } = driver.people;
    await driver.command(ann, 'keycheck', '', { channel: driver.channels.help });
    await driver.settled();
    if (driver.can.whispers) expect(driver.whispers(ann).at(-1)?.text).toContain('Check your direct messages');
    const invitation = driver.direct(ann).at(-1);
    await driver.press(ann, invitation?.id ?? '', 'Enter the key');
    await driver.settled();
    expect(driver.form(ann)?.fields.map(({ label }) => label)).toEqual([
      'API key',
      'Provider',
      'Another provider',
      'Base URL',
      'Model',
    ]);
    await driver.submit(ann, { 'API key': goodKey, Provider: 'OpenAI' });
    await driver.settled();
    const result = driver.direct(ann).at(-1);
    expect(result?.text).toContain('The key works');
    expect(result?.buttons).toContain('Check another key');
    expect(theatre.provider.seen.length).toBeGreaterThan(0);
    expect(driver.everything()).not.toContain(goodKey);
    expect(driver.visible({ channel: driver.channels.help })).toEqual([]);
  },

  'a provider behind the command is chosen in the form, however it is written; another word is not': async ({
    driver,
  }) => {
    const { ann } = driver.people;
    const chosen = async (text: string) => {
      await driver.command(ann, 'keycheck', text);
      await driver.settled();
      return driver.form(ann)?.fields.find(({ options }) => options.length > 0)?.value;
    };
    const guess = await chosen('frobnicator');
    expect(await chosen('OpenAI')).toMatch(/^openai$/i);
    expect(await chosen(' ANTHROPIC ')).toMatch(/^anthropic$/i);
    expect(await chosen('')).toBe(guess);
  },

  'who has closed their direct messages is told how to open them': async ({ driver }) => {
    const { ann } = driver.people;
    driver.fail('dm-closed');
    await driver.command(ann, 'keycheck', '', { channel: driver.channels.help });
    await driver.settled();
    expect(driver.whispers(ann).at(-1)?.text).toContain("I can't send you direct messages");
    await driver.command(ann, 'keycheck', '', { channel: driver.channels.help });
  },

  'a key that the provider refuses changes the case and its checklist': async (theatre) => {
    const { driver, provider, goodKey } = theatre;
    const { ann } = driver.people;
    provider.state = 'wrong';
    await driver.command(ann, 'keycheck');
    await driver.settled();
    await driver.submit(ann, { 'API key': goodKey, Provider: 'OpenAI' });
    await driver.settled();
    const result = driver.direct(ann).at(-1);
    expect(result?.text).toMatch(/refuses|does not know|rejected/i);
    await driver.press(ann, result?.id ?? '', 'Walk me through it');
    await driver.settled();
    expect(driver.direct(ann).at(-1)?.text).toContain('Step 1 of');
    expect(driver.everything()).not.toContain(goodKey);
  },

  'a key typed behind the command is called exposed and never used': async ({ driver, provider, goodKey }) => {
    const { ann } = driver.people;
    await driver.command(ann, 'keycheck', goodKey, { channel: driver.channels.help });
    await driver.settled();
    if (driver.can.whispers) expect(driver.whispers(ann).at(-1)?.text).toContain('That key is now exposed');
    expect(provider.seen).toEqual([]);
    expect(driver.everything()).not.toContain(goodKey);
    await driver.command(ann, 'keycheck');
    await driver.settled();
    await driver.submit(ann, { 'API key': goodKey, Provider: 'OpenAI' });
    await driver.settled();
    expect(provider.seen).toEqual([]);
    expect(driver.direct(ann).at(-1)?.text).toContain('The key was not sent');
  },

  'a key that was public in any way is never sent, however it is entered': async (theatre) => {
    const { driver, provider } = theatre;
    const { ann } = driver.people;
    for (const [mark, expose] of EXPOSED) {
      const key = keyOf(mark);
      await expose(theatre, key);
      await driver.settled();
      for (const write of ENTERED) {
        await driver.command(ann, 'keycheck');
        await driver.settled();
        await enterKey(driver, write(key));
        await driver.settled();
        expect({ mark, entered: write('KEY'), sent: provider.seen.length }).toEqual({
          mark,
          entered: write('KEY'),
          sent: 0,
        });
      }
      expect(driver.everything()).not.toContain(key.slice(60, 90));
    }
  },

  'what only looks like a key is warned about, and its message stays': async ({ driver }) => {
    const { ann } = driver.people;
    const { help } = driver.channels;
    const id = await driver.say(ann, { channel: help }, 'deploy token: cf59fcbfdb244f824208f038dfda28a23a4354dd');
    await driver.settled();
    expect([...driver.whispers(ann), ...driver.direct(ann)].at(-1)?.text).toContain(
      'Your message shows a key or token',
    );
    expect(driver.visible({ channel: help }).some((message) => message.id === id)).toBe(true);
  },

  'placeholders, masked keys, branches and code are no leak': async ({ driver }) => {
    const { ann } = driver.people;
    const { help } = driver.channels;
    for (const text of INNOCENT) await driver.say(ann, { channel: help }, text);
    await driver.settled();
    expect([...driver.whispers(ann), ...driver.direct(ann)].filter(({ text }) => text.includes('shows a key'))).toEqual(
      [],
    );
    expect(driver.visible({ channel: help }).filter(({ author }) => author !== 'bot')).toHaveLength(INNOCENT.length);
  },

  'a key as a direct message is called exposed and never used': async ({ driver, provider }) => {
    const { ann } = driver.people;
    await driver.tell(ann, CANARY);
    await driver.settled();
    expect(driver.direct(ann).findLast(({ author }) => author === 'bot')?.text).toContain('That key is now exposed');
    expect(provider.seen).toEqual([]);
    expect(driver.everything()).not.toContain(CANARY);
  },

  'who pastes an error with the key in it keeps the answer, also where the bot takes the message away': async (
    theatre,
  ) => {
    const { driver, store } = theatre;
    const { ann } = driver.people;
    const { help } = driver.channels;
    const paste = `OPENAI_API_KEY=${CANARY}\n401 Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.`;
    await driver.say(ann, { channel: help }, paste);
    await driver.settled();
    const answers = driver.visible({ channel: help }).filter(({ author }) => author === 'bot');
    expect(answers.map(({ text }) => text)).toEqual([expect.stringContaining('message shows a key')]);
    expect((await store.write((trx) => trx.case(1)))?.state).toBe('open');
    expect(driver.everything()).not.toContain(CANARY);
  },

  'a key in a channel: its author is warned, the thread noted, the staff told, the key nowhere': async (theatre) => {
    const { driver, store } = theatre;
    const { ann } = driver.people;
    const { help, staff } = driver.channels;
    const id = await driver.say(ann, { channel: help }, `why does this not work? export OPENAI_API_KEY=${CANARY}`);
    await driver.settled();
    // Where a chat cannot whisper without being asked, it is a direct message.
    expect([...driver.whispers(ann), ...driver.direct(ann)].at(-1)?.text).toContain(
      'Your message shows a key or token',
    );
    if (driver.can.redact) expect(driver.visible({ channel: help }).some(({ id: left }) => left === id)).toBe(false);
    const note = driver.visible({ channel: help }).find(({ author }) => author === 'bot');
    expect(note?.text).toMatch(/posted here|message shows a key/);
    expect(driver.visible({ channel: staff }).map(({ text }) => text)).toContainEqual(
      expect.stringContaining('A key was posted in a channel'),
    );
    expect(driver.everything()).not.toContain(CANARY);
    const cases = await store.write((trx) => Promise.all([trx.case(1), trx.events(1)]));
    expect(JSON.stringify(cases)).not.toContain(CANARY);
  },
};

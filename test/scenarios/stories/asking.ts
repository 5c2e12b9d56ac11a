import { expect } from 'vitest';
import { PASTE } from './pastes.ts';
import type { Story } from './story.ts';

/** What people see when they ask the bot themselves. */
export const asking: Readonly<Record<string, Story>> = {
  '/diagnose opens a form and answers its asker alone': async ({ driver }) => {
    const { ann } = driver.people;
    const where = { channel: driver.channels.help };
    await driver.command(ann, 'diagnose', '', where);
    await driver.settled();
    await driver.submit(ann, { 'The error': PASTE });
    await driver.settled();
    expect(driver.visible(where)).toEqual([]);
    const seen = [...driver.whispers(ann), ...driver.direct(ann)].at(-1);
    expect(seen?.text).toContain('OpenAI');
    expect(seen?.buttons).toContain('Walk me through it');
    await driver.press(ann, seen?.id ?? '', 'Walk me through it');
    await driver.settled();
    expect(driver.direct(ann).at(-1)?.text).toContain('Step 1 of');
  },

  '"Diagnose this" answers the asker alone, who can share it in the thread': async ({ driver }) => {
    const { ann, ben } = driver.people;
    const where = { channel: driver.channels.other };
    const id = await driver.say(ann, where, PASTE);
    await driver.settled();
    await driver.menu(ben, where, id);
    await driver.settled();
    const bots = () => driver.visible(where).filter(({ author }) => author === 'bot');
    expect(bots()).toEqual([]);
    const whisper = driver.whispers(ben).at(-1);
    expect(whisper?.text).toContain('OpenAI');
    await driver.press(ben, whisper?.id ?? '', 'Share in the channel');
    await driver.settled();
    expect(bots()).toHaveLength(1);
  },

  "a mention in somebody's thread is about the message that the thread hangs on": async ({ driver }) => {
    if (!driver.can.threads || driver.name === 'memory') return;
    const { ann, ben } = driver.people;
    const { other } = driver.channels;
    const id = await driver.say(ann, { channel: other }, PASTE);
    await driver.say(ben, { channel: other, thread: id }, 'what is that?', { mention: true });
    await driver.settled();
    const answer = driver.visible({ channel: other }).find(({ author }) => author === 'bot');
    expect(answer?.text).toContain('OpenAI');
    expect(answer?.where.thread).toBe(id);
  },

  'the home page shows how it works, open cases and privacy': async ({ driver }) => {
    if (!driver.can.home) return;
    const { ann } = driver.people;
    await driver.say(ann, { channel: driver.channels.help }, PASTE);
    await driver.settled();
    const home = await driver.home(ann);
    expect(home?.text).toMatch(/Case \d+: /);
    expect(home?.buttons).toEqual(['Only answer when asked', 'Delete my data']);
  },

  '/mydata shows what is kept and deletes it': async ({ driver, store }) => {
    const { ann } = driver.people;
    const where = { channel: driver.channels.help };
    await driver.say(ann, where, PASTE);
    await driver.settled();
    await driver.command(ann, 'mydata', '', where);
    await driver.settled();
    const page = driver.whispers(ann).at(-1);
    await driver.press(ann, page?.id ?? '', 'Delete my data');
    await driver.settled();
    expect(driver.whispers(ann).at(-1)?.text).toContain('Your data is deleted');
    const it = await store.write((trx) => trx.case(1));
    expect(it).toMatchObject({ paste: '', person: { id: 'forgotten' } });
  },

  'a message that the chat refuses for a while comes when it can': async ({ driver }) => {
    const where = { channel: driver.channels.help };
    driver.fail('rate-limited');
    await driver.say(driver.people.ann, where, PASTE);
    const until = Date.now() + 4000;
    while (driver.visible(where).length < 2 && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(driver.visible(where).filter(({ author }) => author === 'bot')).toHaveLength(1);
  },
};

import { expect } from 'vitest';
import type { Driver } from '#test/scenarios/driver.ts';
import { PASTE, QUOTA } from './pastes.ts';
import type { Story } from './story.ts';

/** What the bot said where people ask. */
function answersIn(driver: Driver) {
  return driver.visible({ channel: driver.channels.help }).filter(({ author }) => author === 'bot');
}

const LINE = '2026-03-11T12:00:00Z info worker picks up the next job from the queue\n';
/** A log of so many bytes with an error at the end. */
function longLog(bytes: number): string {
  return `${LINE.repeat(Math.ceil(bytes / LINE.length))}${PASTE}\n`;
}

const DAY_MS = 24 * 3_600_000;

/** What the bot reads of a message, and which messages it reads. */
export const hearing: Readonly<Record<string, Story>> = {
  'an error that is forwarded without a word is answered': async ({ driver }) => {
    await driver.forward(driver.people.ann, { channel: driver.channels.help }, PASTE);
    await driver.settled();
    expect(answersIn(driver)).toHaveLength(1);
    expect(answersIn(driver)[0]?.text).toContain('OpenAI');
  },

  'a log in a forwarded message is read': async ({ driver }) => {
    const files = [{ name: 'error.log', text: PASTE }];
    await driver.forward(driver.people.ann, { channel: driver.channels.help }, 'anybody?', files);
    await driver.settled();
    expect(answersIn(driver)[0]?.text).toContain('OpenAI');
  },

  '"Diagnose this" reads what another app says in blocks or in an attachment': async ({ driver }) => {
    const { ann } = driver.people;
    const where = { channel: driver.channels.help };
    for (const how of ['blocks', 'attachment'] as const) {
      const id = await driver.alert(where, QUOTA, how);
      await driver.settled();
      expect(answersIn(driver)).toEqual([]);
      await driver.menu(ann, where, id);
      await driver.settled();
      expect(driver.whispers(ann).at(-1)?.text).toContain('OpenAI');
    }
  },

  'text files are known by their content, whatever they are called': async ({ driver, later }) => {
    const { ann } = driver.people;
    const where = { channel: driver.channels.help };
    const names = [
      'stderr.out',
      'app.err',
      'conf.ini',
      'app.log.1',
      'trace.har',
      'page.html',
      'main.go',
      'core',
      'x.ps1',
    ];
    for (const [index, name] of names.entries()) {
      await driver.say(ann, where, 'here', { mention: true, files: [{ name, text: PASTE }] });
      await driver.settled();
      expect([name, answersIn(driver).length]).toEqual([name, index + 1]);
      expect(answersIn(driver)[index]?.text).toContain('OpenAI');
      later(130_000);
    }
  },

  'of a long log the end is read': async ({ driver }) => {
    const files = [{ name: 'worker.log', text: longLog(3_000_000) }];
    await driver.say(driver.people.ann, { channel: driver.channels.help }, 'the whole log', { files });
    await driver.settled();
    expect(answersIn(driver)[0]?.text).toContain('OpenAI');
  },

  'a file of another workspace is read': async ({ driver }) => {
    const files = [{ name: 'error.log', text: PASTE, connect: true as const }];
    await driver.say(driver.people.ann, { channel: driver.channels.help }, 'see the file', { files });
    await driver.settled();
    expect(answersIn(driver)[0]?.text).toContain('OpenAI');
  },

  'who asks about a file that cannot be read is told so': async ({ driver }) => {
    const files = [{ name: 'dump.zip', text: 'PK' }];
    await driver.say(driver.people.ann, { channel: driver.channels.help }, 'what is wrong?', { mention: true, files });
    await driver.settled();
    expect(answersIn(driver)[0]?.text).toContain('dump.zip');
  },

  'a pin or an edit of an old message is not answered': async ({ driver }) => {
    const { ann, ben } = driver.people;
    const where = { channel: driver.channels.help };
    const id = driver.wroteLongAgo(ann, where, PASTE, 40 * DAY_MS);
    await driver.pin(where, id);
    await driver.settled();
    expect(answersIn(driver)).toEqual([]);
    await driver.edit(ann, where, id, QUOTA);
    await driver.settled();
    expect(answersIn(driver)).toEqual([]);
    await driver.say(ben, where, PASTE);
    await driver.settled();
    expect(answersIn(driver)).toHaveLength(1);
  },

  'an edit that adds the error a few minutes later is answered': async ({ driver, later }) => {
    const { ann } = driver.people;
    const where = { channel: driver.channels.help };
    const id = await driver.say(ann, where, 'my key does not work');
    await driver.settled();
    later(600_000);
    await driver.edit(ann, where, id, PASTE);
    await driver.settled();
    expect(answersIn(driver)).toHaveLength(1);
  },

  'a message that is deleted while its file is loaded gets no answer, even after a restart': async ({
    driver,
    restart,
  }) => {
    const { ann } = driver.people;
    const where = { channel: driver.channels.help };
    driver.slowFiles(400);
    const id = await driver.say(ann, where, 'see the log', { files: [{ name: 'error.log', text: PASTE }] });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await driver.remove(ann, where, id);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await driver.settled();
    expect(answersIn(driver)).toEqual([]);
    await restart();
    await driver.settled();
    expect(answersIn(driver)).toEqual([]);
  },

  'a message that is deleted at once leaves no answer': async ({ driver }) => {
    const { ann } = driver.people;
    const where = { channel: driver.channels.help };
    for (let round = 0; round < 4; round += 1) {
      const id = await driver.say(ann, where, `${PASTE} ${round}`);
      await driver.remove(ann, where, id);
    }
    await driver.settled();
    expect(answersIn(driver)).toEqual([]);
  },
};

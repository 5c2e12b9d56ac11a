import { expect } from 'vitest';
import type { Story } from './story.ts';

/** An error that leaves no doubt. */
export const PASTE =
  'openai.AuthenticationError: Error code: 401 - {"error": {"message": "Incorrect API key provided: sk-proj-****abcd. You can find your API key at https://platform.openai.com/account/api-keys.", "type": "invalid_request_error", "code": "invalid_api_key"}}';
export const QUOTA =
  'openai.RateLimitError: Error code: 429 - {"error": {"message": "You exceeded your current quota, please check your plan and billing details.", "type": "insufficient_quota", "code": "insufficient_quota"}}';
const TALK = 'good morning, who is coming to the meetup on Thursday?';

/** What people see when they paste something. */
export const pastes: Readonly<Record<string, Story>> = {
  'a paste in an opted-in channel gets one answer that names provider and first step': async ({ driver }) => {
    const { ann } = driver.people;
    const { help } = driver.channels;
    const id = await driver.say(ann, { channel: help }, PASTE);
    await driver.settled();
    const answers = driver.visible({ channel: help }).filter(({ author }) => author === 'bot');
    expect(answers).toHaveLength(1);
    const [answer] = answers;
    expect(answer?.text).toContain('OpenAI');
    expect(answer?.text).toContain("OpenAI doesn't recognize the key that was sent");
    expect(answer?.text).toContain('Do this first:');
    expect(answer?.buttons.slice(0, 4)).toEqual([
      'Walk me through it',
      'Check my key privately',
      'Get a human',
      'Not this',
    ]);
    if (driver.can.threads) expect(answer?.where.thread).toBe(id);
  },

  'ordinary talk gets no answer': async ({ driver }) => {
    await driver.say(driver.people.ann, { channel: driver.channels.help }, TALK);
    await driver.settled();
    const answers = () => driver.visible({ channel: driver.channels.help }).filter(({ author }) => author === 'bot');
    expect(answers()).toEqual([]);
    // It was heard, and is heard.
    await driver.say(driver.people.ben, { channel: driver.channels.help }, PASTE);
    await driver.settled();
    expect(answers()).toHaveLength(1);
  },

  'a channel that is not opted in gets an answer only to a mention': async ({ driver }) => {
    const { other } = driver.channels;
    await driver.say(driver.people.ann, { channel: other }, PASTE);
    await driver.settled();
    const answers = () => driver.visible({ channel: other }).filter(({ author }) => author === 'bot');
    expect(answers()).toEqual([]);
    await driver.say(driver.people.ben, { channel: other }, PASTE, { mention: true });
    await driver.settled();
    expect(answers()).toHaveLength(1);
  },

  'an event that is delivered twice is answered once': async ({ driver }) => {
    await driver.say(driver.people.ann, { channel: driver.channels.help }, PASTE);
    await driver.settled();
    await driver.redeliver();
    await driver.settled();
    expect(driver.visible({ channel: driver.channels.help }).filter(({ author }) => author === 'bot')).toHaveLength(1);
  },

  'what a person adds within two minutes changes the one answer': async ({ driver }) => {
    const { ann } = driver.people;
    const where = { channel: driver.channels.help };
    await driver.say(ann, where, QUOTA);
    await driver.settled();
    await driver.say(ann, where, 'I use the key in Roo Code, by the way, version 3.2');
    await driver.settled();
    const answers = driver.visible(where).filter(({ author }) => author === 'bot');
    expect(answers).toHaveLength(1);
    expect(answers[0]?.text).toContain('Roo Code');
  },

  'an edit changes the answer, a deletion takes it away': async ({ driver }) => {
    const { ann } = driver.people;
    const where = { channel: driver.channels.help };
    const id = await driver.say(ann, where, PASTE);
    await driver.settled();
    const before = driver.visible(where).find(({ author }) => author === 'bot');
    await driver.edit(ann, where, id, QUOTA);
    await driver.settled();
    const after = driver.visible(where).filter(({ author }) => author === 'bot');
    expect(after).toHaveLength(1);
    expect(after[0]?.id).toBe(before?.id);
    expect(after[0]?.text).not.toBe(before?.text);
    await driver.remove(ann, where, id);
    await driver.settled();
    expect(driver.visible(where).filter(({ author }) => author === 'bot')).toEqual([]);
  },

  'a deleted paste that others have answered takes the answer away': async ({ driver }) => {
    if (!driver.can.threads) return;
    const { ann, ben } = driver.people;
    const where = { channel: driver.channels.help };
    const answers = () => driver.visible(where).filter(({ author }) => author === 'bot');
    const id = await driver.say(ann, where, PASTE);
    await driver.settled();
    await driver.say(ben, { ...where, thread: id }, 'I have the same');
    await driver.settled();
    expect(answers()).toHaveLength(1);
    await driver.remove(ann, where, id);
    await driver.settled();
    expect(answers()).toEqual([]);
  },

  'an edit that leaves no error takes the answer away': async ({ driver }) => {
    const { ann } = driver.people;
    const where = { channel: driver.channels.help };
    const answers = () => driver.visible(where).filter(({ author }) => author === 'bot');
    const id = await driver.say(ann, where, PASTE);
    await driver.settled();
    expect(answers()).toHaveLength(1);
    await driver.edit(ann, where, id, TALK);
    await driver.settled();
    expect(answers()).toEqual([]);
  },

  'an uploaded log is read like a paste': async ({ driver }) => {
    const where = { channel: driver.channels.help };
    await driver.say(driver.people.ann, where, 'it does not work', { files: [{ name: 'error.log', text: PASTE }] });
    await driver.settled();
    expect(driver.visible(where).filter(({ author }) => author === 'bot')).toHaveLength(1);
  },

  'the same error of the same person is answered once': async ({ driver, later }) => {
    const where = { channel: driver.channels.help };
    await driver.say(driver.people.ann, where, PASTE);
    await driver.settled();
    later(130_000);
    await driver.say(driver.people.ann, where, PASTE);
    await driver.settled();
    expect(driver.visible(where).filter(({ author }) => author === 'bot')).toHaveLength(1);
  },

  'where staff has answered in the thread the bot is silent': async ({ driver, later }) => {
    if (!driver.can.threads) return;
    const { ann, sue } = driver.people;
    const { help } = driver.channels;
    const id = await driver.say(ann, { channel: help }, 'who can help me with my key?');
    await driver.say(sue, { channel: help, thread: id }, 'I can, show me the error');
    await driver.settled();
    later(200_000);
    await driver.say(ann, { channel: help, thread: id }, PASTE);
    await driver.settled();
    const answers = () => driver.visible({ channel: help }).filter(({ author }) => author === 'bot');
    expect(answers()).toEqual([]);
    const other = await driver.say(ann, { channel: help }, PASTE);
    await driver.settled();
    expect(answers().map(({ where }) => where.thread)).toEqual([other]);
  },

  'in the direct messages everything is answered': async ({ driver }) => {
    const { ann } = driver.people;
    await driver.tell(ann, 'hello?');
    await driver.settled();
    const first = driver.direct(ann).find(({ author }) => author === 'bot');
    expect(first?.text).toContain('Which of these do you see?');
    await driver.press(ann, first?.id ?? '', '403, not allowed');
    await driver.settled();
    expect(driver.direct(ann).find(({ id }) => id === first?.id)?.text).toContain('the key is not allowed to do this');
  },
};

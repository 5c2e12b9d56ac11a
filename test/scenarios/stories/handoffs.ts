import { expect } from 'vitest';
import { claimed, handedOver } from './handing-over.ts';
import { PASTE } from './pastes.ts';
import type { Story } from './story.ts';

/** From a person to the support staff and back. */
export const handoffs: Readonly<Record<string, Story>> = {
  'a case goes to the staff with all they need, one of them claims it, and it is resolved': async ({ driver }) => {
    const { ann, sue, tom } = driver.people;
    const { help, staff } = driver.channels;
    await driver.say(ann, { channel: help }, PASTE);
    await driver.settled();
    const answer = driver.visible({ channel: help }).find(({ author }) => author === 'bot');
    await driver.press(ann, answer?.id ?? '', 'Get a human');
    await driver.settled();
    const labels = driver.form(ann)?.fields.map(({ label }) => label);
    expect(labels).toContain('Tool and version');
    expect(labels).not.toContain('The exact error');
    await driver.submit(ann, { 'Tool and version': 'Cline 4.0', 'How urgent is it?': 'Production is down' });
    await driver.settled();
    const card = driver.visible({ channel: staff }).at(-1);
    expect(card?.text).toContain('Case 1');
    expect(card?.text).toContain('Cline 4.0');
    expect(card?.text).toContain('Production is down');
    expect(card?.text).toContain('Incorrect API key provided');
    expect(driver.direct(ann).at(-1)?.text).toContain('Case 1 is with the support team');
    await driver.press(sue, card?.id ?? '', 'Claim');
    await driver.settled();
    expect(driver.direct(ann).at(-1)?.text).toContain('took case 1');
    await driver.press(sue, card?.id ?? '', 'Resolve');
    await driver.settled();
    await driver.submit(sue, { 'Message to the person': 'Your project key was deleted; make a new one.' });
    await driver.settled();
    expect(driver.direct(ann).at(-1)?.text).toContain('Your project key was deleted');
    expect(driver.visible({ channel: staff }).find(({ id }) => id === card?.id)?.text).toContain('resolved');
    expect(tom.id).not.toBe(sue.id);
  },

  'of two who claim, one wins and the other is told who': async ({ driver }) => {
    const { ann, sue, tom } = driver.people;
    const card = await handedOver({ driver });
    await Promise.all([driver.press(sue, card, 'Claim'), driver.press(tom, card, 'Claim')]);
    await driver.settled();
    const told = [...driver.whispers(sue), ...driver.whispers(tom)].filter(({ text }) => text.includes('already'));
    expect(told).toHaveLength(1);
    expect(driver.direct(ann).filter(({ text }) => text.includes('took case'))).toHaveLength(1);
  },

  'who is not of the staff cannot claim': async ({ driver }) => {
    const { ann, sue } = driver.people;
    const card = await handedOver({ driver });
    const before = driver.direct(ann).length;
    // Where she does not even see the card there is nothing to press.
    await driver.press(ann, card, 'Claim').catch(() => undefined);
    await driver.settled();
    expect(driver.direct(ann)).toHaveLength(before);
    // Nobody has it, so that who may claim it still can.
    await driver.press(sue, card, 'Claim');
    await driver.settled();
    expect(driver.direct(ann)).toHaveLength(before + 1);
  },

  'staff and person talk through the case; what is not meant for the person stays among the staff': async ({
    driver,
  }) => {
    const { ann, sue } = driver.people;
    const { staff } = driver.channels;
    const card = await claimed({ driver });
    await driver.press(sue, card, 'Reply');
    await driver.settled();
    await driver.submit(sue, { 'To the person': 'Is the project still there?' });
    await driver.settled();
    expect(driver.direct(ann).at(-1)?.text).toContain('Is the project still there?');
    expect(
      driver.visible({ channel: staff }).some(({ text }) => /Is the project still there\?[\s\S]*delivered/.test(text)),
    ).toBe(true);
    const before = driver.direct(ann).length;
    await driver.tell(ann, 'no, somebody deleted it <b>yesterday</b> & left');
    await driver.settled();
    const said = driver.visible({ channel: staff }).at(-1);
    expect(said?.text).toContain('no, somebody deleted it <b>yesterday</b> & left');
    // The bot itself does not answer while a human owns the case: it says that this was passed on, once.
    expect(driver.direct(ann).at(-1)?.text).toContain('Passed on to the support team');
    expect(driver.direct(ann)).toHaveLength(before + 2);
    if (!driver.can.cardThreads) return;
    await driver.say(sue, { channel: staff, thread: card }, 'typical, I will look who');
    await driver.say(sue, { channel: staff, thread: card }, '>> Then make a new project and a key in it.');
    await driver.settled();
    expect(driver.direct(ann).at(-1)?.text).toContain('Then make a new project and a key in it.');
    expect(driver.direct(ann).some(({ text }) => text.includes('typical'))).toBe(false);
  },

  'what was passed on is changed and taken back where it was written, both ways': async ({ driver }) => {
    const { ann, sue } = driver.people;
    const { staff } = driver.channels;
    const card = await handedOver({ driver });
    const thread = { channel: staff, thread: card };
    const first = await driver.say(sue, thread, '>> Make a new key.');
    const second = await driver.say(sue, thread, '>> And delete the old one.');
    await driver.settled();
    await driver.edit(sue, thread, first, '>> Make a new project, then a key.');
    await driver.remove(sue, thread, second);
    await driver.settled();
    const got = driver.direct(ann).map(({ text }) => text);
    expect(got.some((text) => text.includes('Make a new project, then a key.'))).toBe(true);
    expect(got.some((text) => /Make a new key|delete the old one/.test(text))).toBe(false);
    const own = await driver.tell(ann, 'which project?');
    await driver.settled();
    const { where } = driver.direct(ann).find(({ id }) => id === own) ?? { where: { channel: '' } };
    await driver.edit(ann, where, own, 'which organisation?');
    await driver.settled();
    const seen = driver.visible({ channel: staff }).map(({ text }) => text);
    expect(seen.some((text) => text.includes('which organisation?'))).toBe(true);
    expect(seen.some((text) => text.includes('which project?'))).toBe(false);
    // Who answers has the case.
    await driver.press(sue, card, 'Resolve');
    await driver.settled();
    await driver.submit(sue, {});
    await driver.settled();
    await driver.say(sue, thread, '>> One more thing.');
    await driver.settled();
    expect(driver.visible({ channel: staff }).at(-1)?.text).toContain('Not sent: case 1 is resolved');
    expect(driver.direct(ann).some(({ text }) => text.includes('One more thing'))).toBe(false);
  },

  'staff see when a message does not reach the person': async ({ driver }) => {
    const { ann, sue } = driver.people;
    const { help, staff } = driver.channels;
    const card = await claimed({ driver });
    await driver.press(sue, card, 'Reply');
    await driver.settled();
    driver.fail('dm-closed');
    await driver.submit(sue, { 'To the person': 'hello?' });
    await driver.settled();
    expect(driver.visible({ channel: staff }).some(({ text }) => text.includes('NOT delivered'))).toBe(true);
    // The channel learns that there is an answer, and nothing of it; a button shows it to its person alone.
    const note = driver.visible({ channel: help }).at(-1);
    expect(note?.text).toContain('replied in case 1');
    expect(driver.visible({ channel: help }).some(({ text }) => text.includes('hello?'))).toBe(false);
    await driver.press(driver.people.ben, note?.id ?? '', 'Read it here');
    await driver.settled();
    expect(driver.whispers(driver.people.ben).some(({ text }) => text.includes('hello?'))).toBe(false);
    await driver.press(ann, note?.id ?? '', 'Read it here');
    await driver.settled();
    expect(driver.whispers(ann).at(-1)?.text).toContain('hello?');
    expect(driver.visible({ channel: staff }).some(({ text }) => text.includes('read it in the channel'))).toBe(true);
  },
};

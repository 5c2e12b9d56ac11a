import { expect } from 'vitest';
import type { Theatre } from '#test/scenarios/harness.ts';
import { cardOf, claimed, handedOver, pressAndSubmit, staffSees } from './handing-over.ts';
import { PASTE, QUOTA } from './pastes.ts';
import type { Story } from './story.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Ann's case is in the queue, as people can see: anybody may claim it, it is listed, and it comes up again. */
async function waitsForAnybody(theatre: Theatre, card: string): Promise<void> {
  const { driver, later, due } = theatre;
  const { sue } = driver.people;
  expect(cardOf(driver, card)?.text).toContain('unclaimed');
  expect(cardOf(driver, card)?.buttons).toContain('Claim');
  await driver.command(sue, 'cases', 'unclaimed', { channel: driver.channels.staff });
  await driver.settled();
  expect(driver.whispers(sue).at(-1)?.text).toContain('Case 1');
  later(31 * MINUTE_MS);
  await due();
  expect(staffSees(driver, /Case 1 has been waiting for/)).toHaveLength(1);
}

async function putBack({ driver }: Theatre, card: string): Promise<void> {
  const { sue } = driver.people;
  await pressAndSubmit(driver, [sue, card, 'Hand over'], { 'Who takes it?': 'Back to the queue' });
}

/** The answer in the public channel, as it stands. */
function answerOf({ driver }: Theatre) {
  return driver.visible({ channel: driver.channels.help }).find(({ author }) => author === 'bot');
}

/** The last button with this label in somebody's direct messages. */
function directWith({ driver }: Theatre, label: string): string {
  return driver.direct(driver.people.ann).findLast(({ buttons }) => buttons.includes(label))?.id ?? '';
}

/** No case falls between two chairs. */
export const life: Readonly<Record<string, Story>> = {
  'who says "It still fails" after the case was put back stays in the queue': async (theatre) => {
    const { driver, later, due } = theatre;
    const { ann, sue } = driver.people;
    const card = await claimed(theatre);
    await pressAndSubmit(driver, [sue, card, 'Reply'], { 'To the person': 'Did a new key help?' });
    later(25 * HOUR_MS);
    await due();
    await putBack(theatre, card);
    await driver.press(ann, directWith(theatre, 'It still fails'), 'It still fails');
    await driver.settled();
    await waitsForAnybody(theatre, card);
  },

  'who did a step after the case was put back stays in the queue': async (theatre) => {
    const { driver } = theatre;
    const { ann, sue } = driver.people;
    const card = await claimed(theatre);
    await driver.press(sue, card, 'Ask for a step');
    await driver.settled();
    await driver.submit(sue, {});
    await driver.settled();
    await putBack(theatre, card);
    await driver.press(ann, directWith(theatre, 'Looks fine'), 'Looks fine');
    await driver.settled();
    await waitsForAnybody(theatre, card);
  },

  'who has a key checked after the case was put back stays in the queue': async (theatre) => {
    const { driver, goodKey } = theatre;
    const { ann, sue } = driver.people;
    const card = await claimed(theatre);
    await driver.press(sue, card, 'Ask for a key check');
    await driver.settled();
    await putBack(theatre, card);
    await driver.press(ann, directWith(theatre, 'Check my key privately'), 'Check my key privately');
    await driver.settled();
    await driver.submit(ann, { 'API key': goodKey });
    await driver.settled();
    await waitsForAnybody(theatre, card);
  },

  'who writes in a case that was put off before anybody claimed it wakes it': async (theatre) => {
    const { driver } = theatre;
    const { ann, sue } = driver.people;
    const card = await handedOver(theatre);
    await pressAndSubmit(driver, [sue, card, 'Snooze'], { 'For how long?': 'One week' });
    await driver.tell(ann, 'any news?');
    await driver.settled();
    await waitsForAnybody(theatre, card);
  },

  'who writes to the staff gets one receipt, and by its button another answer': async (theatre) => {
    const { driver, later, store } = theatre;
    const { ann } = driver.people;
    const receipts = () => driver.direct(ann).filter(({ text }) => text.includes('Passed on to the support team'));
    await handedOver(theatre);
    await driver.tell(ann, QUOTA);
    await driver.settled();
    expect(receipts()).toHaveLength(1);
    expect(staffSees(driver, /insufficient_quota/)).toHaveLength(1);
    await driver.tell(ann, 'and what about this one?');
    await driver.settled();
    expect(receipts()).toHaveLength(1);
    await driver.press(ann, receipts()[0]?.id ?? '', 'This is another error');
    await driver.settled();
    expect(driver.direct(ann).at(-1)?.text).toContain('has no credit or quota left');
    expect((await store.write((trx) => trx.case(2)))?.state).toBe('open');
    expect((await store.write((trx) => trx.case(1)))?.state).toBe('waiting_for_staff');
    later(2 * HOUR_MS);
    await driver.tell(ann, 'hello?');
    await driver.settled();
    expect(receipts()).toHaveLength(2);
    await driver.redeliver();
    await driver.settled();
    expect(receipts()).toHaveLength(2);
  },

  'the end of a case reaches who has closed their direct messages': async (theatre) => {
    const { driver } = theatre;
    const { ann, ben, sue } = driver.people;
    const { help } = driver.channels;
    const card = await claimed(theatre);
    await driver.press(sue, card, 'Resolve');
    await driver.settled();
    driver.fail('dm-closed');
    await driver.submit(sue, { 'Message to the person': 'Make one in the project of the team.' });
    await driver.settled();
    const note = driver.visible({ channel: help }).findLast(({ buttons }) => buttons.includes('Read it here'));
    expect(note?.text).toContain('case 1');
    expect(driver.visible({ channel: help }).some(({ text }) => text.includes('project of the team'))).toBe(false);
    await driver.press(ben, note?.id ?? '', 'Read it here');
    await driver.settled();
    expect(driver.whispers(ben).some(({ text }) => text.includes('project of the team'))).toBe(false);
    await driver.press(ann, note?.id ?? '', 'Read it here');
    await driver.settled();
    const read = driver.whispers(ann).at(-1);
    expect(read?.text).toContain('project of the team');
    expect(read?.buttons).toContain('It still fails');
    expect(staffSees(driver, /NOT delivered/)).toHaveLength(1);
  },

  'a step that cannot be delivered is asked in the channel, and answered there': async (theatre) => {
    const { driver } = theatre;
    const { ann, sue } = driver.people;
    const card = await claimed(theatre);
    await driver.press(sue, card, 'Ask for a step');
    await driver.settled();
    driver.fail('dm-closed');
    await driver.submit(sue, {});
    await driver.settled();
    await driver.press(ann, driver.visible({ channel: driver.channels.help }).at(-1)?.id ?? '', 'Read it here');
    await driver.settled();
    const read = driver.whispers(ann).at(-1);
    await driver.press(ann, read?.id ?? '', 'Looks fine');
    await driver.settled();
    expect(staffSees(driver, /Ann: fine/)).toHaveLength(1);
    expect(cardOf(driver, card)?.text).toContain('claimed by Sue');
  },

  'a case that is opened again goes to who resolved it, and comes up again if they do nothing': async (theatre) => {
    const { driver, later, due } = theatre;
    const { ann, sue, tom } = driver.people;
    const card = await claimed(theatre);
    await pressAndSubmit(driver, [tom, card, 'Resolve'], {});
    await driver.press(ann, directWith(theatre, 'It still fails'), 'It still fails');
    await driver.settled();
    expect(cardOf(driver, card)?.text).toContain('claimed by Tom');
    expect(driver.direct(tom).at(-1)?.text).toContain('Case 1 was reopened');
    expect(staffSees(driver, /Case 1 (?:has been waiting|was reopened)/)).toEqual([]);
    later(31 * MINUTE_MS);
    await due();
    const nudge = staffSees(driver, /Case 1 was reopened/);
    expect(nudge).toHaveLength(1);
    await driver.press(sue, nudge[0]?.id ?? '', 'Claim');
    await driver.settled();
    expect(cardOf(driver, card)?.text).toContain('claimed by Sue');
    later(DAY_MS);
    await due();
    expect(staffSees(driver, /Case 1 (?:has been waiting|was reopened)/)).toEqual([]);
  },

  'a case that is opened again does not come up where its owner goes on with it': async (theatre) => {
    const { driver, later, due } = theatre;
    const { ann, sue } = driver.people;
    const card = await claimed(theatre);
    await pressAndSubmit(driver, [sue, card, 'Resolve'], {});
    await driver.press(ann, directWith(theatre, 'It still fails'), 'It still fails');
    await driver.settled();
    await pressAndSubmit(driver, [sue, card, 'Reply'], { 'To the person': 'I look again.' });
    later(HOUR_MS);
    await due();
    expect(staffSees(driver, /Case 1 (?:has been waiting|was reopened)/)).toEqual([]);
    expect(cardOf(driver, card)?.text).toContain('waiting for a reply (asked by Sue)');
  },

  'the public answer follows its case to the staff, to its end and back': async (theatre) => {
    const { driver } = theatre;
    const { ann, sue } = driver.people;
    await driver.say(ann, { channel: driver.channels.help }, PASTE);
    await driver.settled();
    const id = answerOf(theatre)?.id ?? '';
    await driver.press(ann, id, 'Walk me through it');
    await driver.settled();
    await driver.press(ann, id, 'Looks fine, next');
    await driver.settled();
    await pressAndSubmit(driver, [ann, id, 'Get a human'], { 'Tool and version': 'curl' });
    expect(answerOf(theatre)?.text).toContain('With the support team');
    expect(answerOf(theatre)?.text).not.toContain('Step 2');
    expect(answerOf(theatre)?.buttons).toEqual([]);
    const card = staffSees(driver, /Handed over/)[0]?.id ?? '';
    await pressAndSubmit(driver, [sue, card, 'Resolve'], {
      'What was the actual cause?': 'The key was revoked or disabled',
      'Message to the person': 'A word to Ann alone.',
    });
    expect(answerOf(theatre)?.text).toMatch(/Solved: the key had been \w+/);
    expect(answerOf(theatre)?.text).not.toContain('to Ann alone');
    expect(answerOf(theatre)?.buttons).toEqual([]);
    const resolved = driver.direct(ann).findLast(({ author }) => author === 'bot');
    expect(resolved?.text).toMatch(/the key had been \w+/);
    expect(resolved?.text).toContain('A word to Ann alone.');
    await driver.press(ann, directWith(theatre, 'It still fails'), 'It still fails');
    await driver.settled();
    expect(answerOf(theatre)?.text).toContain('With the support team');
    expect(answerOf(theatre)?.buttons).toEqual([]);
  },

  '"That was it" ends the case everywhere, also where the staff has asked for the step': async (theatre) => {
    const { driver } = theatre;
    const { ann, ben, sue } = driver.people;
    const card = await claimed(theatre);
    await driver.press(sue, card, 'Ask for a step');
    await driver.settled();
    await driver.submit(sue, {});
    await driver.settled();
    await driver.press(ann, directWith(theatre, 'That was it'), 'That was it');
    await driver.settled();
    expect(answerOf(theatre)?.text).toContain('Solved');
    expect(cardOf(driver, card)?.text).toContain('works again, says the person');
    await driver.press(ann, directWith(theatre, 'It still fails'), 'It still fails');
    await driver.settled();
    expect(cardOf(driver, card)?.text).toContain('claimed by Sue');
    await driver.say(ben, { channel: driver.channels.help }, PASTE);
    await driver.settled();
    const other = driver.visible({ channel: driver.channels.help }).at(-1)?.id ?? '';
    for (const label of ['Walk me through it', 'That was it']) {
      await driver.press(ben, other, label);
      await driver.settled();
    }
    const walked = driver.visible({ channel: driver.channels.help }).find((one) => one.id === other);
    expect(walked?.text).toContain('Solved');
    expect(walked?.buttons).toEqual([]);
  },

  'checks of a key are a list, and only an explicit answer changes the diagnosis': async (theatre) => {
    const { driver, goodKey, provider, store } = theatre;
    const { ann, sue } = driver.people;
    const card = await claimed(theatre);
    const check = async () => {
      await driver.press(sue, card, 'Ask for a key check');
      await driver.settled();
      await driver.press(ann, driver.direct(ann).at(-1)?.id ?? '', 'Check my key privately');
      await driver.settled();
      await driver.submit(ann, { 'API key': goodKey, Provider: 'OpenAI' });
      await driver.settled();
    };
    const kept = () => store.write((trx) => trx.case(1));
    const before = await kept();
    provider.trouble = 'firewall';
    await check();
    provider.trouble = 'none';
    expect((await kept())?.diagnosis).toEqual(before?.diagnosis);
    provider.state = 'no_credit';
    await check();
    const after = await kept();
    expect(after?.checks.map(({ verdict }) => verdict)).toEqual(['undecided', 'limited']);
    expect(after?.diagnosis.kind).not.toBe(before?.diagnosis.kind);
    expect(cardOf(driver, card)?.text).toMatch(/undecided[^\n]*\n?[\s\S]*limited/);
  },
};

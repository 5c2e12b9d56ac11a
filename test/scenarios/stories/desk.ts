import { expect } from 'vitest';
import type { Person } from '#test/scenarios/driver.ts';
import { cardText, claimed, handedOver, pressAndSubmit, staffSees } from './handing-over.ts';
import { PASTE } from './pastes.ts';
import type { Story } from './story.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What the support staff does with cases, and what happens to them by themselves. */
export const desk: Readonly<Record<string, Story>> = {
  'a case that nobody claims comes up again, each time later, until somebody does': async (theatre) => {
    const { driver, later, due } = theatre;
    const card = await handedOver(theatre);
    await due();
    expect(staffSees(driver, /Case 1 has been waiting/)).toHaveLength(0);
    later(31 * MINUTE_MS);
    await due();
    expect(staffSees(driver, /Case 1 has been waiting for 31 minutes/)).toHaveLength(1);
    later(31 * MINUTE_MS);
    await due();
    expect(staffSees(driver, /Case 1 has been waiting for 31 minutes/)).toHaveLength(1);
    later(30 * MINUTE_MS);
    await due();
    // The message from before has gone: the channel does not fill up.
    const [nudge, ...more] = staffSees(driver, /Case 1 has been waiting for/);
    expect(nudge?.text).toContain('1 hour');
    expect(more).toEqual([]);
    await driver.press(driver.people.tom, nudge?.id ?? '', 'Claim');
    await driver.settled();
    expect(staffSees(driver, /Case 1 has been waiting for/)).toEqual([]);
    expect(cardText(driver, card)).toContain('claimed by Tom');
    later(DAY_MS);
    await due();
    expect(staffSees(driver, /Case 1 has been waiting for/)).toEqual([]);
  },

  'timers survive a restart': async (theatre) => {
    const { driver, later, due, restart } = theatre;
    await handedOver(theatre);
    await restart();
    later(31 * MINUTE_MS);
    await due();
    await due();
    expect(staffSees(driver, /Case 1 has been waiting for/)).toHaveLength(1);
  },

  'a quiet person is asked once, and the case is closed after three days; for a week it can be opened again': async (
    theatre,
  ) => {
    const { driver, later, due } = theatre;
    const { ann, sue } = driver.people;
    const card = await claimed(theatre);
    await pressAndSubmit(driver, [sue, card, 'Reply'], { 'To the person': 'Did a new key help?' });
    later(25 * HOUR_MS);
    await due();
    later(HOUR_MS);
    await due();
    expect(driver.direct(ann).filter(({ text }) => text.includes('Does it work now?'))).toHaveLength(1);
    later(48 * HOUR_MS);
    await due();
    const closed = driver.direct(ann).at(-1);
    expect(closed?.text).toContain('closed without a reply');
    expect(cardText(driver, card)).toContain('closed without a reply');
    later(6 * DAY_MS);
    await driver.press(ann, closed?.id ?? '', 'It still fails');
    await driver.settled();
    expect(driver.direct(ann).at(-1)?.text).toContain('Case 1 is open again');
    expect(staffSees(driver, /Ann says it still fails/)).toHaveLength(1);
    expect(cardText(driver, card)).toContain('claimed by Sue');
  },

  'after a week a closed case stays closed': async (theatre) => {
    const { driver, later } = theatre;
    const { ann, sue } = driver.people;
    const card = await claimed(theatre);
    await pressAndSubmit(driver, [sue, card, 'Resolve'], { 'Message to the person': 'done' });
    later(8 * DAY_MS);
    await driver.press(ann, driver.direct(ann).at(-1)?.id ?? '', 'It still fails');
    await driver.settled();
    expect(driver.direct(ann).some(({ text }) => text.includes('open again'))).toBe(false);
    expect(cardText(driver, card)).toContain('resolved');
  },

  'who is asked whether it works now says so by a button': async (theatre) => {
    const { driver, later, due } = theatre;
    const { ann, sue } = driver.people;
    const card = await claimed(theatre);
    await pressAndSubmit(driver, [sue, card, 'Reply'], { 'To the person': 'Did a new key help?' });
    later(25 * HOUR_MS);
    await due();
    await driver.press(ann, driver.direct(ann).at(-1)?.id ?? '', 'It works now');
    await driver.settled();
    expect(cardText(driver, card)).toContain('works again, says the person');
    expect(staffSees(driver, /Ann says it works now/)).toHaveLength(1);
  },

  'a case that is put off comes back, or does when its person writes': async (theatre) => {
    const { driver, later, due } = theatre;
    const { ann, sue } = driver.people;
    const card = await claimed(theatre);
    await pressAndSubmit(driver, [sue, card, 'Snooze'], { 'For how long?': 'Four hours' });
    expect(cardText(driver, card)).toContain('snoozed until');
    later(5 * HOUR_MS);
    await due();
    expect(cardText(driver, card)).not.toContain('snoozed');
    expect(driver.direct(sue).at(-1)?.text).toContain('the snooze is over');
    await pressAndSubmit(driver, [sue, card, 'Snooze'], { 'For how long?': 'One week' });
    await driver.tell(ann, 'any news?');
    await driver.settled();
    expect(cardText(driver, card)).not.toContain('snoozed');
  },

  'the staff asks for a step, and the person says by a button how it went': async (theatre) => {
    const { driver } = theatre;
    const { ann, sue } = driver.people;
    const card = await claimed(theatre);
    await driver.press(sue, card, 'Ask for a step');
    await driver.settled();
    const step = driver.form(sue)?.fields[0]?.options[1] ?? '';
    await driver.submit(sue, { 'Which step?': step });
    await driver.settled();
    const asked = driver.direct(ann).at(-1);
    expect(asked?.text).toContain(`asks: ${step}`);
    expect(cardText(driver, card)).toContain('waiting for a reply (asked by');
    await driver.press(ann, asked?.id ?? '', 'That was it');
    await driver.settled();
    expect(cardText(driver, card)).toContain(`${step}: that was it`);
    expect(staffSees(driver, /Ann: that was it/)).toHaveLength(1);
    expect(driver.direct(ann).find(({ id }) => id === asked?.id)?.buttons).toEqual([]);
  },

  'the staff asks for a key check, and sees what it said': async (theatre) => {
    const { driver } = theatre;
    const { ann, sue } = driver.people;
    const card = await claimed(theatre);
    await driver.press(sue, card, 'Ask for a key check');
    await driver.settled();
    const asked = driver.direct(ann).at(-1);
    expect(asked?.text).toContain('asks you to check your key');
    await driver.press(ann, asked?.id ?? '', 'Check my key privately');
    await driver.settled();
    await driver.submit(ann, { 'API key': theatre.goodKey });
    await driver.settled();
    expect(cardText(driver, card)).toMatch(/Key check[:\s]*works/);
    expect(staffSees(driver, /Ann had a key checked[\s\S]*works/)).toHaveLength(1);
    expect(driver.everything()).not.toContain(theatre.goodKey);
  },

  'the staff corrects the diagnosis, by names as people write them': async (theatre) => {
    const { driver } = theatre;
    const { sue } = driver.people;
    const card = await claimed(theatre);
    await pressAndSubmit(driver, [sue, card, 'Correct the diagnosis'], { 'Whose API?': 'nobody knows' });
    expect(driver.whispers(sue).at(-1)?.text).toContain('“nobody knows” is unknown');
    await pressAndSubmit(driver, [sue, card, 'Correct the diagnosis'], {
      'Whose API?': 'openrouter',
      'Which tool?': 'ROO CODE',
    });
    expect(cardText(driver, card)).toMatch(/OpenRouter · Roo Code/);
  },

  'a case is handed over to a colleague, or put back': async (theatre) => {
    const { driver } = theatre;
    const { ann, sue, tom } = driver.people;
    const staff = { channel: driver.channels.staff };
    const card = await claimed(theatre);
    await driver.command(sue, 'cases', `give 1 <@${tom.id}>`, staff);
    await driver.settled();
    expect(cardText(driver, card)).toContain('claimed by Tom');
    expect(driver.direct(tom).at(-1)?.text).toContain('Case 1 is yours now');
    expect(driver.direct(ann).at(-1)?.text).toContain('Tom from the support team took case 1');
    await pressAndSubmit(driver, [tom, card, 'Hand over'], { 'Who takes it?': 'Back to the queue' });
    expect(cardText(driver, card)).toContain('unclaimed');
    await driver.command(tom, 'cases', `give 1 <@${ann.id}>`, staff);
    await driver.settled();
    expect(cardText(driver, card)).toContain('unclaimed');
  },

  'the staff lists, finds and opens cases; others are refused': async (theatre) => {
    const { driver } = theatre;
    const { ann, sue, tom } = driver.people;
    const staff = { channel: driver.channels.staff };
    await claimed(theatre);
    const ask = async (person: Person, text: string) => {
      await driver.command(person, 'cases', text, staff);
      await driver.settled();
      return driver.whispers(person).at(-1);
    };
    expect((await ask(sue, ''))?.text).toMatch(/Cases with the support team[\s\S]*Case 1/);
    expect((await ask(sue, 'mine'))?.text).toContain('claimed by Sue');
    expect((await ask(tom, 'mine'))?.text).toContain('No cases.');
    expect((await ask(sue, 'unclaimed'))?.text).toContain('No cases.');
    const found = await ask(sue, 'search openai curl');
    expect(found?.text).toContain('Case 1');
    await driver.press(sue, found?.id ?? '', 'Case 1');
    await driver.settled();
    expect(driver.whispers(sue).at(-1)?.text).toContain('Incorrect API key provided');
    expect((await ask(sue, 'person 1'))?.text).toContain('Cases of Ann');
    expect((await ask(sue, '99'))?.text).toContain('no such case');
    expect((await ask(sue, 'what?'))?.text).toContain('/cases mine');
    await driver.command(ann, 'cases', '', { channel: driver.channels.help });
    await driver.settled();
    expect(driver.whispers(ann).at(-1)?.text).toContain('Only the support team can do this');
  },

  'while a human has a case the bot is quiet in its thread; what its person writes there is passed on': async (
    theatre,
  ) => {
    const { driver } = theatre;
    if (!driver.can.threads) return;
    const { ann } = driver.people;
    const { help } = driver.channels;
    await claimed(theatre);
    const thread = driver.visible({ channel: help })[0]?.id ?? '';
    const before = driver.visible({ channel: help }).length;
    await driver.say(ann, { channel: help, thread }, `still the same: ${PASTE}`);
    await driver.settled();
    expect(driver.visible({ channel: help })).toHaveLength(before + 1);
    expect(staffSees(driver, /still the same/)).toHaveLength(1);
  },

  'who wants a human again gets the case from before': async (theatre) => {
    const { driver, goodKey } = theatre;
    const { ann, sue } = driver.people;
    const { help } = driver.channels;
    await driver.say(ann, { channel: help }, PASTE);
    await driver.settled();
    const answer = driver.visible({ channel: help }).at(-1)?.id ?? '';
    await driver.press(ann, answer, 'Check my key privately');
    await driver.settled();
    const invited = driver.direct(ann).at(-1)?.id ?? '';
    await pressAndSubmit(driver, [ann, invited, 'Enter the key'], { 'API key': goodKey });
    const checked = driver.direct(ann).at(-1)?.id ?? '';
    await pressAndSubmit(driver, [ann, answer, 'Get a human'], { 'Tool and version': 'curl' });
    const card = driver.visible({ channel: driver.channels.staff }).at(-1)?.id ?? '';
    await pressAndSubmit(driver, [sue, card, 'Resolve'], { 'Message to the person': 'Make a new key.' });
    // What was said before still has its buttons.
    await driver.press(ann, checked, 'Get a human');
    await driver.settled();
    const offer = [...driver.whispers(ann), ...driver.direct(ann)].find(({ text }) => text.includes('was closed'));
    await driver.press(ann, offer?.id ?? '', 'Reopen it');
    await driver.settled();
    expect(cardText(driver, card)).toContain('claimed by Sue');
    expect(driver.direct(ann).at(-1)?.text).toContain('Case 1 is open again');
  },
};

/** What takes that the staff and the people are on one chat. */
export const deskInOneChat: Readonly<Record<string, Story>> = {
  'the staff asks for the history of somebody by a mention': async (theatre) => {
    const { driver } = theatre;
    const { ann, ben, sue } = driver.people;
    const ask = async (text: string) => {
      await driver.command(sue, 'cases', text, { channel: driver.channels.staff });
      await driver.settled();
      return driver.whispers(sue).at(-1)?.text;
    };
    await handedOver(theatre);
    expect(await ask(`person <@${ann.id}>`)).toContain('Case 1');
    expect(await ask(`person <@${ben.id}>`)).toContain('No cases.');
  },
};

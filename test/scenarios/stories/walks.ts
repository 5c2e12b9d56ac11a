import { expect } from 'vitest';
import type { Theatre } from '#test/scenarios/harness.ts';
import { PASTE } from './pastes.ts';
import type { Story } from './story.ts';

async function answered({ driver }: Theatre): Promise<string> {
  await driver.say(driver.people.ann, { channel: driver.channels.help }, PASTE);
  await driver.settled();
  return driver.visible({ channel: driver.channels.help }).findLast(({ author }) => author === 'bot')?.id ?? '';
}

function shown({ driver }: Theatre, id: string) {
  return driver.visible({ channel: driver.channels.help }).find((one) => one.id === id);
}

/** What people see when they go through a checklist. */
export const walks: Readonly<Record<string, Story>> = {
  'a walk is one message, edited in place, to "That was it"': async (theatre) => {
    const { driver, store } = theatre;
    const { ann } = driver.people;
    const id = await answered(theatre);
    await driver.press(ann, id, 'Walk me through it');
    await driver.settled();
    expect(shown(theatre, id)?.text).toContain('Step 1 of');
    await driver.press(ann, id, 'Looks fine, next');
    await driver.settled();
    expect(shown(theatre, id)?.text).toContain('Step 2 of');
    await driver.press(ann, id, 'That was it');
    await driver.settled();
    expect(shown(theatre, id)?.text).toContain('Great, it works again');
    expect(driver.visible({ channel: driver.channels.help }).filter(({ author }) => author === 'bot')).toHaveLength(1);
    const events = await store.write((trx) => trx.events(1));
    expect(events.map(({ type }) => type)).toEqual(['opened', 'walk_begun', 'step', 'solved']);
  },

  'the walk goes on after a restart': async (theatre) => {
    const { driver } = theatre;
    const { ann } = driver.people;
    const id = await answered(theatre);
    await driver.press(ann, id, 'Walk me through it');
    await driver.settled();
    await theatre.restart();
    await driver.press(ann, id, 'Looks fine, next');
    await driver.settled();
    expect(shown(theatre, id)?.text).toContain('Step 2 of');
  },

  'only its owner and the staff move a walk': async (theatre) => {
    const { driver } = theatre;
    const id = await answered(theatre);
    await driver.press(driver.people.ben, id, 'Walk me through it');
    await driver.settled();
    expect(shown(theatre, id)?.text).not.toContain('Step 1 of');
    if (driver.can.whispers) expect(driver.whispers(driver.people.ben).at(-1)?.text).toContain('These buttons are for');
    await driver.press(driver.people.sue, id, 'Walk me through it');
    await driver.settled();
    expect(shown(theatre, id)?.text).toContain('Step 1 of');
  },

  'a press that comes twice counts once': async (theatre) => {
    const { driver } = theatre;
    const { ann } = driver.people;
    const id = await answered(theatre);
    await driver.press(ann, id, 'Walk me through it');
    await driver.settled();
    await Promise.all([driver.press(ann, id, 'Looks fine, next'), driver.press(ann, id, 'Looks fine, next')]);
    await driver.settled();
    expect(shown(theatre, id)?.text).toContain('Step 2 of');
  },

  'the end of the list offers the key check and a human': async (theatre) => {
    const { driver } = theatre;
    const { ann } = driver.people;
    const id = await answered(theatre);
    await driver.press(ann, id, 'Walk me through it');
    await driver.settled();
    for (let step = 0; step < 7 && shown(theatre, id)?.buttons.includes('Looks fine, next') === true; step += 1) {
      await driver.press(ann, id, 'Looks fine, next');
      await driver.settled();
    }
    expect(shown(theatre, id)?.text).toContain('That was the last step');
    expect(shown(theatre, id)?.buttons).toEqual(['Check my key privately', 'Get a human', 'Back']);
  },

  '"Not this" offers what else it could be, and is counted by signature': async (theatre) => {
    const { driver, store } = theatre;
    const { ann } = driver.people;
    const id = await answered(theatre);
    await driver.press(ann, id, 'Not this');
    await driver.settled();
    const asked = shown(theatre, id);
    expect(asked?.text).toContain('What do you see instead?');
    const [choice = ''] = asked?.buttons ?? [];
    await driver.press(ann, id, choice);
    await driver.settled();
    expect(shown(theatre, id)?.buttons).toContain('Walk me through it');
    const events = await store.write((trx) => trx.events(1));
    const said = events.find(({ type }) => type === 'not_this');
    expect(said?.type === 'not_this' ? said.data?.signature : null).toMatch(/^[a-z0-9_-]+\/[a-z0-9_-]+$/);
  },

  '"Dismiss" removes the answer and leaves the person alone': async (theatre) => {
    const { driver, later } = theatre;
    const { ann } = driver.people;
    const where = { channel: driver.channels.help };
    const id = await answered(theatre);
    await driver.press(ann, id, 'Dismiss');
    await driver.settled();
    later(200_000);
    await driver.say(
      ann,
      where,
      'anthropic.RateLimitError: 429 {"type":"error","error":{"type":"rate_limit_error","message":"x"}}',
    );
    await driver.settled();
    expect(driver.visible(where).filter(({ author }) => author === 'bot')).toEqual([]);
    if (!driver.can.whispers) return;
    const whisper = driver.whispers(ann).at(-1);
    expect(whisper?.buttons).toEqual(['Only answer when asked']);
    await driver.press(ann, whisper?.id ?? '', 'Only answer when asked');
    await driver.settled();
    expect(driver.whispers(ann).at(-1)?.text).toContain('only answer you when asked now');
  },

  'the step that has solved most cases comes first, and says so': async ({ driver, store, due }) => {
    const { ann, ben } = driver.people;
    await driver.say(ann, { channel: driver.channels.help }, PASTE);
    await driver.settled();
    await driver.press(ann, driver.visible({ channel: driver.channels.help }).at(-1)?.id ?? '', 'Walk me through it');
    await driver.settled();
    const walked = await store.write((trx) => trx.case(1));
    const step = walked?.walk?.steps[2] ?? '';
    if (walked === null || step === '') throw new Error('there is no third step');
    const { person, place, diagnosis } = walked;
    for (let left = 30; left > 0; left -= 1)
      await store.write(async (trx) => {
        const it = await trx.openCase({ person, place, paste: '', diagnosis }, { type: 'opened', by: person });
        await trx.changeCase(it.id, { state: 'resolved' }, { type: 'solved', by: person, data: { step } });
      });
    await due();
    await driver.say(ben, { channel: driver.channels.help }, PASTE);
    await driver.settled();
    expect(driver.visible({ channel: driver.channels.help }).at(-1)?.text).toContain(
      'This fixed it for 100% of people.',
    );
    const [first] = (await store.write((trx) => trx.case(1)))?.walk?.steps ?? [];
    // A walk under way keeps its order.
    expect(first).not.toBe(step);
  },
};

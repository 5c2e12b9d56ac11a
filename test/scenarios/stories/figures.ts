import { expect } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { draftsAsYaml } from '#commands/drafts-as-yaml.ts';
import { exampleSchema } from '#knowledge/schema.ts';
import { draftsIn } from '#support/answer/draft-example.ts';
import { claimed, pressAndSubmit, staffSees } from './handing-over.ts';
import type { Story } from './story.ts';

const HOUR_MS = 3_600_000;

/** What the staff, and the authors of the knowledge, learn from what happened. */
export const figures: Readonly<Record<string, Story>> = {
  'what the bot did not know or got wrong is kept for the authors of the knowledge': async (theatre) => {
    const { driver, store } = theatre;
    const { ben, sue } = driver.people;
    const card = await claimed(theatre);
    await driver.tell(ben, 'my frobnicator says E_NOPE since noon');
    await driver.settled();
    await pressAndSubmit(driver, [sue, card, 'Correct the diagnosis'], { 'Whose API?': 'openrouter' });
    await driver.command(sue, 'cases', 'unrecognised', { channel: driver.channels.staff });
    await driver.settled();
    const list = driver.whispers(sue).at(-1)?.text ?? '';
    expect(list).toContain('diagnosed as nothing; nobody knows');
    expect(list).toContain('frobnicator');
    expect(list).toContain('sk-proj-****abcd');
    const yaml = draftsAsYaml(await store.write((trx) => draftsIn(trx, 10)));
    const drafts = z.array(exampleSchema).parse(parse(yaml));
    expect(drafts.map(({ expect: expected }) => expected)).toEqual([
      undefined,
      expect.objectContaining({ kind: 'key_invalid', provider: 'openrouter' }),
    ]);
  },

  'the staff sees what happened, in its channel with a picture, and on Mondays without asking': async (theatre) => {
    const { driver, later, due } = theatre;
    const { ann, sue } = driver.people;
    const card = await claimed(theatre);
    await pressAndSubmit(driver, [sue, card, 'Reply'], { 'To the person': 'Make a new key.' });
    await pressAndSubmit(driver, [sue, card, 'Resolve'], {});
    await driver.command(sue, 'cases', 'stats 30', { channel: driver.channels.staff });
    await driver.settled();
    const [stats] = staffSees(driver, /The last 30 days[\s\S]*Handed/);
    expect(stats?.text).toMatch(/Handed to the support team[:\s]*1 \(100%\)/);
    expect(stats?.text).toMatch(/First human reply[:\s]*1 minute/);
    expect(stats?.text).toMatch(/1 × OpenAI/);
    await driver.command(ann, 'cases', 'stats');
    await driver.settled();
    expect([...driver.whispers(ann), ...driver.direct(ann)].some(({ text }) => text.includes('The last 7'))).toBe(
      false,
    );
    const digests = () => staffSees(driver, /The last week/).length;
    const before = digests();
    // Eight days hold one Monday more than seven.
    for (let hours = 8 * 24; hours > 0; hours -= 4) {
      later(4 * HOUR_MS);
      await due();
    }
    expect(digests() - before).toBeGreaterThanOrEqual(1);
    expect(digests() - before).toBeLessThanOrEqual(2);
  },
};

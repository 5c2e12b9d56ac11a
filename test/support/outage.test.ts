import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { postgresPrograms, startPostgres } from '#test/fakes/postgres.ts';
import { openWay } from '#test/fakes/way.ts';
import { openTheatre } from '#test/scenarios/harness.ts';
import { openMemory } from '#test/scenarios/memory-stage.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';

const programs = postgresPrograms();

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('it did not come to that');
    await wait(20);
  }
}

test.runIf(programs !== null)(
  'while the database is away people are told so, and what they wrote is answered once when it is back',
  async () => {
    const postgres = await startPostgres(programs ?? '');
    const way = await openWay(postgres.url);
    const theatre = await openTheatre(openMemory, {
      type: 'postgres',
      url: way.url,
    });
    const { driver, log } = theatre;
    const { ann, ben } = driver.people;
    const { help } = driver.channels;
    const said = (thread: string) => driver.visible({ channel: help, thread }).filter(({ author }) => author === 'bot');
    try {
      const first = await driver.say(ann, { channel: help }, PASTE);
      await driver.settled();
      const [answer] = said(first);
      way.cut(true);
      const second = await driver.say(ben, { channel: help }, PASTE);
      await driver.press(ann, answer?.id ?? '', 'Walk me through it');
      await until(() => driver.whispers(ann).some(({ text }) => text.includes('Nothing is lost')));
      await driver.tell(ben, PASTE);
      await until(() => driver.direct(ben).some(({ text }) => text.includes('Your answer is delayed')));
      await wait(1500);
      expect(said(second)).toEqual([]);
      way.cut(false);
      await until(() => said(second).length > 0);
      await until(() => driver.direct(ben).some(({ text }) => text.includes("doesn't recognize the key")));
      await driver.settled();
      expect(said(second)).toHaveLength(1);
      await driver.press(ann, answer?.id ?? '', 'Walk me through it');
      await driver.settled();
      expect(said(first)[0]?.text).toContain('Step 1 of');
      expect(log.filter((line) => line.includes('cannot be read')).length).toBeLessThanOrEqual(2);
      expect(log.some((line) => line.includes('the outbox can be read again'))).toBe(true);
    } finally {
      way.cut(false);
      await theatre.close();
      way.close();
      await postgres.stop();
    }
  },
  60_000,
);

test('what people write in one conversation is taken in its order', async () => {
  const theatre = await openTheatre(openMemory);
  const { driver } = theatre;
  const { ann, sue } = driver.people;
  const { help, staff } = driver.channels;
  await driver.say(ann, { channel: help }, PASTE);
  await driver.settled();
  await driver.press(ann, driver.visible({ channel: help }).at(-1)?.id ?? '', 'Get a human');
  await driver.settled();
  await driver.submit(ann, { 'Tool and version': 'curl' });
  await driver.settled();
  const card = driver.visible({ channel: staff }).at(-1)?.id ?? '';
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index} of twenty`);
  for (const line of lines) await driver.say(sue, { channel: staff, thread: card }, `>> ${line}`);
  await driver.settled();
  const got = driver.direct(ann).flatMap(({ text }) => lines.filter((line) => text.includes(line)));
  expect(got).toEqual(lines);
  await theatre.close();
});

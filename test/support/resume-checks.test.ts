import { expect, test } from 'vitest';
import { openTheatre } from '#test/scenarios/harness.ts';
import { openMemory } from '#test/scenarios/memory-stage.ts';

test('a key check that a crash cut off is said to be, when the bot is back', async () => {
  const theatre = await openTheatre(openMemory);
  const { driver, store } = theatre;
  const { ann } = driver.people;
  await driver.command(ann, 'keycheck');
  await driver.settled();
  await driver.submit(ann, { 'API key': theatre.goodKey, Provider: 'OpenAI' });
  await driver.settled();
  const id = driver.direct(ann).at(-1)?.id ?? '';
  // What a crash leaves: the mark of a check that never came to its end.
  const role = await store.write(async (trx) => {
    const events = await trx.events(1);
    const begun = events.find((event) => event.type === 'check_begun');
    return begun?.data?.role ?? '';
  });
  await store.write((trx) => trx.mark(`check:1:${role}`, Number.POSITIVE_INFINITY));
  await theatre.restart();
  await driver.settled();
  expect(driver.direct(ann).find((one) => one.id === id)?.text).toContain('The check was interrupted');
  await theatre.close();
});

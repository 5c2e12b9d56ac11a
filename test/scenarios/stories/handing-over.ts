import type { Driver } from '#test/scenarios/driver.ts';
import { PASTE } from './pastes.ts';

/** Ann's error goes to the staff; the card. */
export async function handedOver({ driver }: { readonly driver: Driver }): Promise<string> {
  const { ann } = driver.people;
  const { help, staff } = driver.channels;
  await driver.say(ann, { channel: help }, PASTE);
  await driver.settled();
  await driver.press(ann, driver.visible({ channel: help }).at(-1)?.id ?? '', 'Get a human');
  await driver.settled();
  await driver.submit(ann, { 'Tool and its version': 'curl' });
  await driver.settled();
  return driver.visible({ channel: staff }).at(-1)?.id ?? '';
}

/** The same, and Sue has taken it. */
export async function claimed(theatre: { readonly driver: Driver }): Promise<string> {
  const card = await handedOver(theatre);
  await theatre.driver.press(theatre.driver.people.sue, card, 'Claim');
  await theatre.driver.settled();
  return card;
}

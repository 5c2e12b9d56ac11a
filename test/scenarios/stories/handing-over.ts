import type { Driver, Person, Shown } from '#test/scenarios/driver.ts';
import { PASTE } from './pastes.ts';

/** Ann's error goes to the staff; the card. */
export async function handedOver({ driver }: { readonly driver: Driver }): Promise<string> {
  const { ann } = driver.people;
  const { help, staff } = driver.channels;
  await driver.say(ann, { channel: help }, PASTE);
  await driver.settled();
  await driver.press(ann, driver.visible({ channel: help }).at(-1)?.id ?? '', 'Get a human');
  await driver.settled();
  await driver.submit(ann, { 'Tool and version': 'curl' });
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

/** What stands in the staff's channel and its threads. */
export function staffSees(driver: Driver, wanted: RegExp): readonly Shown[] {
  return driver.visible({ channel: driver.channels.staff }).filter(({ text }) => wanted.test(text));
}

/** The card as it stands. */
export function cardOf(driver: Driver, id: string): Shown | undefined {
  return driver.visible({ channel: driver.channels.staff }).find((one) => one.id === id);
}

/** What the card says. */
export function cardText(driver: Driver, id: string): string {
  return cardOf(driver, id)?.text ?? '';
}

/** Presses a button that opens a form, and sends that. */
export async function pressAndSubmit(
  driver: Driver,
  [person, message, button]: readonly [Person, string, string],
  values: Readonly<Record<string, string>>,
): Promise<void> {
  await driver.press(person, message, button);
  await driver.settled();
  await driver.submit(person, values);
  await driver.settled();
}

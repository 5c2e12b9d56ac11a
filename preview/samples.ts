import type { Reply } from '#chat/port.ts';
import { memoryChat, NAME, TENANT } from '#test/fakes/memory/chat.ts';
import { memoryDriver } from '#test/fakes/memory/driver.ts';
import { openTheatre } from '#test/scenarios/harness.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';
import { cases } from './cases.ts';
import type { Drawn } from './drawn.ts';

/** A picture: its file name, and the messages on it. */
export interface Sample {
  readonly name: string;
  readonly title: string;
  readonly messages: readonly Drawn[];
  /** At the width of a phone. */
  readonly phone?: true;
}

/** The main replies, as the real use cases make them. */
export async function samples(): Promise<readonly Sample[]> {
  const chat = memoryChat();
  const theatre = await openTheatre(async () => ({
    connect: async () => [chat],
    staff: { chat: NAME, tenant: TENANT, channel: 'C-staff', thread: null, direct: false },
    driver: (bot) => memoryDriver(chat, bot),
    close: async () => undefined,
  }));
  const { driver } = theatre;
  const { ann, sue } = driver.people;
  const help = { channel: driver.channels.help };
  const bots = () => chat.messages.filter(({ author }) => author === 'bot');
  const replyOf = (id: string | undefined): Reply => {
    const reply = bots().find((message) => message.id === id)?.reply;
    if (reply === null || reply === undefined) throw new Error('no reply to draw');
    return reply;
  };
  const pasted: Drawn = { by: 'Ann', text: PASTE };
  await driver.say(ann, help, PASTE);
  await driver.settled();
  const answerId = bots().at(-1)?.id ?? '';
  const answer = replyOf(answerId);
  await driver.press(ann, answerId, 'Walk me through it');
  await driver.settled();
  await driver.press(ann, answerId, 'Looks fine, next');
  await driver.settled();
  const step = replyOf(answerId);
  await driver.command(ann, 'keycheck');
  await driver.settled();
  await driver.submit(ann, { 'API key': theatre.goodKey, Provider: 'OpenAI' });
  await driver.settled();
  const check = replyOf(bots().at(-1)?.id);
  await driver.press(ann, answerId, 'Get a human');
  await driver.settled();
  await driver.submit(ann, {
    'Tool and version': 'Cline 4.0 in VS Code',
    'How urgent is it?': 'Production is down',
  });
  await driver.settled();
  const cardId = chat.messages.find(({ place }) => place.channel === 'C-staff')?.id ?? '';
  await driver.press(sue, cardId, 'Claim');
  await driver.settled();
  const card = replyOf(cardId);
  await theatre.close();
  return [
    { name: 'answer', title: 'help', messages: [pasted, { by: 'bot', reply: answer }] },
    { name: 'walk', title: 'help', messages: [pasted, { by: 'bot', reply: step }] },
    { name: 'keycheck', title: 'Keymedic', messages: [{ by: 'bot', reply: check }] },
    { name: 'card', title: 'support', messages: [{ by: 'bot', reply: card }] },
    { name: 'cases', title: 'help', messages: cases(), phone: true },
  ];
}

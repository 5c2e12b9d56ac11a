import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Turn } from '#chat/port.ts';
import { connect, HELP } from './connect.ts';

const WHERE = { channel: HELP.channel };

const REPLY = { tone: 'neutral', title: 'Whispered', text: 'x' } as const;
const FORM = {
  form: 'f',
  title: 'Form',
  submit: 'Send',
  fields: [{ id: 'error', label: 'Error', kind: 'long' }],
} as const;

async function answering(handle: (turn: Turn) => Promise<void>) {
  const connected = await connect({ granted: false, handle });
  await connected.start();
  const { calls } = connected.discord;
  const callbacks = () =>
    calls.filter(({ path }) => path.endsWith('/callback')).map(({ body }) => Number(body['type']));
  return { ...connected, callbacks };
}

test('a command that is answered with nothing leaves no "thinking…" behind', async () => {
  const { driver, discord, callbacks } = await answering(async () => undefined);
  await driver.command(driver.people.ann, 'mydata', '', WHERE);
  await driver.settled();
  expect(callbacks()).toEqual([5]);
  expect(driver.whispers(driver.people.ann)).toEqual([]);
  expect(discord.violations).toEqual([]);
});

test('a command that was acknowledged and answered with nothing leaves no "thinking…" behind', async () => {
  const { driver } = await answering(async (turn) => {
    if ('ack' in turn) await turn.ack();
  });
  await driver.command(driver.people.ann, 'mydata', '', WHERE);
  await driver.settled();
  expect(driver.whispers(driver.people.ann)).toEqual([]);
});

test('however often an interaction is acknowledged, Discord is told once', async () => {
  const { driver, callbacks } = await answering(async (turn) => {
    if (!('ack' in turn)) return;
    await Promise.all([turn.ack(), turn.ack(), turn.whisper(REPLY), turn.ack()]);
  });
  await driver.command(driver.people.ann, 'mydata', '', WHERE);
  await driver.settled();
  expect(callbacks()).toEqual([5]);
  expect(driver.whispers(driver.people.ann).map(({ text }) => text)).toEqual(['Whispered\nx']);
});

test('an answer waits for the acknowledgement that is under way', async () => {
  const { driver, log } = await answering(async (turn) => {
    if (!('ack' in turn)) return;
    void turn.ack();
    await turn.whisper(REPLY);
    await turn.whisper({ ...REPLY, title: 'Second' });
  });
  await driver.command(driver.people.ann, 'mydata', '', WHERE);
  await driver.settled();
  expect(driver.whispers(driver.people.ann).map(({ text }) => text)).toEqual(['Whispered\nx', 'Second\nx']);
  expect(log.filter((line) => line.includes('warn'))).toEqual([]);
});

test('what takes long is acknowledged in time, and answered in the same place', { timeout: 10_000 }, async () => {
  const { driver, discord, callbacks } = await answering(async (turn) => {
    await wait(3300);
    if ('ack' in turn) await turn.whisper(REPLY);
  });
  await driver.command(driver.people.ann, 'mydata', '', WHERE);
  await wait(3500);
  await driver.settled();
  expect(callbacks()).toEqual([5]);
  expect(discord.violations).toEqual([]);
  expect(driver.whispers(driver.people.ann).map(({ text }) => text)).toEqual(['Whispered\nx']);
});

test('an answer that comes after a quarter of an hour goes to the direct messages', async () => {
  const { driver, discord, log } = await answering(async (turn) => {
    if (!('ack' in turn)) return;
    await turn.ack();
    for (const [token, one] of discord.guild.interactions)
      discord.guild.interactions.set(token, { ...one, at: Date.now() - 16 * 60_000 });
    await turn.whisper(REPLY);
  });
  await driver.command(driver.people.ann, 'mydata', '', WHERE);
  await driver.settled();
  expect(driver.direct(driver.people.ann).map(({ text }) => text)).toEqual(['Whispered\nx']);
  expect(log.join('\n')).not.toContain('token-');
});

test('a form opens first and once', async () => {
  const { driver, callbacks } = await answering(async (turn) => {
    if (!('ack' in turn)) return;
    await turn.openForm(FORM);
    await turn.ack();
  });
  await driver.command(driver.people.ann, 'diagnose', '', WHERE);
  await driver.settled();
  expect(callbacks()).toEqual([9]);
  expect(driver.form(driver.people.ann)).toMatchObject({ title: 'Form' });
});

test('a stop waits for the turns that are under way', async () => {
  const { driver, chat, turns } = await answering(async (turn) => {
    await wait(300);
    if ('ack' in turn) await turn.whisper(REPLY);
  });
  await driver.command(driver.people.ann, 'mydata', '', WHERE);
  await wait(60);
  await chat.stop();
  expect(turns).toHaveLength(1);
  expect(driver.whispers(driver.people.ann)).toHaveLength(1);
});

import { Events } from 'discord.js';
import { expect, test } from 'vitest';
import { clientFor } from '#chat/discord/client.ts';
import { until } from '#test/crash/town.ts';
import { discordDriver } from '#test/fakes/discord-server/driver.ts';
import { startFakeDiscord } from '#test/fakes/discord-server/server.ts';

const WRITERS = 250;

test('of what is written in a channel, and of who writes in a server, only the latest is kept', async () => {
  const discord = await startFakeDiscord({ messageContent: true });
  const { token, apiUrl, guild } = discord;
  const client = clientFor({ token, apiUrl, messageContent: true, log: () => undefined });
  let heard = 0;
  client.on(Events.MessageCreate, () => {
    heard += 1;
  });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(token);
  await ready;
  const driver = discordDriver(discord, 'discord', { idle: () => true, log: [], redact: false });
  const channel = driver.channels.help;
  for (let index = 0; index < WRITERS; index += 1) {
    const person = { id: `2${String(index).padStart(17, '0')}`, name: `Person ${index}` };
    guild.users.set(person.id, { ...person, roles: [] });
    await driver.say(person, { channel }, `message ${index}`);
  }
  await until(() => heard === WRITERS);
  const found = client.channels.cache.get(channel);
  const messages = found?.isTextBased() === true ? found.messages.cache.size : Number.NaN;
  expect(messages).toBe(5);
  // The bot itself is kept beyond the limit.
  expect(client.guilds.cache.get(guild.id)?.members.cache.size).toBeLessThanOrEqual(201);
  await client.destroy();
  await discord.close();
});

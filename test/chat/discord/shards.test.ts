import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { kill, startProcess } from '#test/crash/process.ts';
import { until } from '#test/crash/town.ts';
import { discordDriver } from '#test/fakes/discord-server/driver.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord-server/server.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';
import { connect, messagesIn } from './connect.ts';

/** Two more servers, the first on shard 0 of 2, the second on shard 1; their channels. */
function twoServers({ guild }: FakeDiscord): readonly [string, string] {
  const channels = [1_000_000n, 1_000_001n].map((time) => {
    const server = String(time << 22n);
    const id = String((time << 22n) + 1n);
    guild.others.add(server);
    guild.channels.set(id, { id, name: 'help', type: 0, parent: null, person: null, staffOnly: false, server });
    return id;
  });
  return [channels[0] ?? '', channels[1] ?? ''];
}

test('two processes answer their own servers alone, and one of them direct messages', async () => {
  const discord = await startFakeDiscord({ messageContent: true });
  const channels = twoServers(discord);
  const shards = [0, 1].map((id) => ({ ids: [id], count: 2 }));
  const bots = await Promise.all(shards.map((one) => connect({ discord, shards: one })));
  await Promise.all(bots.map((bot) => bot.start()));
  const driver = discordDriver(discord, 'discord', { idle: () => true, log: [], redact: false });
  const { ann, ben } = driver.people;
  await driver.say(ann, { channel: channels[0] }, 'to the even server');
  await driver.say(ann, { channel: channels[1] }, 'to the odd server');
  await driver.tell(ben, 'directly');
  const heard = () => bots.map(({ turns }) => messagesIn(turns).map(({ text }) => text));
  await until(() => heard().flat().length >= 3);
  expect(heard()).toEqual([['to the even server', 'directly'], ['to the odd server']]);
  for (const { chat } of bots) await chat.stop();
  await discord.close();
});

test('DISCORD_SHARDS reaches the gateway: each process answers its own servers, once', async () => {
  const discord = await startFakeDiscord({ messageContent: true });
  const channels = twoServers(discord);
  const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'keymedic-shards-')));
  const env = {
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_MESSAGE_CONTENT: 'true',
    DISCORD_CHANNELS: 'all',
  };
  const start = async (part: number) => {
    const child = await startProcess({ ...env, DISCORD_SHARDS: `${part}/2` }, folders[part] ?? '');
    onTestFinished(() => kill(child));
  };
  onTestFinished(async () => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    await discord.close();
  });
  const driver = discordDriver(discord, 'discord', { idle: () => true, log: [], redact: false });
  const answersIn = (channel: string) => driver.visible({ channel }).filter(({ author }) => author === 'bot').length;
  await start(1);
  await driver.say(driver.people.ann, { channel: channels[0] }, PASTE);
  await driver.say(driver.people.ann, { channel: channels[1] }, PASTE);
  await until(() => answersIn(channels[1]) > 0);
  await start(0);
  await driver.say(driver.people.ben, { channel: channels[0] }, PASTE);
  await until(() => answersIn(channels[0]) > 0);
  expect(channels.map(answersIn)).toEqual([1, 1]);
});

test('a shard out of range is refused with a sentence', async () => {
  const { start } = await connect({ shards: { ids: [2], count: 2 } });
  await expect(start()).rejects.toThrow('Discord does not take these shards');
});

test('more servers than one shard may have are refused with a sentence', async () => {
  const discord = await startFakeDiscord({ messageContent: true, perShard: 2 });
  twoServers(discord);
  const { start } = await connect({ discord, shards: { ids: [0], count: 1 } });
  await expect(start()).rejects.toThrow('Discord does not take these shards');
  const { chat, start: startHalf } = await connect({ discord, shards: { ids: [0, 1], count: 2 } });
  await startHalf();
  expect(chat.state()).toBe('connected');
  await chat.stop();
  await discord.close();
}, 20_000);

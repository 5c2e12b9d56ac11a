import { describe, expect, test, vi } from 'vitest';
import type { FakeDiscord } from '#test/fakes/discord-server/server.ts';
import { connect } from './connect.ts';

describe('a server that the bot seems to have left', () => {
  const LEFT_MS = 60;
  const leave = async (isOut: () => boolean, then: (discord: FakeDiscord) => void = () => undefined) => {
    const connected = await connect({ leftGraceMs: LEFT_MS });
    const { discord, start, turns } = connected;
    await start();
    discord.guild.left = isOut();
    discord.gateway.dispatch('GUILD_DELETE', { id: discord.guild.id });
    await vi.waitFor(() => expect(discord.calls.some(({ path }) => path === `/guilds/${discord.guild.id}`)).toBe(true));
    then(discord);
    return { turns, discord };
  };
  const pause = () => new Promise((resolve) => setTimeout(resolve, 5 * LEFT_MS));

  test('is told once Discord has said so twice', async () => {
    const { turns } = await leave(() => true);
    await vi.waitFor(() => expect(turns.map(({ type }) => type)).toEqual(['left']));
  });

  test('is not told where it was an outage: Discord still knows the bot there', async () => {
    const { turns } = await leave(() => false);
    await pause();
    expect(turns).toEqual([]);
  });

  test('is not told where the bot is there again the second time', async () => {
    const { turns } = await leave(
      () => true,
      (discord) => void (discord.guild.left = false),
    );
    await pause();
    expect(turns).toEqual([]);
  });
});

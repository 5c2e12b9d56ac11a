import { describe, expect, test } from 'vitest';
import { discordDriver } from '#test/fakes/discord-server/driver.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord-server/server.ts';
import { type Broken, describeDelivery } from './delivery.ts';

/** A heartbeat that nobody answered is noticed at the next one. */
const HEARTBEAT_MS = 1000;
const NOTICED_MS = 10_000;
const FAULTS = {
  'rate-limited': 'rate-limited',
  'rate-limited-long': 'rate-limited-seconds',
  'server-error': 'server-error',
  'cut-before': 'cut-before',
  'cut-after': 'cut-after',
} as const satisfies Record<Broken, FakeDiscord['faults'][number]>;

describe('Discord', () => {
  let discord: FakeDiscord | undefined;
  const { bot, missed } = describeDelivery(async () => {
    const opened = await startFakeDiscord({ messageContent: true, heartbeatMs: HEARTBEAT_MS });
    discord = opened;
    const posts: number[] = [];
    opened.onCall = ({ method, path }) => {
      if (method === 'POST' && path.endsWith('/messages')) posts.push(Date.now());
    };
    return {
      name: 'discord',
      driver: discordDriver(opened, 'discord', { idle: () => true, log: [], redact: false }),
      env: {
        DISCORD_TOKEN: opened.token,
        DISCORD_API_URL: opened.apiUrl,
        DISCORD_MESSAGE_CONTENT: 'true',
        DISCORD_CHANNELS: 'help',
      },
      newcomer(number) {
        const person = { id: `1000000000000005${number + 100}`, name: `Person ${number}` };
        opened.guild.users.set(person.id, { ...person, roles: [] });
        return person;
      },
      breaks: (fault, times) => void opened.faults.push(...Array.from({ length: times }, () => FAULTS[fault])),
      longWaitMs: 6000,
      posts: () => posts,
      close: () => opened.close(),
    };
  });

  test('a gateway that goes silent without a word (half-open): not ready meanwhile, and what was missed is answered once', async () => {
    const answers = await missed(
      () => discord?.gateway.freeze(),
      async () => {
        await bot().becomes(['discord'], NOTICED_MS);
        expect(await bot().metric('keymedic_chat_connected{chat="discord"}')).toBe(0);
      },
    );
    expect(answers).toBe(1);
  });

  test('a gateway that breaks: what was missed is answered once', async () => {
    expect(await missed(() => discord?.gateway.cut())).toBe(1);
  });
});

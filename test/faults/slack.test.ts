import { describe, expect, test } from 'vitest';
import { describeDelivery } from './delivery.ts';
import { brokenSlack } from './slack.ts';

/** The package's pings notice after 5 to 7 s; then it connects again. */
const NOTICED_MS = 15_000;

describe('Slack over Socket Mode', () => {
  let slack: Awaited<ReturnType<typeof brokenSlack>>['slack'] | undefined;
  const { bot, missed } = describeDelivery(async () => {
    const opened = await brokenSlack('socket');
    ({ slack } = opened);
    return opened;
  });

  test('a socket that goes silent without a word (half-open): not ready meanwhile, and what was missed is answered once', async () => {
    const answers = await missed(
      () => slack?.socket?.freeze(),
      async () => {
        await bot().becomes(['slack'], NOTICED_MS);
        expect(await bot().metric('keymedic_chat_connected{chat="slack"}')).toBe(0);
      },
    );
    expect(answers).toBe(1);
  });

  test.for([
    ['breaks', 'cut'],
    ['is ended by Slack', 'disconnect'],
  ] as const)('a socket that %s: what was missed is answered once', async ([, how]) => {
    expect(await missed(() => slack?.socket?.[how]())).toBe(1);
  });
});

describe('Slack over HTTP', () => {
  describeDelivery(() => brokenSlack('http'));
});

import { DiscordAPIError, HTTPError } from 'discord.js';
import { expect, test } from 'vitest';
import { deliveryAfter } from '#chat/discord/failures.ts';

const SECRET = 'what-a-person-wrote';
const refused = (status: number, code: number) =>
  new DiscordAPIError({ code, message: SECRET }, code, status, 'POST', `https://discord.test/webhooks/1/${SECRET}`, {
    body: { content: SECRET },
    files: undefined,
  });

function told(error: unknown, missing: readonly string[] = []) {
  const log: string[] = [];
  const attempted = { call: 'post', channel: '42', missing: () => missing };
  const delivery = deliveryAfter(
    error,
    attempted,
    (level, event, fields) => void log.push(JSON.stringify([level, event, fields])),
  );
  return { delivery, log };
}

test.for([
  [403, 50_001, 'forbidden'],
  [403, 50_013, 'forbidden'],
  [400, 160_002, 'forbidden'],
  [404, 10_003, 'gone'],
  [404, 10_008, 'gone'],
  [403, 50_007, 'dm-closed'],
  [403, 50_278, 'dm-closed'],
  [401, 0, 'revoked'],
  [403, 40_001, 'revoked'],
  [401, 50_014, 'revoked'],
  [400, 50_083, 'archived'],
  [403, 160_005, 'archived'],
  [400, 50_035, 'refused'],
] as const)('status %i with code %i is %s, without a word of what was sent', ([status, code, reason]) => {
  const { delivery, log } = told(refused(status, code));
  expect(delivery).toMatchObject({ type: 'failed', reason });
  expect(JSON.stringify([delivery, log])).not.toContain(SECRET);
});

test.for([
  [refused(429, 0), 2000],
  [refused(429, 20_016), 10_000],
  [refused(400, 40_003), 60_000],
  [refused(403, 40_333), 60_000],
  [new HTTPError(502, 'Bad Gateway', 'POST', `https://discord.test/${SECRET}`, { body: null, files: undefined }), 2000],
  [new TypeError('fetch failed', { cause: new Error(SECRET) }), 2000],
  [new Error(SECRET), 60_000],
] as const)('trouble %# is tried again later, without a word of what was sent', ([error, afterMs]) => {
  const { delivery, log } = told(error);
  expect(delivery).toMatchObject({ type: 'later', afterMs });
  expect(log).toHaveLength(1);
  expect(log[0]).not.toContain(SECRET);
});

test('once Discord does not know the token any more, nothing is tried again', () => {
  const { delivery, log } = told(new Error('Expected token to be set for this request, but none was present'));
  expect(delivery).toMatchObject({ type: 'failed', reason: 'revoked' });
  expect(log[0]).toContain('DISCORD_TOKEN');
});

test('the permissions that are known to be missing are named, with the channel', () => {
  const { log } = told(refused(403, 50_013), ['Attach Files']);
  expect(log[0]).toMatch(/"channel":"42".*give the bot Attach Files there/);
});

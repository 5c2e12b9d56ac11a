import { ErrorCode } from '@slack/web-api';
import { expect, test } from 'vitest';
import { readFailure } from '#chat/slack/failures.ts';

const platform = (data: unknown) => Object.assign(new Error('x'), { code: ErrorCode.PlatformError, data });

test.for([
  ['a refusal', platform({ error: 'is_archived' }), { code: 'is_archived', needed: null, retryAfterMs: null }],
  [
    'a missing scope',
    platform({ error: 'missing_scope', needed: 'im:write' }),
    { code: 'missing_scope', needed: 'im:write' },
  ],
  ['trouble at Slack', platform({ error: 'internal_error' }), { code: 'internal_error', retryAfterMs: 2000 }],
  ['a refusal without its word', platform('<html>'), { code: 'unknown', needed: null, retryAfterMs: null }],
  ['a word that is none', platform({ error: { nested: 1 } }), { code: 'unknown', retryAfterMs: null }],
  [
    'a rate limit',
    Object.assign(new Error('x'), { code: ErrorCode.RateLimitedError, retryAfter: 7 }),
    { code: 'ratelimited', retryAfterMs: 7000 },
  ],
  [
    'a rate limit of no time',
    Object.assign(new Error('x'), { code: ErrorCode.RateLimitedError, retryAfter: 'soon' }),
    { code: 'ratelimited', retryAfterMs: 1000 },
  ],
  [
    'no network',
    Object.assign(new Error('x'), { code: ErrorCode.RequestError }),
    { code: 'unreachable', retryAfterMs: 2000 },
  ],
  ['null', null, { code: 'unexpected', retryAfterMs: 2000 }],
  ['a text', 'boom', { code: 'unexpected', retryAfterMs: 2000 }],
] as const)('what an error of the SDK says is read, and nothing that it does not: %s', ([, error, expected]) => {
  expect(readFailure(error)).toMatchObject(expected);
});

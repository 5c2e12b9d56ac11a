import type { FakeAnswer, FakeProvider } from './types.ts';

const list = (...ids: string[]): FakeAnswer => [
  200,
  { object: 'list', data: ids.map((id) => ({ id, object: 'model' })) },
];
const openaiError = (
  status: number,
  code: string | null,
  message: string,
  type = 'invalid_request_error',
): FakeAnswer => [status, { error: { message, type, param: null, code } }];
const letters = (count: number) => 'Kq7Zx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0Gu'.repeat(6).slice(0, count);
const lower = (count: number) => letters(count).toLowerCase();

/** More houses that run their own models. */
export const FURTHER_FIRST_PARTY: readonly FakeProvider[] = [
  {
    id: 'groq',
    key: `gsk_${letters(52)}`,
    method: 'GET',
    path: '/openai/v1/models',
    header: 'authorization',
    scheme: 'Bearer',
    missing: openaiError(401, 'invalid_api_key', 'Invalid API Key'),
    notFound: [404, { error: { message: 'Unknown request URL', type: 'invalid_request_error', code: 'unknown_url' } }],
    answers: {
      works: list('llama-fake'),
      wrong: openaiError(401, 'invalid_api_key', 'Invalid API Key'),
      revoked: openaiError(401, 'invalid_api_key', 'Invalid API Key'),
      no_credit: openaiError(400, 'organization_restricted', 'Organization has been restricted.'),
      restricted: [403, { error: { message: 'Access denied. Please check your network settings.' } }],
      rate_limited: openaiError(429, 'rate_limit_exceeded', 'Rate limit reached', 'requests'),
    },
    expected: {
      works: ['works', null],
      wrong: ['rejected', 'key_invalid'],
      revoked: ['rejected', 'key_invalid'],
      no_credit: ['limited', 'account_disabled'],
      restricted: ['undecided', 'network'],
      rate_limited: ['limited', 'rate_limited'],
    },
  },
  {
    id: 'xai',
    key: `xai-${letters(80)}`,
    method: 'GET',
    path: '/v1/api-key',
    header: 'authorization',
    scheme: 'Bearer',
    missing: [401, { code: 'unauthenticated:no-credentials', error: 'No credentials provided' }],
    notFound: [404, { error: 'not found' }],
    answers: {
      works: [200, { api_key_blocked: false, api_key_disabled: false, team_blocked: false, acls: ['api-key:model:*'] }],
      wrong: [
        400,
        {
          code: 'invalid-argument',
          error: 'Incorrect API key provided: xa***AB. You can obtain an API key from https://console.x.ai.',
        },
      ],
      revoked: [200, { api_key_blocked: false, api_key_disabled: true, team_blocked: false, acls: [] }],
      no_credit: [403, { error: "Your newly created team doesn't have any credits yet." }],
      restricted: [403, { code: 'permission-denied', error: 'The caller does not have permission' }],
      rate_limited: [429, { code: 'Some resource has been exhausted', error: 'Too many requests' }],
    },
    expected: {
      works: ['works', null],
      wrong: ['rejected', 'key_invalid'],
      revoked: ['limited', 'key_revoked'],
      no_credit: ['limited', 'credits_exhausted'],
      restricted: ['undecided', 'permission_denied'],
      rate_limited: ['undecided', 'rate_limited'],
    },
  },
  {
    id: 'mistral',
    key: letters(32),
    method: 'GET',
    path: '/v1/models',
    header: 'authorization',
    scheme: 'Bearer',
    missing: [401, { detail: 'Unauthorized' }],
    notFound: [404, { detail: 'Not Found' }],
    answers: {
      works: list('mistral-fake'),
      wrong: [401, { detail: 'Invalid API Key' }],
      revoked: [401, { detail: 'Unauthorized' }],
      no_credit: [402, { detail: 'Payment required' }],
      restricted: [403, { detail: 'Forbidden' }],
      rate_limited: [429, { message: 'Requests rate limit exceeded' }],
    },
    expected: {
      works: ['works', null],
      wrong: ['rejected', 'key_invalid'],
      revoked: ['undecided', 'key_invalid'],
      no_credit: ['limited', 'credits_exhausted'],
      restricted: ['undecided', 'permission_denied'],
      rate_limited: ['undecided', 'rate_limited'],
    },
  },
  {
    id: 'cohere',
    key: letters(40),
    method: 'POST',
    path: '/v1/check-api-key',
    header: 'authorization',
    scheme: 'Bearer',
    missing: [401, { message: 'no api key supplied' }],
    notFound: [404, { message: 'page not found' }],
    answers: {
      works: [200, { valid: true, organization_id: 'org-secret', owner_id: 'owner-secret' }],
      wrong: [401, { message: 'invalid api token' }],
      revoked: [200, { valid: false }],
      no_credit: [402, { message: 'Please add or update your payment method' }],
      restricted: [403, { message: 'not allowed' }],
      rate_limited: [429, { message: 'You are using a Trial key' }],
    },
    expected: {
      works: ['works', null],
      wrong: ['rejected', 'key_invalid'],
      revoked: ['rejected', 'key_invalid'],
      no_credit: ['limited', 'credits_exhausted'],
      restricted: ['undecided', 'permission_denied'],
      rate_limited: ['undecided', 'rate_limited'],
    },
  },
  {
    id: 'cerebras',
    key: `csk-${lower(48)}`,
    method: 'GET',
    path: '/v1/models',
    header: 'authorization',
    scheme: 'Bearer',
    missing: [403, { detail: 'Not authenticated' }],
    notFound: [404, { message: 'Not found', type: 'not_found_error', code: null }],
    answers: {
      works: list('llama-fake'),
      wrong: [
        401,
        { message: 'Wrong API Key', type: 'invalid_request_error', param: 'api_key', code: 'wrong_api_key' },
      ],
      revoked: [
        401,
        { message: 'Wrong API Key', type: 'invalid_request_error', param: 'api_key', code: 'wrong_api_key' },
      ],
      no_credit: [402, { message: 'payment required' }],
      restricted: [403, { message: 'forbidden' }],
      rate_limited: [
        429,
        { message: 'too many requests', type: 'too_many_requests_error', code: 'request_quota_exceeded' },
      ],
    },
    expected: {
      works: ['works', null],
      wrong: ['rejected', 'key_invalid'],
      revoked: ['rejected', 'key_invalid'],
      no_credit: ['limited', 'credits_exhausted'],
      restricted: ['undecided', 'permission_denied'],
      rate_limited: ['limited', 'rate_limited'],
    },
  },
];

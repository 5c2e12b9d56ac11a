import type { FakeAnswer, FakeProvider } from './types.ts';

const list = (...ids: string[]): FakeAnswer => [
  200,
  { object: 'list', data: ids.map((id) => ({ id, object: 'model' })) },
];
const error = (status: number, code: string | null, message: string, type = 'invalid_request_error'): FakeAnswer => [
  status,
  { error: { message, type, param: null, code } },
];
const letters = (count: number) => 'Mz5Qk8Xw2Rv7Tb1Np4Ld9Hc6Js3Fg0Ye'.repeat(6).slice(0, count);

const PLAIN = { works: ['works', null], no_credit: ['limited', 'credits_exhausted'] } as const;

/** Hosts of others' models, and the houses in China. */
export const HOSTS: readonly FakeProvider[] = [
  {
    id: 'together',
    key: `tgp_v1_${letters(43)}`,
    method: 'GET',
    path: '/v1/models',
    header: 'authorization',
    scheme: 'Bearer',
    missing: error(401, 'missing_api_key', 'Missing API key'),
    notFound: [404, { error: { message: 'not found' } }],
    answers: {
      works: [200, [{ id: 'llama-fake', object: 'model', type: 'chat' }]],
      wrong: error(401, 'invalid_api_key', 'Invalid API key provided.'),
      revoked: [401, { error: { message: 'Unauthorized' } }],
      no_credit: error(402, null, 'Credit limit exceeded'),
      restricted: error(403, null, 'Forbidden'),
      rate_limited: error(429, null, 'rate limit'),
    },
    expected: {
      ...PLAIN,
      wrong: ['rejected', 'key_invalid'],
      revoked: ['undecided', 'key_invalid'],
      restricted: ['undecided', 'permission_denied'],
      rate_limited: ['undecided', 'rate_limited'],
    },
  },
  {
    id: 'fireworks',
    key: `fw_${letters(24)}`,
    method: 'GET',
    path: '/inference/v1/models',
    header: 'authorization',
    scheme: 'Bearer',
    missing: error(403, 'UNAUTHORIZED', 'No API key in the request', 'error'),
    notFound: error(404, 'NOT_FOUND', 'Path not found', 'error'),
    answers: {
      works: list('llama-fake'),
      wrong: error(403, 'UNAUTHORIZED', 'The API key you provided is invalid.', 'error'),
      revoked: error(401, 'UNAUTHORIZED', 'The API key you provided is invalid.', 'error'),
      no_credit: error(402, null, 'payment required', 'error'),
      restricted: error(412, null, 'Account suspended', 'error'),
      rate_limited: error(429, null, 'rate limit', 'error'),
    },
    expected: {
      ...PLAIN,
      wrong: ['rejected', 'key_invalid'],
      revoked: ['rejected', 'key_invalid'],
      restricted: ['undecided', 'account_disabled'],
      rate_limited: ['undecided', 'rate_limited'],
    },
  },
  {
    id: 'huggingface',
    key: `hf_${letters(34).replaceAll(/\d/g, 'x')}`,
    method: 'GET',
    path: '/api/whoami-v2',
    header: 'authorization',
    scheme: 'Bearer',
    missing: [401, { error: 'Invalid username or password.' }],
    notFound: [404, { error: "Sorry, we can't find the page you are looking for." }],
    answers: {
      works: [
        200,
        {
          type: 'user',
          name: 'a-person',
          email: 'person@example.com',
          auth: { type: 'access_token', accessToken: { role: 'read' } },
        },
      ],
      wrong: [401, { error: 'Invalid credentials in Authorization header' }],
      revoked: [401, { error: 'Invalid username or password.' }],
      no_credit: [402, { error: 'You have depleted your monthly included credits' }],
      restricted: [403, { error: 'This authentication method does not have sufficient permissions' }],
      rate_limited: [429, { error: 'Too many requests' }],
    },
    expected: {
      ...PLAIN,
      wrong: ['rejected', 'key_invalid'],
      revoked: ['rejected', 'key_invalid'],
      restricted: ['undecided', 'permission_denied'],
      rate_limited: ['undecided', 'rate_limited'],
    },
  },
  {
    id: 'replicate',
    key: `r8_${letters(37)}`,
    method: 'GET',
    path: '/v1/account',
    header: 'authorization',
    scheme: 'Bearer',
    missing: [401, { title: 'Unauthenticated', detail: 'You did not pass an authentication token', status: 401 }],
    notFound: [404, { detail: 'The requested resource could not be found.', status: 404 }],
    answers: {
      works: [200, { type: 'user', username: 'a-person', name: 'A Person' }],
      wrong: [401, { title: 'Unauthenticated', detail: 'You did not pass a valid authentication token', status: 401 }],
      revoked: [
        401,
        { title: 'Unauthenticated', detail: 'You did not pass a valid authentication token', status: 401 },
      ],
      no_credit: [402, { title: 'Insufficient credit', detail: 'You have insufficient credit', status: 402 }],
      restricted: [403, { title: 'Forbidden', status: 403 }],
      rate_limited: [429, { detail: 'Request was throttled. Expected available in 3 seconds.', status: 429 }],
    },
    expected: {
      ...PLAIN,
      wrong: ['rejected', 'key_invalid'],
      revoked: ['rejected', 'key_invalid'],
      restricted: ['undecided', 'permission_denied'],
      rate_limited: ['undecided', 'rate_limited'],
    },
  },
  {
    id: 'nvidia',
    key: `nvapi-${letters(64)}`,
    method: 'POST',
    path: '/v3/keys/get-caller-info',
    header: 'authorization',
    scheme: 'Bearer',
    formField: 'credentials',
    requires: { 'content-type': 'application/x-www-form-urlencoded' },
    missing: [400, { title: 'Bad Request', status: 400 }],
    notFound: [404, { title: 'Not Found', status: 404 }],
    answers: {
      works: [200, { type: 'PERSONAL_KEY', user: { email: 'p@example.com' } }],
      wrong: [401, { status: 401, title: 'Unauthorized', detail: 'Authentication failed' }],
      revoked: [401, { status: 401, title: 'Unauthorized', detail: 'Authentication failed' }],
      no_credit: [402, { title: 'Payment Required' }],
      restricted: [403, { status: 403, title: 'Forbidden', detail: 'Authorization failed' }],
      rate_limited: [429, { title: 'Too Many Requests' }],
    },
    expected: {
      ...PLAIN,
      wrong: ['undecided', 'key_invalid'],
      revoked: ['undecided', 'key_invalid'],
      restricted: ['undecided', 'key_invalid'],
      rate_limited: ['undecided', 'rate_limited'],
    },
  },
];

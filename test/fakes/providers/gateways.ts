import { list } from './answers.ts';
import type { FakeAnswer, FakeProvider, KeyState } from './types.ts';

const letters = (count: number) => 'Wd4Nf9Jr2Kx7Qs1Hb6Vm3Zt8Lp5Gc0Ty'.repeat(6).slice(0, count);
const hex = (count: number) => '7b03f9e1c46d825a'.repeat(6).slice(0, count);
const newApi = (status: number, message: string, code = ''): FakeAnswer => [
  status,
  { error: { message: `${message} (request id: 20261120000000fake)`, type: 'new_api_error', code } },
];
const oneApi = (status: number, message: string): FakeAnswer => [status, { error: { message, type: 'one_api_error' } }];
const liteLlm = (status: number, type: string, message: string, code: string): FakeAnswer => [
  status,
  { error: { message, type, param: 'None', code } },
];
const unkey = (status: number, path: string, detail: string): FakeAnswer => [
  status,
  {
    meta: { requestId: 'req_fake' },
    error: { title: 'x', detail, status, type: `https://unkey.com/docs/errors/unkey/${path}` },
  },
];

/** new-api answers one sentence for four causes; its usage endpoint also lets expired and used-up tokens in. */
const NEW_API_USAGE = (state: KeyState | 'wrong' | 'missing'): FakeAnswer => {
  const usage = (available: number): FakeAnswer => [
    200,
    {
      code: true,
      message: 'ok',
      data: {
        object: 'token_usage',
        name: 'a-person',
        total_available: available,
        unlimited_quota: false,
        expires_at: 0,
      },
    },
  ];
  if (state === 'no_credit') return usage(0);
  if (state === 'works' || state === 'revoked') return usage(500_000);
  return newApi(401, 'Invalid token');
};
const PANEL: FakeAnswer = [
  200,
  '<!doctype html><html><head><title>New API</title></head><body><div id="root"></div></body></html>',
  'text/html',
];

const RELAY: FakeProvider = {
  id: 'relay',
  key: `sk-${letters(48)}`,
  method: 'GET',
  path: '/v1/models',
  basePath: '/v1',
  header: 'authorization',
  scheme: 'Bearer',
  missing: newApi(401, '未提供令牌'),
  notFound: PANEL,
  answers: {
    works: list('model-fake'),
    wrong: newApi(401, 'Invalid token'),
    revoked: newApi(401, 'Invalid token'),
    no_credit: newApi(401, 'Invalid token'),
    restricted: newApi(403, '您的 IP 不在令牌允许访问的列表中', 'access_denied'),
    rate_limited: newApi(429, 'You have reached the request limit: maximum 10 requests in 1 minutes'),
  },
  more: { '/api/usage/token': NEW_API_USAGE },
  expected: {
    works: ['works', null],
    wrong: ['rejected', 'key_invalid'],
    // The fake's token has expired; the usage endpoint still knows it.
    revoked: ['limited', 'key_expired'],
    no_credit: ['limited', 'credits_exhausted'],
    restricted: ['limited', 'ip_restricted'],
    rate_limited: ['limited', 'rate_limited'],
  },
};

/** An older one-api, which names each cause. Not a provider of its own: the relay's knowledge must fit it too. */
export const ONE_API: FakeProvider = {
  ...RELAY,
  missing: oneApi(401, '未提供令牌'),
  answers: {
    works: list('model-fake'),
    wrong: oneApi(401, '无效的令牌 (request id: 2026fake)'),
    revoked: oneApi(401, '该令牌状态不可用'),
    no_credit: oneApi(401, '令牌 a-person（#7）额度已用尽'),
    restricted: oneApi(403, '该令牌只能在指定网段使用：10.0.0.0/8，当前 ip：203.0.113.9'),
    rate_limited: oneApi(429, '当前分组上游负载已饱和，请稍后再试'),
  },
  more: {},
  expected: { ...RELAY.expected, revoked: ['limited', 'key_revoked'] },
};

/** Gateways, relays, and services that are no model hosts. */
export const GATEWAYS: readonly FakeProvider[] = [
  RELAY,
  { ...RELAY, id: 'apimaster' },
  {
    id: 'unbound',
    key: `ub-${letters(40)}`,
    method: 'GET',
    path: '/models',
    header: 'authorization',
    scheme: 'Bearer',
    missing: [401, { error: { message: 'Missing authorization header' } }],
    notFound: [404, { error: 'not found' }],
    answers: {
      works: [200, { data: [{ id: 'model-fake', context_window: 1 }] }],
      wrong: [401, { error: 'Invalid API key' }],
      revoked: [401, { error: 'Invalid API key' }],
      no_credit: [402, { error: 'Credits exhausted' }],
      restricted: [403, { error: 'Forbidden' }],
      rate_limited: [429, { error: 'Too many requests' }],
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
    id: 'litellm',
    key: `sk-${letters(22)}`,
    method: 'GET',
    path: '/v1/models',
    basePath: '/v1',
    header: 'authorization',
    scheme: 'Bearer',
    missing: liteLlm(401, 'auth_error', 'Authentication Error, No api key passed in.', '401'),
    notFound: [404, { detail: 'Not Found' }],
    answers: {
      works: list('model-fake'),
      wrong: liteLlm(
        401,
        'token_not_found_in_db',
        'Authentication Error, Invalid proxy server token passed. Received API Key = sk-...abcd',
        '401',
      ),
      revoked: liteLlm(
        401,
        'auth_error',
        "Authentication Error, Key is blocked. Update via `/key/unblock` if you're admin.",
        '401',
      ),
      no_credit: liteLlm(400, 'budget_exceeded', 'Budget has been exceeded! Current cost: 1, Max budget: 1', '400'),
      restricted: liteLlm(401, 'key_model_access_denied', 'key not allowed to access model.', '401'),
      rate_limited: liteLlm(429, 'None', 'Rate limit exceeded: Crossed TPM / RPM limit', '429'),
    },
    expected: {
      works: ['works', null],
      wrong: ['rejected', 'key_invalid'],
      revoked: ['limited', 'key_revoked'],
      no_credit: ['limited', 'credits_exhausted'],
      restricted: ['limited', 'permission_denied'],
      rate_limited: ['undecided', 'rate_limited'],
    },
  },
  {
    id: 'openrouter',
    key: `sk-or-v1-${hex(64)}`,
    method: 'GET',
    path: '/api/v1/key',
    header: 'authorization',
    scheme: 'Bearer',
    missing: [401, { error: { message: 'No auth credentials found', code: 401 } }],
    notFound: [404, '<!DOCTYPE html><html><title>404</title></html>', 'text/html'],
    answers: {
      works: [200, { data: { label: 'sk-or-v1-7b0...825a', limit: null, limit_remaining: null, usage: 1.5 } }],
      wrong: [401, { error: { message: 'Invalid credentials', code: 401 } }],
      revoked: [401, { error: { message: 'User not found.', code: 401 } }],
      no_credit: [200, { data: { label: 'x', limit: 10, limit_remaining: 0, usage: 10 } }],
      restricted: [403, { error: { message: 'Forbidden', code: 403 } }],
      rate_limited: [429, { error: { message: 'Rate limit exceeded', code: 429 } }],
    },
    more: { '/api/v1/models': () => list('vendor/model-fake') },
    expected: {
      works: ['works', null],
      wrong: ['rejected', 'key_invalid'],
      revoked: ['undecided', 'key_revoked'],
      no_credit: ['limited', 'credits_exhausted'],
      restricted: ['undecided', 'permission_denied'],
      rate_limited: ['undecided', 'rate_limited'],
    },
  },
  {
    id: 'unkey',
    key: `unkey_${letters(22)}`,
    method: 'POST',
    path: '/v2/apis.getApi',
    header: 'authorization',
    scheme: 'Bearer',
    requires: { 'content-type': 'application/json' },
    incomplete: unkey(400, 'application/invalid_input', 'POST request body failed to validate schema'),
    missing: unkey(401, 'authentication/missing', 'You must provide a valid root key'),
    notFound: unkey(404, 'data/route_not_found', 'no such route'),
    answers: {
      works: unkey(404, 'data/api_not_found', 'The requested API does not exist or has been deleted.'),
      wrong: unkey(401, 'authentication/key_not_found', 'The provided root key is invalid.'),
      revoked: unkey(403, 'authorization/key_disabled', 'The API key used for authentication has been disabled'),
      no_credit: unkey(403, 'authorization/workspace_disabled', 'The workspace has been disabled'),
      restricted: unkey(403, 'authorization/insufficient_permissions', 'Missing permission'),
      rate_limited: unkey(429, '../user/too_many_requests/workspace_rate_limited', 'exceeded'),
    },
    expected: {
      works: ['works', null],
      wrong: ['rejected', 'key_invalid'],
      revoked: ['limited', 'key_revoked'],
      no_credit: ['limited', 'account_disabled'],
      restricted: ['works', null],
      rate_limited: ['limited', 'rate_limited'],
    },
  },
  {
    id: 'stripe',
    key: `sk_live_${letters(99)}`,
    method: 'GET',
    path: '/v1/balance',
    header: 'authorization',
    scheme: 'Bearer',
    missing: [401, { error: { message: 'You did not provide an API key.', type: 'invalid_request_error' } }],
    notFound: [404, { error: { message: 'Unrecognized request URL', type: 'invalid_request_error' } }],
    answers: {
      works: [200, { object: 'balance', livemode: true, available: [{ amount: 123456, currency: 'usd' }] }],
      wrong: [401, { error: { message: 'Invalid API Key provided: sk_live_****abcd', type: 'invalid_request_error' } }],
      revoked: [
        401,
        {
          error: {
            code: 'api_key_expired',
            message: 'Expired API Key provided: sk_live_****abcd',
            type: 'invalid_request_error',
          },
        },
      ],
      no_credit: [402, { error: { message: 'Your account cannot currently make charges', type: 'card_error' } }],
      restricted: [
        403,
        {
          error: { message: 'The provided key does not have the required permissions', type: 'invalid_request_error' },
        },
      ],
      rate_limited: [
        429,
        { error: { code: 'rate_limit', message: 'Request rate limit exceeded', type: 'invalid_request_error' } },
      ],
    },
    expected: {
      works: ['works', null],
      wrong: ['rejected', 'key_invalid'],
      revoked: ['rejected', 'key_expired'],
      no_credit: ['limited', 'credits_exhausted'],
      restricted: ['limited', 'permission_denied'],
      rate_limited: ['limited', 'rate_limited'],
    },
  },
  {
    id: 'supabase',
    key: `sb_publishable_${letters(31)}`,
    method: 'GET',
    path: '/auth/v1/settings',
    basePath: '',
    header: 'apikey',
    scheme: null,
    missing: [
      401,
      { message: 'No API key found in request', hint: 'No `apikey` request header or url param was found.' },
    ],
    notFound: [404, { error: 'requested path is invalid' }],
    answers: {
      works: [200, { external: { email: true }, disable_signup: false }],
      wrong: [
        401,
        { message: 'Invalid API key', hint: 'Double check your Supabase `anon` or `service_role` API key.' },
      ],
      revoked: [401, { message: 'Legacy API keys are disabled' }],
      no_credit: [402, { message: 'Project paused' }],
      restricted: [403, { message: 'forbidden' }],
      rate_limited: [429, { message: 'rate limit' }],
    },
    expected: {
      works: ['works', null],
      wrong: ['undecided', 'key_invalid'],
      revoked: ['rejected', 'key_revoked'],
      no_credit: ['limited', 'credits_exhausted'],
      restricted: ['undecided', 'permission_denied'],
      rate_limited: ['undecided', 'rate_limited'],
    },
  },
];

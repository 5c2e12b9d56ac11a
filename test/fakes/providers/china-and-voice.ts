import { list } from './answers.ts';
import type { FakeAnswer, FakeProvider } from './types.ts';

const error = (status: number, code: string | null, message: string, type = 'invalid_request_error'): FakeAnswer => [
  status,
  { error: { message, type, param: null, code } },
];
const letters = (count: number) => 'Mz5Qk8Xw2Rv7Tb1Np4Ld9Hc6Js3Fg0Ye'.repeat(6).slice(0, count);
const hex = (count: number) => '9f2c7a51e8b34d60'.repeat(6).slice(0, count);
const lower = (count: number) => 'mzqkxwrvtbnpldhcjsfgye'.repeat(6).slice(0, count);

const PLAIN = { works: ['works', null], no_credit: ['limited', 'credits_exhausted'] } as const;

/** The houses in China, and ElevenLabs. */
export const CHINA_AND_VOICE: readonly FakeProvider[] = [
  {
    id: 'deepseek',
    key: `sk-${hex(32)}`,
    method: 'GET',
    path: '/user/balance',
    header: 'authorization',
    scheme: 'Bearer',
    missing: error(
      401,
      'invalid_request_error',
      'Authentication Fails (auth header format should be Bearer sk-...)',
      'authentication_error',
    ),
    notFound: [404, ''],
    answers: {
      works: [200, { is_available: true, balance_infos: [{ currency: 'USD', total_balance: '12.00' }] }],
      wrong: error(
        401,
        'invalid_request_error',
        'Authentication Fails, Your api key: ****abcd is invalid',
        'authentication_error',
      ),
      revoked: error(
        401,
        'invalid_request_error',
        'Authentication Fails, Your api key: ****abcd is invalid',
        'authentication_error',
      ),
      no_credit: [200, { is_available: false, balance_infos: [{ currency: 'USD', total_balance: '0.00' }] }],
      restricted: [403, { error: { message: 'forbidden' } }],
      rate_limited: [429, { error: { message: 'Rate Limit Reached' } }],
    },
    more: { '/models': () => list('deepseek-fake') },
    expected: {
      ...PLAIN,
      wrong: ['rejected', 'key_invalid'],
      revoked: ['rejected', 'key_invalid'],
      restricted: ['undecided', 'permission_denied'],
      rate_limited: ['undecided', 'rate_limited'],
    },
  },
  {
    id: 'moonshot',
    key: `sk-${letters(48)}`,
    method: 'GET',
    path: '/v1/users/me/balance',
    header: 'authorization',
    scheme: 'Bearer',
    missing: error(401, null, 'Invalid Authentication', 'incorrect_header_error'),
    notFound: error(404, null, 'url not found', 'resource_not_found_error'),
    answers: {
      works: [
        200,
        {
          code: 0,
          data: { available_balance: 49.5, voucher_balance: 46.5, cash_balance: 3 },
          scode: '0x0',
          status: true,
        },
      ],
      wrong: error(401, null, 'Invalid Authentication', 'invalid_authentication_error'),
      revoked: error(401, null, 'Invalid Authentication', 'invalid_authentication_error'),
      no_credit: [
        200,
        {
          code: 0,
          data: { available_balance: -0.1, voucher_balance: 0, cash_balance: -0.1 },
          scode: '0x0',
          status: true,
        },
      ],
      restricted: error(403, null, 'no', 'permission_denied_error'),
      rate_limited: error(429, null, 'max organization RPM', 'rate_limit_reached_error'),
    },
    more: { '/v1/models': () => list('kimi-fake') },
    expected: {
      ...PLAIN,
      wrong: ['rejected', 'key_invalid'],
      revoked: ['rejected', 'key_invalid'],
      restricted: ['undecided', 'permission_denied'],
      rate_limited: ['limited', 'rate_limited'],
    },
  },
  {
    id: 'zhipu',
    key: `${hex(32)}.${letters(16)}`,
    method: 'GET',
    path: '/api/paas/v4/models',
    header: 'authorization',
    scheme: 'Bearer',
    missing: [401, { error: { code: '1001', message: 'Header 中未收到 Authentication 参数' } }],
    notFound: [404, { timestamp: 'now', status: 404, error: 'Not Found' }],
    answers: {
      works: list('glm-fake'),
      wrong: [401, { error: { code: '1000', message: '身份验证失败' } }],
      revoked: [401, { error: { code: '401', message: '令牌已过期或验证不正确' } }],
      no_credit: [429, { error: { code: '1113', message: '您的账户已欠费，请充值后重试' } }],
      restricted: [200, { code: 401, msg: '令牌已过期或验证不正确', success: false }],
      rate_limited: [429, { error: { code: '1302', message: '并发数过高' } }],
    },
    expected: {
      ...PLAIN,
      wrong: ['rejected', 'key_invalid'],
      revoked: ['undecided', 'key_invalid'],
      restricted: ['undecided', 'key_invalid'],
      rate_limited: ['limited', 'rate_limited'],
    },
  },
  {
    id: 'dashscope',
    key: `sk-${hex(32)}`,
    method: 'GET',
    path: '/compatible-mode/v1/models',
    header: 'authorization',
    scheme: 'Bearer',
    missing: error(401, null, "You didn't provide an API key."),
    notFound: [404, ''],
    answers: {
      works: list('qwen-fake'),
      wrong: error(
        401,
        'invalid_api_key',
        'Incorrect API key provided. For details, see: https://help.aliyun.com/zh/model-studio/error-code#apikey-error',
      ),
      revoked: error(401, 'invalid_api_key', 'Incorrect API key provided.'),
      no_credit: error(
        400,
        'Arrearage',
        'Access denied, please make sure your account is in good standing.',
        'Arrearage',
      ),
      restricted: [403, { code: 'AccessDenied.Unpurchased', message: 'Access to model denied' }],
      rate_limited: error(429, 'insufficient_quota', 'Allocated quota exceeded'),
    },
    expected: {
      ...PLAIN,
      wrong: ['rejected', 'key_invalid'],
      revoked: ['rejected', 'key_invalid'],
      restricted: ['limited', 'permission_denied'],
      rate_limited: ['limited', 'rate_limited'],
    },
  },
  {
    id: 'siliconflow',
    key: `sk-${lower(48)}`,
    method: 'GET',
    path: '/v1/user/info',
    header: 'authorization',
    scheme: 'Bearer',
    missing: [401, 'Invalid token'],
    notFound: [404, '404 page not found', 'text/plain'],
    answers: {
      works: [
        200,
        {
          code: 20000,
          message: 'OK',
          status: true,
          data: { id: 'u', name: 'a-person', email: 'p@example.com', balance: '0.88', totalBalance: '88.88' },
        },
      ],
      wrong: [401, 'Api key is invalid'],
      revoked: [401, 'Api key is invalid'],
      no_credit: [200, { code: 20000, message: 'OK', status: true, data: { balance: '0', totalBalance: '0' } }],
      restricted: [403, { code: 30011, message: 'forbidden' }],
      rate_limited: [429, { message: 'Request was rejected due to rate limiting' }],
    },
    more: { '/v1/models': () => list('qwen-fake') },
    expected: {
      ...PLAIN,
      wrong: ['rejected', 'key_invalid'],
      revoked: ['rejected', 'key_invalid'],
      restricted: ['undecided', 'permission_denied'],
      rate_limited: ['undecided', 'rate_limited'],
    },
  },
  {
    id: 'elevenlabs',
    key: `sk_${hex(48)}`,
    method: 'GET',
    path: '/v1/user',
    header: 'xi-api-key',
    scheme: null,
    missing: [
      401,
      { detail: { status: 'needs_authorization', message: 'Neither authorization header nor xi-api-key received' } },
    ],
    notFound: [404, { detail: 'Not Found' }],
    answers: {
      works: [200, { subscription: { tier: 'free', status: 'active' }, first_name: 'A', xi_api_key: 'ECHO' }],
      wrong: [401, { detail: { status: 'invalid_api_key', message: 'Invalid API key' } }],
      revoked: [401, { detail: { status: 'invalid_api_key', message: 'Invalid API key' } }],
      no_credit: [401, { detail: { status: 'quota_exceeded', message: 'This request exceeds your quota' } }],
      restricted: [
        401,
        {
          detail: {
            status: 'missing_permissions',
            message: 'The API key you used is missing the permission user_read',
          },
        },
      ],
      rate_limited: [429, { detail: { status: 'too_many_concurrent_requests' } }],
    },
    expected: {
      ...PLAIN,
      wrong: ['rejected', 'key_invalid'],
      revoked: ['rejected', 'key_invalid'],
      restricted: ['limited', 'permission_denied'],
      rate_limited: ['limited', 'rate_limited'],
    },
  },
];

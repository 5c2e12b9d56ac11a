import { list, openaiError } from './answers.ts';
import type { FakeAnswer, FakeProvider } from './types.ts';

const anthropicError = (status: number, type: string, message: string): FakeAnswer => [
  status,
  { type: 'error', error: { type, message }, request_id: 'req_011fake' },
];
const googleError = (code: number, status: string, reason: string, message: string): FakeAnswer => [
  code,
  { error: { code, message, status, details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason }] } },
];
const letters = (count: number) => 'Kq7Zx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0Gu'.repeat(6).slice(0, count);
const lower = (count: number) => letters(count).toLowerCase();

const NOT_FOUND: FakeAnswer = [404, { error: { message: 'Not found', type: 'invalid_request_error', code: null } }];

/** The houses that run their own models and speak their own words. */
export const FIRST_PARTY: readonly FakeProvider[] = [
  {
    id: 'anthropic',
    key: `sk-ant-api03-${letters(93)}AA`,
    method: 'GET',
    path: '/v1/models',
    header: 'x-api-key',
    scheme: null,
    requires: { 'anthropic-version': '2023-06-01' },
    incomplete: anthropicError(400, 'invalid_request_error', 'anthropic-version: header is required'),
    missing: anthropicError(401, 'authentication_error', 'x-api-key header is required'),
    notFound: anthropicError(404, 'not_found_error', 'Not found'),
    answers: {
      works: [200, { data: [{ type: 'model', id: 'claude-fake-1' }], has_more: false }],
      wrong: anthropicError(401, 'authentication_error', 'invalid x-api-key'),
      revoked: anthropicError(401, 'authentication_error', 'Invalid authentication credentials'),
      no_credit: anthropicError(
        400,
        'invalid_request_error',
        'Your credit balance is too low to access the Anthropic API.',
      ),
      restricted: anthropicError(403, 'forbidden', 'Request not allowed'),
      rate_limited: anthropicError(429, 'rate_limit_error', "This request would exceed your organization's rate limit"),
    },
    expected: {
      works: ['works', null],
      wrong: ['rejected', 'key_invalid'],
      revoked: ['undecided', 'account_disabled'],
      no_credit: ['limited', 'credits_exhausted'],
      restricted: ['undecided', 'permission_denied'],
      rate_limited: ['limited', 'rate_limited'],
    },
  },
  {
    id: 'openai',
    key: `sk-proj-${letters(74)}T3BlbkFJ${letters(74)}`,
    method: 'GET',
    path: '/v1/models',
    header: 'authorization',
    scheme: 'Bearer',
    missing: openaiError(
      401,
      null,
      "You didn't provide an API key. You need to provide your API key in an Authorization header",
    ),
    notFound: NOT_FOUND,
    answers: {
      works: list('gpt-fake-1'),
      wrong: openaiError(401, 'invalid_api_key', 'Incorrect API key provided: sk-proj-****abcd.'),
      revoked: openaiError(401, 'invalid_api_key', 'Incorrect API key provided: sk-proj-****abcd.'),
      no_credit: openaiError(429, 'insufficient_quota', 'You exceeded your current quota', 'insufficient_quota'),
      restricted: openaiError(
        403,
        null,
        'You have insufficient permissions for this operation. Missing scopes: api.model.read.',
      ),
      rate_limited: openaiError(429, 'rate_limit_exceeded', 'Rate limit reached', 'requests'),
    },
    expected: {
      works: ['works', null],
      wrong: ['rejected', 'key_invalid'],
      revoked: ['rejected', 'key_invalid'],
      no_credit: ['limited', 'credits_exhausted'],
      restricted: ['limited', 'permission_denied'],
      rate_limited: ['limited', 'rate_limited'],
    },
  },
  {
    id: 'azure-openai',
    key: lower(32).replaceAll(/[^0-9a-f]/g, 'a'),
    method: 'GET',
    path: '/openai/models',
    query: { 'api-version': '2024-10-21' },
    basePath: '',
    header: 'api-key',
    scheme: null,
    missing: [401, { error: { code: '401', message: 'Access denied due to missing subscription key.' } }],
    notFound: [404, { error: { code: '404', message: 'Resource not found' } }],
    answers: {
      works: [200, { data: [{ id: 'gpt-fake', status: 'succeeded' }], object: 'list' }],
      wrong: [
        401,
        {
          error: {
            code: '401',
            message:
              'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key.',
          },
        },
      ],
      revoked: [
        401,
        { error: { code: '401', message: 'Access denied due to invalid subscription key or wrong API endpoint.' } },
      ],
      no_credit: [403, { error: { code: '403', message: 'Quota is gone' } }],
      restricted: [
        403,
        {
          error: {
            code: 'AuthenticationTypeDisabled',
            message: 'Key based authentication is disabled for this resource.',
          },
        },
      ],
      rate_limited: [429, { error: { code: '429', message: 'Requests have exceeded call rate limit' } }],
    },
    expected: {
      works: ['works', null],
      wrong: ['undecided', 'key_invalid'],
      revoked: ['undecided', 'key_invalid'],
      no_credit: ['undecided', 'permission_denied'],
      restricted: ['limited', 'auth_scheme'],
      rate_limited: ['undecided', 'rate_limited'],
    },
  },
  {
    id: 'gemini',
    key: `AIzaSy${letters(33)}`,
    method: 'GET',
    path: '/v1beta/models',
    header: 'x-goog-api-key',
    scheme: null,
    missing: googleError(403, 'PERMISSION_DENIED', 'NONE', "Method doesn't allow unregistered callers"),
    notFound: [404, '<!DOCTYPE html><html><title>Error 404 (Not Found)!!1</title></html>', 'text/html'],
    answers: {
      works: [200, { models: [{ name: 'models/gemini-fake-1' }] }],
      wrong: googleError(400, 'INVALID_ARGUMENT', 'API_KEY_INVALID', 'API key not valid. Please pass a valid API key.'),
      revoked: googleError(
        403,
        'PERMISSION_DENIED',
        'NONE',
        'Your API key was reported as leaked. Please use another API key.',
      ),
      no_credit: googleError(429, 'RESOURCE_EXHAUSTED', 'NONE', 'You exceeded your current quota'),
      restricted: googleError(403, 'PERMISSION_DENIED', 'API_KEY_SERVICE_BLOCKED', 'Requests to this API are blocked.'),
      rate_limited: googleError(429, 'RESOURCE_EXHAUSTED', 'NONE', 'Quota exceeded for metric'),
    },
    expected: {
      works: ['works', null],
      wrong: ['rejected', 'key_invalid'],
      revoked: ['rejected', 'key_revoked'],
      no_credit: ['limited', 'rate_limited'],
      restricted: ['limited', 'permission_denied'],
      rate_limited: ['limited', 'rate_limited'],
    },
  },
];

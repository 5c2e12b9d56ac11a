import { describe, expect, test } from 'vitest';
import type { AskableProbe } from '#knowledge/types.ts';
import { judge } from '#probe/judge.ts';
import { readAnswer } from '#probe/read-answer.ts';
import { testKnowledge } from '#test/fakes/providers/check.ts';

const { knowledge, defaults } = testKnowledge();

const openai = (code: string | null, message: string, type = 'invalid_request_error') => ({
  error: { message, type, param: null, code },
});
const anthropic = (type: string, message: string) => ({ type: 'error', error: { type, message } });
const google = (status: string, reason: string, message: string) => ({
  error: { message, status, details: [{ reason }] },
});

/**
 * Refusals that live keys get: money, limits, permissions, addresses, regions, organisations, headers, upstreams. Most of
 * them come with the status of a wrong key. No provider's table may take any of them for one.
 */
const TO_LIVE_KEYS: readonly (readonly [status: number, body: unknown])[] = [
  [401, openai('mismatched_project', 'OpenAI-Project header should match project for API key')],
  [401, openai('mismatched_organization', 'OpenAI-Organization header should match organization for API key')],
  [401, openai('incorrect_hostname', 'Attempted to access resource with incorrect regional hostname.')],
  [401, openai('invalid_organization', 'No such organization: org-1')],
  [401, openai(null, 'You must be a member of an organization to use the API')],
  [401, openai('ip_not_authorized', 'Your IP is not authorized')],
  [401, openai(null, 'You have insufficient permissions for this operation. Missing scopes: api.model.read.')],
  [403, openai(null, 'Missing scopes: model.request')],
  [
    403,
    openai('unsupported_country_region_territory', 'Country, region, or territory not supported', 'request_forbidden'),
  ],
  [403, openai('model_not_found', 'Project `p` does not have access to model `m`')],
  [429, openai('insufficient_quota', 'You exceeded your current quota', 'insufficient_quota')],
  [429, openai('rate_limit_exceeded', 'Rate limit reached', 'requests')],
  [401, openai(null, "You didn't provide an API key.")],
  [401, openai(null, 'Unauthorized')],
  [400, openai('organization_restricted', 'Organization has been restricted.')],
  [401, anthropic('authentication_error', 'OAuth authentication is currently not supported.')],
  [401, anthropic('authentication_error', 'Invalid bearer token')],
  [401, anthropic('authentication_error', 'x-api-key header is required')],
  [400, anthropic('invalid_request_error', 'Your credit balance is too low to access the Anthropic API.')],
  [400, anthropic('invalid_request_error', 'This organization has been disabled.')],
  [403, anthropic('permission_error', 'Your API key does not have permission to use the specified resource.')],
  [403, anthropic('forbidden', 'Request not allowed')],
  [404, anthropic('not_found_error', 'Not found')],
  [529, anthropic('overloaded_error', 'Overloaded')],
  [403, google('PERMISSION_DENIED', 'SERVICE_DISABLED', 'API has not been used in project 1 before or it is disabled')],
  [403, google('PERMISSION_DENIED', 'API_KEY_SERVICE_BLOCKED', 'Requests to this API are blocked.')],
  [
    403,
    google('PERMISSION_DENIED', 'API_KEY_IP_ADDRESS_BLOCKED', 'The provided API key has an IP address restriction.'),
  ],
  [400, google('FAILED_PRECONDITION', 'NONE', 'User location is not supported for the API use.')],
  [400, { error: { message: 'Multiple authentication credentials received. Please pass only one.' } }],
  [401, google('UNAUTHENTICATED', 'ACCESS_TOKEN_TYPE_UNSUPPORTED', 'Request had invalid authentication credentials.')],
  [401, { error: { code: '401', message: 'Access denied due to invalid subscription key or wrong API endpoint.' } }],
  [403, { error: { code: 'AccessDenied', message: 'Access denied due to Virtual Network/Firewall rules.' } }],
  [401, { error: { code: 'PermissionDenied', message: 'The principal lacks the required data action' } }],
  [
    401,
    { detail: { status: 'missing_permissions', message: 'The API key you used is missing the permission user_read' } },
  ],
  [401, { detail: { status: 'quota_exceeded', message: 'This request exceeds your quota' } }],
  [401, { detail: { status: 'detected_unusual_activity', message: 'Unusual activity detected' } }],
  [401, { error: { message: '令牌额度已用尽', type: 'one_api_error' } }],
  [401, { error: { message: '令牌验证失败', type: 'one_api_error' } }],
  [
    401,
    {
      error: {
        message: 'This token quota is exhausted TokenStatusExhausted[sk-xxx***xxx]',
        type: 'new_api_error',
        code: '',
      },
    },
  ],
  [403, { error: { message: '用户额度不足', type: 'new_api_error', code: 'insufficient_user_quota' } }],
  [401, { error: { message: 'openai_error', type: 'upstream_error', code: 'bad_response_status_code' } }],
  [401, { error: { message: 'key not allowed to access model.', type: 'key_model_access_denied', code: '401' } }],
  [
    401,
    {
      error: {
        message: 'Authentication Error, Malformed API Key passed in. Ensure Key has `Bearer ` prefix.',
        type: 'auth_error',
      },
    },
  ],
  [400, { error: { message: 'Budget has been exceeded!', type: 'budget_exceeded', code: '400' } }],
  [401, { error: { message: 'User not found.', code: 401 } }],
  [401, { error: { message: 'No auth credentials found', code: 401 } }],
  [402, { error: { message: 'Insufficient Balance', type: 'unknown_error', code: 'invalid_request_error' } }],
  [403, { code: 'permission-denied', error: 'The caller does not have permission' }],
  [403, { error: "Your newly created team doesn't have any credits yet." }],
  [400, { error: { code: 'Arrearage', message: 'Access denied, please make sure your account is in good standing.' } }],
  [429, { error: { code: '1113', message: '您的账户已欠费，请充值后重试' } }],
  [401, { error: { code: '1001', message: 'Header 中未收到 Authentication 参数' } }],
  [200, { code: 401, msg: '令牌已过期或验证不正确', success: false }],
  [403, { error: { message: 'Access denied. Please check your network settings.' } }],
  [401, { code: 'unauthorized', message: 'The `models` permission is required to access this endpoint' }],
  [403, { message: 'Resource not accessible by personal access token' }],
  [403, { meta: {}, error: { type: 'https://unkey.com/docs/errors/unkey/authorization/insufficient_permissions' } }],
  [401, { meta: {}, error: { type: 'https://unkey.com/docs/errors/unkey/authentication/malformed' } }],
  [
    403,
    { error: { message: 'The provided key does not have the required permissions', type: 'invalid_request_error' } },
  ],
  [401, { detail: 'Unauthorized' }],
  [403, { detail: 'Not authenticated' }],
  [401, { message: 'Unauthorized' }],
  [407, { message: 'Proxy Authentication Required' }],
  [403, { error: { code: 1020, message: 'Access denied by a firewall rule' } }],
  [200, { error: { message: 'upstream failed', type: 'server_error' } }],
  [200, { success: false, message: 'error' }],
];

const TABLES = [...knowledge.providers.values()].flatMap(({ id, probe }) =>
  probe !== undefined && 'request' in probe ? [{ id, probe }] : [],
);

describe('what live keys are refused with', () => {
  test.for(TABLES)('is no rejected key to $id', ({ probe }) => {
    const rejecting = TO_LIVE_KEYS.flatMap(([status, body]) => {
      const answer = readAnswer({ status, contentType: 'application/json', text: JSON.stringify(body) });
      return rowsOf(probe)
        .filter((rows) => judge(answer, rows, defaults).says === 'rejected')
        .map(() => body);
    });
    expect(rejecting).toEqual([]);
  });

  test('none of it means that a key works', () => {
    const works = TABLES.flatMap(({ probe }) =>
      TO_LIVE_KEYS.flatMap(([status, body]) => {
        const answer = readAnswer({ status, contentType: 'application/json', text: JSON.stringify(body) });
        const { says, row } = judge(answer, probe.answers, defaults);
        return says === 'works' ? [row] : [];
      }),
    );
    // Unkey authorises first: a missing permission is a key that it knows.
    expect([...new Set(works)]).toEqual(['no-permission']);
  });
});

function rowsOf(probe: AskableProbe) {
  const like = knowledge.providers.get(probe.like ?? '')?.probe;
  const shared = like !== undefined && 'request' in like ? like : undefined;
  return [
    [...probe.answers, ...(shared?.answers ?? [])],
    [...(probe.second_answers ?? []), ...(shared?.second_answers ?? [])],
  ];
}

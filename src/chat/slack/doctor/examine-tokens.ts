import { WebClient } from '@slack/web-api';
import { SCOPES } from '#chat/slack/connect.ts';
import { readFailure, type SlackFailure } from '#chat/slack/failures.ts';
import { sdkLog } from '#chat/slack/sdk-log.ts';
import { type Finding, fine, warning, wrong } from '#finding.ts';

const CALL_TIMEOUT_MS = 10_000;
const PAGE = 'the OAuth & Permissions page of the app at https://api.slack.com/apps';

/** A client that asks once, and writes nothing into a log. */
export function examiningClient(token: string, apiUrl: string | null): WebClient {
  return new WebClient(token, {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl.replace(/\/?$/, '/') }),
    logger: sdkLog(() => undefined),
    timeout: CALL_TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
}

/** Whose token it is. */
export interface TokenOwner {
  /** Id of the bot's user. */
  readonly user: string;
  /** Its handle, as it is invited. */
  readonly handle: string;
  readonly workspace: string;
  readonly findings: readonly Finding[];
}

/**
 * Whose the bot token is and what it may do.
 *
 * @param group whether a user group says who the staff is, which takes one more scope
 * @returns findings alone where Slack does not take it
 */
export async function examineBotToken(
  client: WebClient,
  group: boolean,
): Promise<TokenOwner | { readonly findings: readonly Finding[] }> {
  const check = 'Slack bot token';
  const answer = await client.auth.test().catch((error: unknown) => readFailure(error));
  if (!('ok' in answer)) return { findings: [refused(check, answer, tokenTodo(answer.code))] };
  const { user_id: user = '', user: handle = 'keymedic', team: workspace = 'the workspace' } = answer;
  const taken = fine(check, `@${handle} in ${workspace}`);
  return { user, handle, workspace, findings: [taken, scopesOf(answer.response_metadata?.scopes, group)] };
}

function tokenTodo(code: string): string {
  if (code === 'account_inactive' || code === 'token_revoked')
    return `The app was removed from the workspace, or its token was revoked. Install it again on ${PAGE}, and set the new SLACK_BOT_TOKEN.`;
  return `Copy the Bot User OAuth Token (xoxb-…) from ${PAGE}, after installing it to the workspace, and set SLACK_BOT_TOKEN.`;
}

function scopesOf(granted: readonly string[] | undefined, group: boolean): Finding {
  const check = 'Slack scopes';
  if (granted === undefined)
    return warning(
      check,
      "Slack didn't say which scopes the token has",
      `Compare the scopes on ${PAGE} with manifest.yml.`,
    );
  const needed: readonly string[] = group ? [...SCOPES, 'usergroups:read'] : SCOPES;
  const missing = needed.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return fine(check, `all ${needed.length} are granted`);
  return wrong(
    check,
    `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
    `Add ${missing.length === 1 ? 'it' : 'them'} under Bot Token Scopes on ${PAGE}, then "Reinstall to Workspace".`,
  );
}

/** Whether Slack opens a Socket Mode connection to this app-level token. The address that it gives is left unused. */
export async function examineAppToken(token: string, apiUrl: string | null): Promise<Finding> {
  const check = 'Slack app-level token';
  const failure = await examiningClient(token, apiUrl)
    .apps.connections.open()
    .then(
      () => null,
      (error: unknown) => readFailure(error),
    );
  if (failure === null) return fine(check, 'Socket Mode can connect');
  const page = 'Basic Information page of the app, under App-Level Tokens';
  const todo =
    failure.code === 'missing_scope'
      ? `Generate a token with the scope connections:write on the ${page}, and set SLACK_APP_TOKEN.`
      : `Copy the token (xapp-…) from the ${page}, with the scope connections:write, set SLACK_APP_TOKEN, and check that Socket Mode is turned on.`;
  return refused(check, failure, todo);
}

/** Slack signs what it sends with it, so whether it is the right one shows with the first request. */
export function examineSigningSecret(secret: string): Finding {
  const check = 'Slack signing secret';
  // https://docs.slack.dev/authentication/verifying-requests-from-slack shows 32 hexadecimal digits.
  if (/^[0-9a-f]{32}$/.test(secret)) return fine(check, 'is set; the first request from Slack will confirm it');
  return warning(
    check,
    'has an unusual format; signing secrets have 32 characters, 0-9 and a-f',
    'Copy the Signing Secret from the Basic Information page of the app, and set SLACK_SIGNING_SECRET.',
  );
}

/** What a refused call says: that Slack cannot be reached, has to be left alone for a while, or does not take it. */
export function refused(check: string, { code, needed, retryAfterMs }: SlackFailure, todo: string): Finding {
  if (code === 'unreachable')
    return wrong(check, 'Slack cannot be reached', 'Check the internet connection and SLACK_API_URL.');
  if (retryAfterMs !== null)
    return warning(check, `not tested, because Slack rate limits the bot (${code})`, 'Try again in a minute.');
  if (code === 'missing_scope' && needed !== null)
    return wrong(check, `the scope ${needed} is missing`, `Add it on ${PAGE}, then "Reinstall to Workspace".`);
  return wrong(check, `Slack rejected it (${code})`, todo);
}

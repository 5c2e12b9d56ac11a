import { ErrorCode } from '@slack/web-api';
import { z } from 'zod';
import type { Delivery, FailureReason } from '#chat/port.ts';
import type { Log } from '#log.ts';

const REASONS: Readonly<Record<string, FailureReason>> = {
  channel_not_found: 'gone',
  message_not_found: 'gone',
  user_not_found: 'gone',
  thread_not_found: 'gone',
  cant_update_message: 'gone',
  cant_delete_message: 'forbidden',
  not_in_channel: 'not-in-channel',
  is_archived: 'archived',
  restricted_action: 'forbidden',
  missing_scope: 'forbidden',
  no_permission: 'forbidden',
  cannot_dm_bot: 'dm-closed',
  messages_tab_disabled: 'dm-closed',
  user_disabled: 'dm-closed',
  token_revoked: 'revoked',
  token_expired: 'revoked',
  account_inactive: 'revoked',
  invalid_auth: 'revoked',
  not_authed: 'revoked',
};

/** What the operator can do about it. */
const HINTS: Readonly<Record<string, string>> = {
  not_in_channel: 'invite the bot into the channel',
  is_archived: 'the channel is archived; remove it from SLACK_CHANNELS',
  messages_tab_disabled: 'turn on the messages tab on the App Home page of the app',
  token_revoked: 'the app was removed or its token revoked; install it again and set SLACK_BOT_TOKEN',
  account_inactive: 'the app was removed; install it again and set SLACK_BOT_TOKEN',
  invalid_auth: 'SLACK_BOT_TOKEN is not valid',
};

/** What Slack answered to a call that failed: its word for it, never the request. */
export interface SlackFailure {
  readonly code: string;
  /** The scope that is missing. */
  readonly needed: string | null;
  /** Wait so long, in milliseconds; null where trying again may not help. */
  readonly retryAfterMs: number | null;
}

/** How long to wait when Slack has trouble or cannot be reached. */
const TROUBLE_MS = 2000;

/** What is read of an error of the SDK; of anything else there is nothing to read. */
const errorSchema = z
  .object({
    code: z.string().optional().catch(undefined),
    data: z
      .object({ error: z.string().optional().catch(undefined), needed: z.string().optional().catch(undefined) })
      .optional()
      .catch(undefined),
    retryAfter: z.number().optional().catch(undefined),
  })
  .catch({});

/** Reads an error of the Web API. */
export function readFailure(error: unknown): SlackFailure {
  const { code, data, retryAfter } = errorSchema.parse(error);
  if (code === ErrorCode.RateLimitedError)
    return { code: 'ratelimited', needed: null, retryAfterMs: Math.max(1, retryAfter ?? 1) * 1000 };
  if (code === ErrorCode.PlatformError) {
    const name = data?.error ?? 'unknown';
    const busy = name === 'internal_error' || name === 'fatal_error' || name === 'service_unavailable';
    return { code: name, needed: data?.needed ?? null, retryAfterMs: busy ? TROUBLE_MS : null };
  }
  if (code === ErrorCode.HTTPError || code === ErrorCode.RequestError)
    return { code: 'unreachable', needed: null, retryAfterMs: TROUBLE_MS };
  return { code: 'unexpected', needed: null, retryAfterMs: TROUBLE_MS };
}

/** Has a call failed since the app was taken out, or its token revoked? What else is wrong with a token may pass. */
export function isGone(error: unknown): boolean {
  const { code } = readFailure(error);
  return code === 'account_inactive' || code === 'token_revoked';
}

/** What became of a delivery whose call failed; one line in the log says what to do about it. */
export function deliveryAfter(error: unknown, call: string, log: Log): Delivery {
  const failure = readFailure(error);
  if (failure.retryAfterMs !== null) {
    log('warn', 'slack asks to wait', { call, code: failure.code, ms: failure.retryAfterMs });
    const why = failure.code === 'ratelimited' ? 'rate-limited' : 'trouble';
    return { type: 'later', afterMs: failure.retryAfterMs, why };
  }
  const reason = REASONS[failure.code] ?? 'refused';
  const hint =
    failure.needed === null ? (HINTS[failure.code] ?? '') : `add the scope ${failure.needed} and install the app again`;
  if (reason !== 'gone') log('error', 'slack refused a call', { call, code: failure.code, hint });
  return { type: 'failed', reason, detail: failure.code };
}

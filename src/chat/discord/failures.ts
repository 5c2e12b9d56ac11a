import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import type { Delivery, FailureReason, Log } from '#chat/port.ts';

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes */
const REASONS: Readonly<Record<number, FailureReason>> = {
  10_003: 'gone',
  10_008: 'gone',
  10_013: 'gone',
  50_001: 'forbidden',
  50_007: 'dm-closed',
  50_013: 'forbidden',
  50_083: 'archived',
  50_278: 'dm-closed',
  40_001: 'revoked',
  50_014: 'revoked',
};

const HINTS: Readonly<Record<number, string>> = {
  50_001: 'let the bot see the channel',
  50_013: 'give the bot View Channel, Send Messages and Read Message History there',
  50_083: 'the thread is archived or locked',
  40_001: 'DISCORD_TOKEN is not valid any more; reset it on the Bot page and set it anew',
};

const TROUBLE_MS = 2000;

/** What Discord answered, without the request: its errors carry bodies and tokens. */
export interface DiscordFailure {
  readonly code: number | 'unreachable' | 'unexpected';
  readonly retryAfterMs: number | null;
}

/** Reads an error of the REST client. */
export function readFailure(error: unknown): DiscordFailure {
  if (error instanceof RateLimitError)
    return { code: 429, retryAfterMs: Math.max(100, error.retryAfter, error.timeToReset, error.sublimitTimeout) };
  if (error instanceof HTTPError) return { code: error.status, retryAfterMs: TROUBLE_MS };
  if (error instanceof DiscordAPIError) {
    const trouble = error.status >= 500 || error.status === 429;
    return { code: Number(error.code), retryAfterMs: trouble ? TROUBLE_MS : null };
  }
  const network = error instanceof Error && (error.name === 'AbortError' || 'code' in error || 'cause' in error);
  return { code: network ? 'unreachable' : 'unexpected', retryAfterMs: TROUBLE_MS };
}

/** What became of a delivery whose call failed; one line in the log says what to do about it. */
export function deliveryAfter(error: unknown, call: string, log: Log): Delivery {
  const failure = readFailure(error);
  if (failure.retryAfterMs !== null) {
    log('warn', 'discord asks to wait', { call, code: failure.code, ms: failure.retryAfterMs });
    return { type: 'later', afterMs: failure.retryAfterMs };
  }
  const code = Number(failure.code);
  const reason = REASONS[code] ?? 'refused';
  if (reason !== 'gone' && reason !== 'dm-closed')
    log('error', 'discord refused a call', { call, code, hint: HINTS[code] ?? '' });
  return { type: 'failed', reason, detail: String(failure.code) };
}

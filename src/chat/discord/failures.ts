import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import type { Delivery, FailureReason } from '#chat/port.ts';
import type { Log } from '#log.ts';

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes */
const REASONS: Readonly<Record<number, FailureReason>> = {
  401: 'revoked',
  10_003: 'gone',
  10_004: 'gone',
  10_008: 'gone',
  10_013: 'gone',
  40_001: 'revoked',
  50_001: 'forbidden',
  50_007: 'dm-closed',
  50_009: 'forbidden',
  50_013: 'forbidden',
  50_014: 'revoked',
  50_083: 'archived',
  50_278: 'dm-closed',
  160_002: 'forbidden',
  160_005: 'archived',
};

const TOKEN = 'DISCORD_TOKEN is no longer valid; reset it on the Bot page and set the new one';
const AUTOMOD = "the server's AutoMod blocks the bot's messages; exempt the bot's role";

const HINTS: Readonly<Record<number, string>> = {
  401: TOKEN,
  40_001: TOKEN,
  50_001: 'let the bot see the channel',
  50_009: 'the server requires a higher verification level',
  50_013: 'give the bot View Channel, Send Messages and Read Message History there',
  50_014: TOKEN,
  50_083: 'the thread is archived or locked',
  160_002: 'give the bot Read Message History there',
  160_005: 'the thread is locked',
  200_000: AUTOMOD,
  240_000: AUTOMOD,
};

const TROUBLE_MS = 2000;
const SLOW_MS = 10_000;
const LONG_MS = 60_000;

/** What Discord limits beside its rates, with how long to leave it alone, in milliseconds. */
const WAITS: Readonly<Record<number, number>> = {
  20_016: SLOW_MS,
  20_028: SLOW_MS,
  20_029: SLOW_MS,
  40_003: LONG_MS,
  40_004: LONG_MS,
  40_062: SLOW_MS,
  40_333: LONG_MS,
};

/** What Discord answered, without the request: its errors carry bodies and tokens. */
export interface DiscordFailure {
  readonly code: number | 'unreachable' | 'unexpected';
  /** Wait so long, in milliseconds; null where trying again is of no use. */
  readonly retryAfterMs: number | null;
}

/** Reads an error of the REST client. */
export function readFailure(error: unknown): DiscordFailure {
  if (error instanceof RateLimitError)
    return { code: 429, retryAfterMs: Math.max(100, error.retryAfter, error.timeToReset, error.sublimitTimeout) };
  if (error instanceof HTTPError) return { code: error.status, retryAfterMs: TROUBLE_MS };
  if (error instanceof DiscordAPIError) return refusalIn(error);
  // Once Discord has answered 401, discord.js forgets the token and sends nothing any more.
  if (error instanceof Error && error.message.startsWith('Expected token')) return { code: 401, retryAfterMs: null };
  const network = error instanceof Error && (error.name === 'AbortError' || 'code' in error || 'cause' in error);
  return network ? { code: 'unreachable', retryAfterMs: TROUBLE_MS } : { code: 'unexpected', retryAfterMs: LONG_MS };
}

function refusalIn({ status, code: given }: DiscordAPIError): DiscordFailure {
  if (status === 401) return { code: 401, retryAfterMs: null };
  const code = status === 429 && Number(given) === 0 ? status : Number(given);
  const wait = WAITS[code] ?? (status >= 500 || status === 429 ? TROUBLE_MS : null);
  return { code, retryAfterMs: wait };
}

/** Where a call failed, for the operator. */
export interface Attempted {
  readonly call: string;
  /** Channel id; null in what has no channel. */
  readonly channel: string | null;
  /** Which permissions the bot lacks there, as Discord's settings call them; empty where that is not known. */
  readonly missing?: () => readonly string[];
}

/** What became of a delivery whose call failed; one line in the log says what to do about it. */
export function deliveryAfter(error: unknown, { call, channel, missing }: Attempted, log: Log): Delivery {
  const failure = readFailure(error);
  if (failure.retryAfterMs !== null) {
    log('warn', 'discord asks to wait', { call, channel, code: failure.code, ms: failure.retryAfterMs });
    const why = Number(failure.code) === 429 || Number(failure.code) in WAITS ? 'rate-limited' : 'trouble';
    return { type: 'later', afterMs: failure.retryAfterMs, why };
  }
  const code = Number(failure.code);
  const reason = REASONS[code] ?? 'refused';
  const lacks = reason === 'forbidden' ? (missing?.() ?? []) : [];
  const hint = lacks.length === 0 ? (HINTS[code] ?? '') : `give the bot ${lacks.join(', ')} there`;
  if (reason !== 'gone' && reason !== 'dm-closed')
    log('error', 'discord refused a call', { call, channel, code: failure.code, hint });
  return { type: 'failed', reason, detail: String(failure.code) };
}

/** The result of a call, or a sentence for the operator instead of the error, which holds the request. */
export async function orSentence<T>(
  work: Promise<T>,
  sentenceFor: (error: unknown) => string | Promise<string>,
): Promise<T> {
  const done = await work.then(
    (value) => ({ value }),
    async (error: unknown) => ({ sentence: await sentenceFor(error) }),
  );
  if ('sentence' in done) throw new Error(done.sentence);
  return done.value;
}

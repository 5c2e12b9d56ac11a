import { writeSync } from 'node:fs';
import pino from 'pino';
import type { Log } from '#log.ts';
import { idsNow } from './log-context.ts';

/**
 * The operator's log: one JSON object a line on stdout. What looks like a credential is cut out of every value, in case
 * one gets there in spite of all; the fields are ids, counts and codes.
 *
 * @param write where lines go; stdout where it is left out
 * @param mask the masker of the pastes, which knows the forms of all keys
 */
export function openLog(
  level: pino.LevelWithSilent,
  write?: (line: string) => void,
  mask: (text: string) => string = (text) => text,
): Log {
  const options: pino.LoggerOptions = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const logger = pino(options, write === undefined ? stdout() : { write });
  const clean = (value: unknown): unknown => withoutCredentials(value, (text) => cut(mask(text)));
  return (severity, event, fields = {}) =>
    logger[severity](clean({ ...idsNow(), ...fields }) as Record<string, unknown>, cut(mask(event)));
}

const STDERR = 2;
/** Lines that wait for room, in characters. */
const MOST_WAITING = 1_000_000;

/** Where the log goes can be full or gone: that is said once on stderr, and is no reason to leave people alone. */
function stdout(): pino.DestinationStream {
  const destination = pino.destination({ dest: 1, sync: true, maxLength: MOST_WAITING });
  let told = false;
  destination.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (told) return;
    told = true;
    try {
      writeSync(STDERR, `The log cannot be written (${code ?? 'failed'}); the bot goes on without.\n`);
    } catch {
      // Nobody is there to be told.
    }
  });
  return destination;
}

const CREDENTIAL =
  /\b(?:xox[a-z]-|xapp-|sk-|gsk_|AIza|ghp_|Bearer )[A-Za-z0-9._-]{8,}|\b[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{20,}/g;

/** What JSON leaves as it is, and a terminal or an editor does not. */
const UNSEEN = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** What is nested deeper than this is left out: nothing that belongs into a log is. */
const DEEPEST = 6;

function withoutCredentials(value: unknown, clean: (text: string) => string, depth = 0): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => withoutCredentials(item, clean, depth + 1));
  const entries = Object.entries(value instanceof Error ? { name: value.name, message: value.message } : value);
  return Object.fromEntries(entries.map(([name, item]) => [name, withoutCredentials(item, clean, depth + 1)]));
}

function cut(text: string): string {
  return text.replaceAll(CREDENTIAL, '[cut]').replaceAll(UNSEEN, '·');
}

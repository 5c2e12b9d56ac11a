import { writeSync } from 'node:fs';
import pino from 'pino';
import type { Log } from '#chat/port.ts';
import { idsNow } from './log-context.ts';

/**
 * The operator's log: one JSON object a line on stdout. What looks like a credential is cut out of every value, in case
 * one gets there in spite of all; the fields are ids, counts and codes.
 *
 * @param write where lines go; stdout where it is left out
 */
export function openLog(level: pino.LevelWithSilent, write?: (line: string) => void): Log {
  const options: pino.LoggerOptions = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const logger = pino(options, write === undefined ? stdout() : { write });
  return (severity, event, fields = {}) => logger[severity](withoutCredentials({ ...idsNow(), ...fields }), cut(event));
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

function withoutCredentials(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? cut(value) : value]),
  );
}

function cut(text: string): string {
  return text.replaceAll(CREDENTIAL, '[cut]').replaceAll(UNSEEN, '·');
}

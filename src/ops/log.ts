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
  const logger = write === undefined ? pino(options) : pino(options, { write });
  return (severity, event, fields = {}) => logger[severity](withoutCredentials({ ...idsNow(), ...fields }), cut(event));
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

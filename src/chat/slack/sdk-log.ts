import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '#chat/port.ts';

/**
 * The logger that Slack's packages get. They log whole requests and envelopes, and with them what people type into forms:
 * nothing of their text goes on, only that there was something, and how bad it was.
 */
export function sdkLog(log: Log): Logger {
  const drop = () => undefined;
  return {
    debug: drop,
    info: drop,
    warn: () => log('debug', 'slack sdk: warning'),
    error: () => log('warn', 'slack sdk: error'),
    setLevel: drop,
    getLevel: () => LogLevel.ERROR,
    setName: drop,
  };
}

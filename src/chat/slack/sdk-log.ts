import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '#log.ts';

/** How Bolt says that the time of a signature is too far from the clock of this machine. */
const STALE = /x-slack-request-timestamp must differ from system time/;
/** Anybody can send such a request: it is told once a minute. */
const TELL_AGAIN_MS = 60_000;

/**
 * The logger that Slack's packages get. They log whole requests and envelopes, and with them what people type into forms:
 * nothing of their text goes on, only that there was something, and how bad it was.
 */
export function sdkLog(log: Log): Logger {
  const drop = () => undefined;
  let toldAt = Number.NEGATIVE_INFINITY;
  const tellClock = () => {
    const now = performance.now();
    if (now - toldAt < TELL_AGAIN_MS) return;
    toldAt = now;
    log('error', 'requests signed as Slack does are refused: their time is more than five minutes from ours', {
      hint: 'set the clock of this machine; doctor tells how far it is off',
    });
  };
  return {
    debug: drop,
    info: drop,
    warn(...words) {
      if (words.some((one) => typeof one === 'string' && STALE.test(one))) tellClock();
      else log('debug', 'slack sdk: warning');
    },
    error: () => log('warn', 'slack sdk: error'),
    setLevel: drop,
    getLevel: () => LogLevel.ERROR,
    setName: drop,
  };
}

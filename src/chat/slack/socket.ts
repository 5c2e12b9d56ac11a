import type { SocketModeReceiver } from '@slack/bolt';
import type { Log } from '#log.ts';
import { readFailure } from './failures.ts';

/** https://developer.mozilla.org/docs/Web/API/WebSocket/readyState */
const OPEN = 1;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 30_000;

/**
 * Connects Socket Mode again whenever it is cut off, for as long as it takes, once it was connected: the package's own way
 * (which must be switched off) ends the process where Slack cannot be reached.
 *
 * @returns tells whether events arrive: Slack has greeted the socket, and it is open. The package notices one that is
 * half-open within seven seconds, by its pings.
 */
export function keepConnected(client: SocketModeReceiver['client'], log: Log): () => boolean {
  let greeted = false;
  let before = false;
  let leaving = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  const again = async () => {
    try {
      await client.start();
      if (leaving) await client.disconnect();
    } catch (error) {
      const { code } = readFailure(error ?? {});
      log('warn', 'slack cannot be connected to; trying again', { code, failures });
      later();
    }
  };
  const later = () => {
    if (leaving) return;
    clearTimeout(timer);
    timer = setTimeout(() => void again(), waitMs(failures));
    failures += 1;
  };
  client.on('connected', () => {
    log('info', before ? 'slack is connected again' : 'slack is connected');
    [greeted, before, failures] = [true, true, 0];
  });
  client.on('close', () => {
    greeted = false;
  });
  client.on('disconnecting', () => {
    leaving = true;
    clearTimeout(timer);
  });
  client.on('disconnected', () => {
    if (!before || leaving) return;
    if (failures === 0) log('warn', 'slack is cut off; connecting again');
    later();
  });
  return () => greeted && client.websocket?.readyState === OPEN;
}

/** Twice as long each time, and not all processes at once. */
function waitMs(failures: number): number {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
  return longest * (0.5 + Math.random() / 2);
}

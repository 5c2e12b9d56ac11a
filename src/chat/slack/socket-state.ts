import type { SocketModeReceiver } from '@slack/bolt';
import type { Log } from '#chat/port.ts';

/** https://developer.mozilla.org/docs/Web/API/WebSocket/readyState */
const OPEN = 1;

/**
 * Follows the connection of Socket Mode, and logs when it goes and comes.
 *
 * @returns tells whether events arrive: Slack has greeted the socket, and it is open. The package notices one that is
 * half-open within seven seconds, by its pings.
 */
export function watchSocket(client: SocketModeReceiver['client'], log: Log): () => boolean {
  let greeted = false;
  let before = false;
  client.on('connected', () => {
    log('info', before ? 'slack is connected again' : 'slack is connected');
    greeted = true;
    before = true;
  });
  client.on('close', () => {
    greeted = false;
  });
  client.on('reconnecting', () => log('warn', 'slack is cut off; connecting again'));
  return () => greeted && client.websocket?.readyState === OPEN;
}

import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import { beforeDeadline } from '#deadline.ts';

/** Slack gives up on an event after 3 s and sends it again. */
const ACK_BY_MS = 2500;

/**
 * Acknowledges events when they have been handled instead of when they arrive, so that one whose process dies is sent
 * again; an event that takes longer is acknowledged just in time. Interactions acknowledge themselves.
 */
export function acknowledgeHandled(receiver: Receiver): Receiver {
  return {
    init(app) {
      const late: Pick<App, 'processEvent'> = { processEvent: (event) => process(event, app) };
      receiver.init(late as App);
    },
    start: (...args: unknown[]) => receiver.start(...args),
    stop: (...args: unknown[]) => receiver.stop(...args),
  };
}

async function process(event: ReceiverEvent, app: App): Promise<void> {
  if (event.body['type'] !== 'event_callback') return app.processEvent(event);
  const { ack } = event;
  const handled = app.processEvent({ ...event, ack: async () => undefined });
  await beforeDeadline(handled, ACK_BY_MS, undefined);
  await ack();
  return handled;
}

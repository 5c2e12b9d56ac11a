import { createHmac, randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { Json } from './types.ts';

const ACK_MS = 3000;

/** What an event or interaction is sent as. */
export type Envelope =
  | { readonly type: 'events_api'; readonly payload: Json }
  | { readonly type: 'interactive'; readonly payload: Json }
  | { readonly type: 'slash_commands'; readonly payload: Json };

/** The way from Slack to the bot. */
export interface Wire {
  /** Resolves when the bot has acknowledged; late ones are violations. */
  send(envelope: Envelope, retry?: number): Promise<void>;
  /** Sent and not acknowledged yet. */
  pending(): number;
}

interface Options {
  readonly violations: string[];
}

/** Over Socket Mode. Envelopes wait where no socket is open. */
export function socketWire({
  violations,
}: Options): Wire & { connect(socket: WebSocket): void; cut(): void; readonly sockets: Set<WebSocket> } {
  const sockets = new Set<WebSocket>();
  const waiting = new Map<string, () => void>();
  const held: string[] = [];
  const flush = () => {
    const socket = [...sockets].find((one) => one.readyState === one.OPEN);
    if (socket !== undefined) for (const text of held.splice(0)) socket.send(text);
  };
  return {
    sockets,
    connect(socket) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('message', (data) => {
        const { envelope_id: id } = JSON.parse(String(data)) as { envelope_id?: string };
        if (id !== undefined) waiting.get(id)?.();
      });
      socket.send(JSON.stringify({ type: 'hello', num_connections: sockets.size, connection_info: { app_id: 'A1' } }));
      flush();
    },
    cut() {
      for (const socket of sockets) socket.terminate();
    },
    send(envelope, retry) {
      const id = randomUUID();
      const again = retry === undefined ? {} : { retry_attempt: retry, retry_reason: 'timeout' };
      held.push(JSON.stringify({ envelope_id: id, accepts_response_payload: true, ...envelope, ...again }));
      return new Promise((resolve) => {
        const late = setTimeout(() => {
          violations.push(`no ack within 3 s: ${envelope.type}`);
          done();
        }, ACK_MS);
        const done = () => {
          clearTimeout(late);
          waiting.delete(id);
          resolve();
        };
        waiting.set(id, done);
        flush();
      });
    },
    pending: () => waiting.size,
  };
}

/** Over signed HTTP. */
export function httpWire(url: string, signingSecret: string, { violations }: Options): Wire {
  let pending = 0;
  return {
    pending: () => pending,
    async send(envelope, retry) {
      const json = envelope.type === 'events_api';
      const body = json
        ? JSON.stringify(envelope.payload)
        : envelope.type === 'slash_commands'
          ? new URLSearchParams(envelope.payload as Record<string, string>).toString()
          : new URLSearchParams({ payload: JSON.stringify(envelope.payload) }).toString();
      const timestamp = String(Math.floor(Date.now() / 1000));
      const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
      pending += 1;
      try {
        const response = await fetch(url, {
          method: 'POST',
          body,
          signal: AbortSignal.timeout(ACK_MS),
          headers: {
            'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
            'x-slack-request-timestamp': timestamp,
            'x-slack-signature': `v0=${signature}`,
            ...(retry === undefined
              ? {}
              : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' }),
          },
        });
        if (!response.ok) violations.push(`the bot answered ${response.status} to ${envelope.type}`);
        await response.arrayBuffer();
      } catch {
        violations.push(`no ack within 3 s: ${envelope.type}`);
      } finally {
        pending -= 1;
      }
    },
  };
}

import type { IncomingMessage, Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Envelope, isLoose, type Outcome, type Transport } from './types.ts';

/** Socket Mode, as the server of it. */
export interface SocketTransport extends Transport {
  /** A ticket for one connection; null when ten are open already. */
  open(): string | null;
  readonly connections: number;
  /** Asks every client to connect again, as Slack does when it moves a connection. */
  disconnect(): void;
  /** Breaks every connection without a word. */
  cut(): void;
  /** Leaves every connection half-open: nothing is read or answered any more, and nobody is told. */
  freeze(): void;
}

interface Waiting {
  readonly envelope: Envelope;
  readonly timer: NodeJS.Timeout;
  readonly socket: WebSocket;
  readonly done: (outcome: Outcome) => void;
}

const MOST_SOCKETS = 10;

/**
 * Socket Mode on the fake's HTTP server. Envelopes that come while nobody is connected are held; events that were not
 * acknowledged when a connection went away are sent again, interactions are lost.
 */
export function openSockets(
  server: Server,
  options: { readonly appId: string; readonly ackMs: number; readonly violated: (what: string) => void },
): SocketTransport {
  const acceptor = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const sockets: WebSocket[] = [];
  const waiting = new Map<string, Waiting>();
  const acknowledged = new Set<string>();
  const held: { readonly envelope: Envelope; readonly done: (outcome: Outcome) => void }[] = [];
  let turn = 0;
  let count = 0;

  const send = (envelope: Envelope, done: (outcome: Outcome) => void): void => {
    const open = sockets.filter((socket) => socket.readyState === socket.OPEN);
    const socket = open[(turn += 1) % Math.max(open.length, 1)];
    if (socket === undefined) {
      held.push({ envelope, done });
      return;
    }
    const timer = setTimeout(() => {
      waiting.delete(envelope.id);
      done({ type: 'late' });
    }, options.ackMs);
    waiting.set(envelope.id, { envelope, timer, socket, done });
    socket.send(JSON.stringify(wireFormat(envelope)));
  };

  const acknowledge = (text: string): void => {
    const message: unknown = JSON.parse(text);
    const id = isLoose(message) ? String(message['envelope_id']) : '';
    const entry = waiting.get(id);
    if (entry === undefined) {
      if (acknowledged.has(id)) options.violated('acknowledged twice');
      return;
    }
    waiting.delete(id);
    acknowledged.add(id);
    clearTimeout(entry.timer);
    const body = isLoose(message) ? (message['payload'] ?? null) : null;
    entry.done({ type: 'acked', body: isLoose(body) && Object.keys(body).length === 0 ? null : body });
  };

  const closed = (socket: WebSocket): void => {
    const at = sockets.indexOf(socket);
    if (at >= 0) sockets.splice(at, 1);
    for (const [id, { envelope, timer, socket: its, done }] of waiting) {
      if (its !== socket) continue;
      waiting.delete(id);
      clearTimeout(timer);
      const again = { ...envelope, id: `${id}-again`, attempt: envelope.attempt + 1 };
      if (envelope.type === 'events_api') send(again, done);
      else done({ type: 'lost' });
    }
  };

  acceptor.on('connection', (socket: WebSocket) => {
    sockets.push(socket);
    socket.on('message', (data: Buffer) => acknowledge(data.toString('utf8')));
    socket.on('close', () => closed(socket));
    socket.on('error', () => undefined);
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.length,
        connection_info: { app_id: options.appId },
        debug_info: { host: 'fake', started: '', build_number: 1, approximate_connection_time: 18_060 },
      }),
    );
    // The client takes what comes only after it has read the greeting.
    for (const { envelope, done } of held.splice(0)) send(envelope, done);
  });
  server.on('upgrade', (request: IncomingMessage, stream, head) => {
    const ticket = new URL(request.url ?? '', 'http://fake').searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) stream.destroy();
    else acceptor.handleUpgrade(request, stream, head, (socket) => acceptor.emit('connection', socket, request));
  });

  return {
    deliver: (envelope) => new Promise<Outcome>((done) => send(envelope, done)),
    open() {
      if (sockets.length >= MOST_SOCKETS) return null;
      const ticket = `ticket-${(count += 1)}`;
      tickets.add(ticket);
      return ticket;
    },
    get connections() {
      return sockets.length;
    },
    disconnect() {
      for (const socket of sockets)
        socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'fake' } }));
    },
    cut() {
      for (const socket of sockets) socket.terminate();
    },
    freeze() {
      for (const socket of sockets) socket.pause();
    },
    async close() {
      for (const { timer, done } of waiting.values()) {
        clearTimeout(timer);
        done({ type: 'lost' });
      }
      waiting.clear();
      for (const { done } of held.splice(0)) done({ type: 'lost' });
      for (const socket of sockets) socket.terminate();
      acceptor.close();
    },
  };
}

function wireFormat({ id, type, payload, attempt }: Envelope): unknown {
  const retry = attempt === 0 ? {} : { retry_attempt: attempt, retry_reason: 'timeout' };
  return { envelope_id: id, type, accepts_response_payload: type !== 'events_api', payload, ...retry };
}

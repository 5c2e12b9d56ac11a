import { WebSocket, type WebSocketServer } from 'ws';
import { guildJson, userJson } from './json.ts';
import { BOT, type Guild, type Json } from './state.ts';

/** What the gateway was told to allow. */
export interface GatewayOptions {
  readonly guild: Guild;
  readonly token: string;
  /** Is the privileged Message Content intent granted? */
  readonly messageContent: boolean;
  /** How often the bot must say that it is there, in milliseconds. */
  readonly heartbeatMs: number;
  readonly url: () => string;
}

/** The gateway, version 10, JSON, no compression. */
export interface Gateway {
  /** Sends an event, and keeps it for sessions that resume. */
  dispatch(event: string, data: Json): void;
  /** Sends the last event of a person again. */
  again(): void;
  /** Did the bot ask for the content of messages? */
  readsContent(): boolean;
  /** Cuts the connection; a session can resume. */
  cut(): void;
  /** Leaves the connection half-open: nothing is read or answered any more, and nobody is told; a session can resume. */
  freeze(): void;
}

const CONTENT_INTENT = 1 << 15;

/** Serves the gateway. */
export function openGateway(
  server: WebSocketServer,
  { guild, token, messageContent, heartbeatMs, url }: GatewayOptions,
): Gateway {
  let sequence = 0;
  let intents = 0;
  let session: WebSocket | null = null;
  let last: { event: string; data: Json } | null = null;
  const sent: { readonly s: number; readonly text: string }[] = [];
  const push = (event: string, data: Json) => {
    sequence += 1;
    const text = JSON.stringify({ op: 0, t: event, s: sequence, d: data });
    sent.push({ s: sequence, text });
    if (session?.readyState === WebSocket.OPEN) session.send(text);
  };
  const identify = (socket: WebSocket, data: Json) => {
    if (data['token'] !== token) return socket.close(4004, 'Authentication failed.');
    intents = Number(data['intents']);
    if ((intents & CONTENT_INTENT) !== 0 && !messageContent) return socket.close(4014, 'Disallowed intent(s).');
    session = socket;
    sent.length = 0;
    push('READY', {
      v: 10,
      user: userJson(BOT, guild),
      guilds: [{ id: guild.id, unavailable: true }],
      session_id: 'session',
      resume_gateway_url: url(),
      shard: [0, 1],
      application: { id: guild.application, flags: 0 },
    });
    push('GUILD_CREATE', guildJson(guild));
    return undefined;
  };
  server.on('connection', (socket) => {
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: heartbeatMs } }));
    socket.on('message', (raw) => {
      const { op, d } = JSON.parse(String(raw)) as { op: number; d: Json };
      if (op === 1) socket.send(JSON.stringify({ op: 11 }));
      if (op === 2) identify(socket, d);
      if (op === 6) {
        session = socket;
        for (const { s, text } of sent) if (s > Number(d['seq'])) socket.send(text);
        push('RESUMED', {});
      }
    });
  });
  return {
    dispatch(event, data) {
      last = { event, data };
      push(event, data);
    },
    again() {
      if (last !== null) push(last.event, last.data);
    },
    readsContent: () => (intents & CONTENT_INTENT) !== 0,
    cut: () => session?.close(4000, 'reconnect'),
    freeze() {
      session?.pause();
      session = null;
    },
  };
}
